"""After the key of announcements to reads."""

from django.db import migrations

from audit.rowsecurity import owner_is_bound_again


class Migration(migrations.Migration):
    dependencies = [("reads", "0004_announcements")]

    operations = [owner_is_bound_again("reads_read")]
