"""The access gate and its ledger: who looked at what, when and why."""
