"""Places and spatial maths: regions and their editions, datum, distance, travel. Knows no market."""
