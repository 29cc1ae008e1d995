"""Every change of the register of designees and of the hearings is kept."""

from django.db import migrations

from audit.changes import Kept, changes_are_kept


class Migration(migrations.Migration):
    dependencies = [("policy", "0002_what_the_database_holds"), ("audit", "0004_changed_rows")]

    operations = [
        changes_are_kept("policy_designee", Kept("designee")),
        changes_are_kept("policy_hearing", Kept("hearing")),
    ]
