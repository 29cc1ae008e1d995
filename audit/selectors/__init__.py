"""Reading the ledger and its seals."""
