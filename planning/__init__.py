"""Demand, candidate sites and scenarios, joining `directory` with `geo`. Knows no request."""
