from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    name = "enforcement"
    verbose_name = "Enforcement"

    def ready(self) -> None:
        from audit.changes import keep
        from enforcement import signals  # noqa: F401  registers the receivers
        from enforcement.kept import KEPT

        keep(KEPT)
