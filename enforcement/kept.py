"""The tables of this app whose every change is kept with before and after (audit.changes)."""

from audit.changes import Kept

# When a list was last filled, and by which version, is said by its imports.
LIST_FILLED = ("version", "standing", "refreshed_at", "stale_told_at")

KEPT = {
    "enforcement_hotlist": Kept("hotlist", left_out=LIST_FILLED),
    "enforcement_zone": Kept("zone"),
    "enforcement_zonerule": Kept("zonerule", about=("zone_id", "enforcement_zone", "zone")),
    "enforcement_holiday": Kept("holiday"),
}
