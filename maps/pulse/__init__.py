"""The market's pulse for everybody: seekers and posts by region and period, as released."""
