"""How the parts are wired: settings, URLs, entry points. The only reader of the environment."""
