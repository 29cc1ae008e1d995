"""What runs without the portal: the verifier for whoever holds a copy of the ledger."""
