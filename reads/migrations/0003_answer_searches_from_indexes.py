"""Search finds its page in an index alone: whatever a search can ask for is in each of them (reads.selectors)."""

from django.db import migrations, models


def index(name: str, *fields: str, include: tuple[str, ...]) -> list[migrations.RemoveIndex | migrations.AddIndex]:
    return [
        migrations.RemoveIndex("read", name),
        migrations.AddIndex("read", models.Index(fields=fields, include=include, name=name)),
    ]


class Migration(migrations.Migration):
    dependencies = [("reads", "0002_behind_the_gate")]

    operations = [
        *index("read_by_plate", "plate", "-received_at", "-id", include=("region", "camera", "confidence")),
        *index(
            "read_by_plate_end", "plate_reversed", "-received_at", "-id", include=("region", "camera", "confidence")
        ),
        *index(
            "read_by_time", "-received_at", "-id", include=("plate", "plate_reversed", "region", "camera", "confidence")
        ),
        *index(
            "read_by_camera",
            "camera",
            "-received_at",
            "-id",
            include=("plate", "plate_reversed", "region", "confidence"),
        ),
        # An index answers alone for rows that vacuum has seen. Rows only ever come in, so it must come for those.
        migrations.RunSQL(
            sql="alter table reads_read set (autovacuum_vacuum_insert_scale_factor = 0.02)",
            reverse_sql="alter table reads_read reset (autovacuum_vacuum_insert_scale_factor)",
        ),
    ]
