"""How the parts are wired: settings, URLs, server entry points. Alone in reading the environment."""
