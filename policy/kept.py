"""The tables of this app whose every change is kept with before and after (audit.changes)."""

from audit.changes import Kept

KEPT = {
    "policy_designee": Kept("designee"),
    "policy_hearing": Kept("hearing"),
}
