"""Which recognition engines can be used on this machine, and what to do about those that cannot."""

from django.core.management.base import BaseCommand

from reads.recognition import registry


class Command(BaseCommand):
    help = "Says which recognition engines can be used here, and why not where one cannot."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        for name in registry.names():
            engine = registry.get(name)
            usability = engine.check()
            word = "usable" if usability.usable else "not usable"
            self.stdout.write(f"{name:<10} {word:<10}  {engine.version}\n{'':<10} {usability.sentence}")
