"""Every change of a list's settings, a zone, its rules and the holidays is kept."""

from django.db import migrations

from audit.changes import Kept, changes_are_kept

LIST_FILLED = ("version", "refreshed_at", "stale_told_at")


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0003_a_hit_follows_the_stay"), ("audit", "0004_changed_rows")]

    operations = [
        changes_are_kept("enforcement_hotlist", Kept("hotlist", left_out=LIST_FILLED)),
        changes_are_kept("enforcement_zone", Kept("zone")),
        changes_are_kept("enforcement_zonerule", Kept("zonerule", about=("zone_id", "enforcement_zone", "zone"))),
        changes_are_kept("enforcement_holiday", Kept("holiday")),
    ]
