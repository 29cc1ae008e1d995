"""How far an import has come and whose turn it is; how many entries stand on a list, which is no setting of it."""

import django.db.models.functions.datetime
from django.db import migrations, models

from audit.changes import Kept, changes_are_kept

BEFORE = changes_are_kept(
    "enforcement_hotlist", Kept("hotlist", left_out=("version", "refreshed_at", "stale_told_at"))
)


class Migration(migrations.Migration):

    dependencies = [
        ("enforcement", "0005_renewed_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="hotlist",
            name="standing",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="hotlistimport",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="hotlistimport",
            name="claim",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="hotlistimport",
            name="notes",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="hotlistimport",
            name="queued_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
        ),
        migrations.AlterField(
            model_name="hotlist",
            name="code",
            field=models.SlugField(error_messages={"unique": "This code cannot be used; choose another one."}, max_length=40, unique=True),
        ),
        migrations.RunSQL(sql=BEFORE.reverse_sql, reverse_sql=BEFORE.sql),
        changes_are_kept(
            "enforcement_hotlist",
            Kept("hotlist", left_out=("version", "standing", "refreshed_at", "stale_told_at")),
        ),
    ]
