"""`manage.py take_list_files`: look into the watched folder once, without waiting for the timetable."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from audit.events import SystemActor
from enforcement.actions.list_folder import take_files


class Command(BaseCommand):
    help = "Take in what lies in ALPR_LIST_FOLDER/<list code>/."

    def handle(self, *args: object, **options: object) -> None:
        made = take_files(by=SystemActor("command"), now=timezone.now())
        for one in made:
            self.stdout.write(f"{one.hotlist.code}: {one.file_name}, import {one.uid}")
        self.stdout.write(f"{len(made)} files taken in.")
