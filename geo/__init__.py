"""Places and spatial maths: regions and their editions, datum, distance. Knows no market."""
