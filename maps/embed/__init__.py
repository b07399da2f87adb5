"""The map and the list for other sites, in a frame of their own."""
