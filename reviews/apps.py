from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from audit.changes import keep
        from reviews.kept import KEPT

        keep(KEPT)
