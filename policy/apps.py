from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "policy"
    verbose_name = "Posted policy"

    def ready(self) -> None:
        from audit.changes import keep
        from policy import evidence, figures  # noqa: F401  register what this app itself reports
        from policy.kept import KEPT

        keep(KEPT)
