"""Row security on frames, reads and corrections, and what of them the application may change."""

from django.db import migrations

from audit.rowsecurity import application_may_not, application_may_update, gated


class Migration(migrations.Migration):
    dependencies = [("reads", "0001_initial"), ("audit", "0002_ledger_rules")]

    operations = [
        gated("reads_frame"),
        gated("reads_read"),
        gated("reads_correction"),
        application_may_update(
            "reads_frame",
            "state",
            "claim",
            "claimed_at",
            "attempts",
            "queued_at",
            "failure",
            "read_at",
            "engine",
            "engine_version",
            "read_ms",
        ),
        application_may_update("reads_read", "plate", "region"),
        application_may_update("reads_correction", "undone_at", "undone_by_id"),
        application_may_not("reads_frame", "delete"),
        application_may_not("reads_read", "delete"),
        application_may_not("reads_correction", "delete"),
    ]
