from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself, as an app: its commands and its start-up checks."""

    name = "alpr_portal"
    label = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from alpr_portal import checks  # noqa: F401  registers the start-up checks
