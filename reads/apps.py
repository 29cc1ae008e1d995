from django.apps import AppConfig


class ReadsConfig(AppConfig):
    name = "reads"
    verbose_name = "Frames and plate reads"

    def ready(self) -> None:
        from audit.changes import keep
        from reads import lookups  # noqa: F401  registers the look-up
        from reads.kept import KEPT

        keep(KEPT)
