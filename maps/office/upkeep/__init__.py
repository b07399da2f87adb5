"""Keeping the ledger true: calls to make, places entered twice."""
