"""The places of the ledger: the list, the page of each, and the form in which they are entered."""
