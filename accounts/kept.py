"""The tables about people whose every change is kept with before and after (audit.changes)."""

from audit.changes import Kept

PERSON = ("user_id", "accounts_user", "user")

KEPT = {
    "accounts_user": Kept("user", masked=("password",), left_out=("last_login",)),
    "accounts_rolegrant": Kept("rolegrant", about=PERSON),
    "accounts_trainingrecord": Kept("trainingrecord", about=PERSON),
    "accounts_designation": Kept("designation"),
    "accounts_organisation": Kept("organisation"),
    "otp_totp_totpdevice": Kept(
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
}
