"""Pages for auditors. Reading the ledger is itself an access: each of these leaves a record too."""
