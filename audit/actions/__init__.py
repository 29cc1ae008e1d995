"""What is done to the ledger's seals: keys, verifications, exports. The ledger itself is only ever added
to."""
