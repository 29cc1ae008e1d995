"""Change events: what an action did, written inside the action's own transaction."""

from enum import StrEnum
from typing import Protocol

from django.db import connection

from alpr_portal.lib.text import canonical_json, one_line, storable
from audit.context import current_access


class Event(StrEnum):
    """Every kind of change, in the past tense. A kind that is not here cannot be written."""

    ACCOUNT_CREATED = "account_created"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    ACCOUNT_LOCKED = "account_locked"
    ACCOUNT_RELEASED = "account_released"
    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    SESSION_ENDED = "session_ended"
    SESSION_UNLOCKED = "session_unlocked"
    LOGIN_FAILED = "login_failed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a name, not a password
    PURPOSE_CHOSEN = "purpose_chosen"
    ROLE_GRANTED = "role_granted"
    ROLE_REVOKED = "role_revoked"
    SECOND_FACTOR_ADDED = "second_factor_added"
    SECOND_FACTOR_RESET = "second_factor_reset"
    TRAINING_RECORDED = "training_recorded"
    TRAINING_WITHDRAWN = "training_withdrawn"
    POLICY_DRAFTED = "policy_drafted"
    POLICY_DRAFT_CHANGED = "policy_draft_changed"
    POLICY_DRAFT_DISCARDED = "policy_draft_discarded"
    POLICY_APPROVED = "policy_approved"
    POLICY_POSTED = "policy_posted"
    POLICY_ACKNOWLEDGED = "policy_acknowledged"
    DESIGNEE_APPOINTED = "designee_appointed"
    HEARING_RECORDED = "hearing_recorded"
    FIGURES_PUBLISHED = "figures_published"
    LIST_CHANGED = "list_changed"
    CAMERA_CHANGED = "camera_changed"
    FRAME_RECEIVED = "frame_received"
    FRAME_READ = "frame_read"
    FRAME_FAILED = "frame_failed"
    FRAME_QUEUED_AGAIN = "frame_queued_again"
    READ_CORRECTED = "read_corrected"
    CORRECTION_UNDONE = "correction_undone"
    READS_RECEIVED = "reads_received"
    READ_CAPTURED = "read_captured"
    HOTLIST_CHANGED = "hotlist_changed"
    HOTLIST_CONFIRMED_FRESH = "hotlist_confirmed_fresh"
    HOTLIST_STALE = "hotlist_stale"
    ENTRY_ADDED = "entry_added"
    ENTRY_REMOVED = "entry_removed"
    IMPORT_RECEIVED = "import_received"
    IMPORT_TRIED = "import_tried"
    IMPORT_APPLIED = "import_applied"
    IMPORT_DISCARDED = "import_discarded"
    IMPORT_FAILED = "import_failed"
    READS_MATCHED = "reads_matched"
    PAST_READS_MATCHED = "past_reads_matched"
    HIT_MADE = "hit_made"
    HIT_BECAME_EXACT = "hit_became_exact"
    HIT_CONFIRMED = "hit_confirmed"
    HIT_REJECTED = "hit_rejected"
    HIT_CHECKED = "hit_checked"
    HIT_VERIFIED = "hit_verified"
    HIT_ACTED_ON = "hit_acted_on"
    HIT_RELEASED = "hit_released"
    HIT_REFUSED = "hit_refused"
    HIT_NOTED = "hit_noted"
    HIT_HANDED_OVER = "hit_handed_over"
    EXEMPTION_MADE = "exemption_made"
    EXEMPTION_ENDED = "exemption_ended"
    ZONE_CHANGED = "zone_changed"
    ZONE_RULE_CHANGED = "zone_rule_changed"
    HOLIDAYS_CHANGED = "holidays_changed"
    CHALK_SESSION_BEGUN = "chalk_session_begun"
    CHALK_SESSION_ENDED = "chalk_session_ended"
    CHALK_SESSION_MOVED = "chalk_session_moved"
    READS_CHALKED = "reads_chalked"
    REVIEW_PLAN_CHANGED = "review_plan_changed"
    WORKING_HOURS_CHANGED = "working_hours_changed"
    STAFF_PLATE_ADDED = "staff_plate_added"
    STAFF_PLATE_ENDED = "staff_plate_ended"
    REVIEW_OPENED = "review_opened"
    REVIEW_SHARED_OUT = "review_shared_out"
    REVIEW_ITEM_DECIDED = "review_item_decided"
    REVIEW_SUBMITTED = "review_submitted"
    REVIEW_RETURNED = "review_returned"
    REVIEW_APPROVED = "review_approved"
    FINDING_MADE = "finding_made"
    FINDING_RESOLVED = "finding_resolved"
    FINDING_REOPENED = "finding_reopened"
    FINDING_CLOSED = "finding_closed"
    LOG_REVIEW_OPENED = "log_review_opened"
    LOG_REVIEW_SIGNED = "log_review_signed"
    REMINDER_SENT = "reminder_sent"
    SIGNING_KEY_MADE = "signing_key_made"
    SIGNING_KEY_CHANGED = "signing_key_changed"
    LEDGER_VERIFICATION_ASKED = "ledger_verification_asked"
    LEDGER_VERIFIED = "ledger_verified"
    LEDGER_RESTORED = "ledger_restored"
    LEDGER_EXPORTED = "ledger_exported"
    LEDGER_ALARM = "ledger_alarm"


class Actor(Protocol):
    """Whoever acts: a user, or a `SystemActor`."""

    @property
    def ledger_username(self) -> str: ...

    @property
    def ledger_person(self) -> str: ...


class SystemActor:
    """A part of the portal that acts by itself: `SystemActor("worker")`."""

    ledger_person = ""

    def __init__(self, name: str) -> None:
        self.ledger_username = f"system:{name}"


def record(event: Event, *, target: str, by: Actor, **detail: str | int | bool | None) -> None:
    """Write one change event. `target` names the record (`read:<uid>`, `user:<uid>`); `detail` bears no
    plate."""
    access = current_access()
    with connection.cursor() as cursor:
        # Plain SQL, because the application's role may insert here and not read back what it inserted.
        cursor.execute(
            "insert into audit_changeevent (event, target, username, person, access, detail)"
            " values (%s, %s, %s, %s, %s, %s)",
            [
                Event(event).value,
                target,
                storable(one_line(by.ledger_username), longest=150),
                by.ledger_person,
                access.uid if access else None,
                storable(canonical_json(detail), longest=4000),
            ],
        )
