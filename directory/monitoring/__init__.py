"""What happens at the markets (动态监测): counts, their sums, and what is derived from them."""
