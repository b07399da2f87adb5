"""A network of roads and ways from an OpenStreetMap extract; pure, arrays in and arrays out."""
