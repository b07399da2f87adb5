"""The history of the ledger: of each place, and what was public on a given day."""
