"""Whether every county has a public-benefit market, as the published directory has it."""
