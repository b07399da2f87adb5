"""How the parts are wired: settings, URLs, server entry points. The only reader of the environment."""
