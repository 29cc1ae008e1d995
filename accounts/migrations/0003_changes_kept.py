"""Every change of people, roles, trainings, second factors, designations and organisations is kept."""

from django.db import migrations

from audit.changes import Kept, changes_are_kept

PERSON = ("user_id", "accounts_user", "user")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_what_is_kept"),
        ("audit", "0004_changed_rows"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [
        changes_are_kept("accounts_user", Kept("user", masked=("password",), left_out=("last_login",))),
        changes_are_kept("accounts_rolegrant", Kept("rolegrant", about=PERSON)),
        changes_are_kept("accounts_trainingrecord", Kept("trainingrecord", about=PERSON)),
        changes_are_kept("accounts_designation", Kept("designation")),
        changes_are_kept("accounts_organisation", Kept("organisation")),
        changes_are_kept(
            "otp_totp_totpdevice",
            Kept(
                "totpdevice",
                masked=("key",),
                left_out=(
                    "drift",
                    "last_t",
                    "last_used_at",
                    "throttling_failure_timestamp",
                    "throttling_failure_count",
                ),
                about=PERSON,
            ),
        ),
    ]
