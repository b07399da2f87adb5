"""Markets, trades, hours; the ledger and the publication made from it. Knows no request."""
