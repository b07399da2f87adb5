"""Counting at the markets, and what the counts say (动态监测)."""
