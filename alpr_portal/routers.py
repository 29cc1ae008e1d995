"""Which role does what: the owner migrates, the application does all else."""


class OwnerMigrates:
    """The auditor's connection is named explicitly where the ledger is read (audit.selectors)."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == "owner"
