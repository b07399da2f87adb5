"""Exports in the layout of a province: asked for, fetched, stopped."""
