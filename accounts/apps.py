from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from accounts import checks, signals  # noqa: F401  registers the start-up checks and the receivers
        from accounts.kept import KEPT
        from audit.changes import keep

        keep(KEPT)
