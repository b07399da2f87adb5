"""Returns (上报): rounds, one return with its steps, its files, sums, the county tracker."""
