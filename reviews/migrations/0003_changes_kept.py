"""Every change of the plan, of working hours and of the register of staff plates is kept."""

from django.db import migrations

from audit.changes import Kept, changes_are_kept


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_what_the_database_holds"), ("audit", "0004_changed_rows")]

    operations = [
        changes_are_kept("reviews_reviewplan", Kept("reviewplan")),
        changes_are_kept(
            "reviews_planduty", Kept("planduty", about=("plan_id", "reviews_reviewplan", "reviewplan"))
        ),
        changes_are_kept("reviews_workinghours", Kept("workinghours")),
        changes_are_kept("reviews_staffplate", Kept("staffplate", masked=("with_region", "bare"))),
    ]
