"""What the pages of open data say."""
