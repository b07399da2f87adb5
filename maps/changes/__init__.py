"""What publications changed, for people to read and for readers of feeds to follow."""
