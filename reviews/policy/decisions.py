"""What a decision about an access, and a signature under a week's logs, must say."""

from alpr_portal.lib.decision import ALLOWED, Decision, refused

SHORTEST_NOTE = 10


def may_decide(verdict: str, note: str, *, flagged: bool) -> Decision:
    """What a rule flagged, and whatever is not simply in order, is answered in words (rec. 25)."""
    if len(note.strip()) >= SHORTEST_NOTE:
        return ALLOWED
    if verdict != "in_order":
        return refused("note", f"Say in a sentence what you found ({SHORTEST_NOTE} characters at least).")
    if flagged:
        return refused(
            "note",
            f"A rule flagged this access: say why it is in order ({SHORTEST_NOTE} characters at least).",
        )
    return ALLOWED


def may_sign(alarms: int, note: str) -> Decision:
    """A week with alarms is signed with a word on what came of them."""
    if alarms and len(note.strip()) < SHORTEST_NOTE:
        return refused(
            "note", f"This week has alarms: say what came of them ({SHORTEST_NOTE} characters at least)."
        )
    return ALLOWED
