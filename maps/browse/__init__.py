"""The directory by area and trade: what there is where, how much of it is open, on a small map."""
