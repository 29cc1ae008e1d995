"""Every change of a camera is kept."""

from django.db import migrations

from audit.changes import Kept, changes_are_kept


class Migration(migrations.Migration):
    dependencies = [("reads", "0005_owner_is_bound_again"), ("audit", "0004_changed_rows")]

    operations = [changes_are_kept("reads_camera", Kept("camera"))]
