"""The tables of this app whose every change is kept with before and after (audit.changes)."""

from audit.changes import Kept

KEPT = {
    "reviews_reviewplan": Kept("reviewplan"),
    "reviews_planduty": Kept("planduty", about=("plan_id", "reviews_reviewplan", "reviewplan")),
    "reviews_workinghours": Kept("workinghours"),
    # Even a keyed hash is nothing to be read in the ledger.
    "reviews_staffplate": Kept("staffplate", masked=("with_region", "bare")),
}
