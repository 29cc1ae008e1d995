from django.apps import AppConfig


class ReadsConfig(AppConfig):
    name = "reads"
    verbose_name = "Frames and plate reads"

    def ready(self) -> None:
        from reads import lookups  # noqa: F401  registers the look-up
