"""Everything a person or a machine sees over HTTP: pages, API, map front end. Holds no model."""
