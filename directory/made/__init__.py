"""A country of plausible, made-up places for load and bench; none of it is real."""
