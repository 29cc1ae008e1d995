from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Access ledger"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from audit import checks, evidence  # noqa: F401  registers start-up checks, and what the ledger shows
        from audit.changes import listen

        connection_created.connect(listen, dispatch_uid="audit.changes")
