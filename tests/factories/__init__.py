"""Plain functions that make one row each, valid unless told otherwise."""
