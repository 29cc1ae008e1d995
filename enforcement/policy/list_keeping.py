"""Who may change a list, put a vehicle on it, or take a file over into it."""

from accounts.permissions import Permission
from alpr_portal.lib.decision import ALLOWED, Decision, refused
from enforcement.policy.lists import ListScope

Rights = frozenset[Permission]

FEW_GONE = 3
MOST_GONE_PERCENT = 20
"""Of the entries that came by file. A feed that was cut off looks like a list of which much is gone."""


def may_keep(rights: Rights, scope: ListScope, *, kind: str, audience: str) -> Decision:
    """Whether a person may make a list so, or change one so. Nobody makes what they could not see."""
    if Permission.MANAGE_LISTS not in rights:
        return refused("permission", f"You do not have the right to: {Permission.MANAGE_LISTS.line}")
    if kind == "wanted" and not scope.wanted:
        return refused("permission", f"You do not have the right to: {Permission.VIEW_WANTED.line}")
    if audience == "restricted" and not scope.restricted:
        return refused("permission", f"You do not have the right to: {Permission.VIEW_RESTRICTED.line}")
    return ALLOWED


def may_add_by_hand(rights: Rights, *, kind: str, is_active: bool) -> Decision:
    """Scofflaws come from the citation system alone: what leads to a boot is nobody's own entry (manual,
    clause 4(e))."""
    if not is_active:
        return refused("inactive", "This list is out of service; nothing is added to it.")
    if kind == "scofflaw":
        return refused("source", "A scofflaw list is filled by its source only; ask for a new file.")
    needed = Permission.MANAGE_LISTS if kind == "permit" else Permission.ADD_TO_LISTS
    if needed in rights or Permission.MANAGE_LISTS in rights:
        return ALLOWED
    return refused("permission", f"You do not have the right to: {needed.line}")


def may_remove(rights: Rights, *, own: bool) -> Decision:
    """`own`: the person put this entry on the list."""
    if Permission.MANAGE_LISTS in rights or (own and Permission.ADD_TO_LISTS in rights):
        return ALLOWED
    return refused("permission", "You may take off a list only what you put on it yourself.")


def may_confirm_fresh(rights: Rights, *, kind: str, fed: bool, is_owner: bool) -> Decision:
    """Only of a list that is kept by hand: for the others a new file is the proof. `fed`: a file was taken
    over into it."""
    if not (is_owner or Permission.MANAGE_LISTS in rights):
        return refused("permission", "Only the list's owner, or who keeps lists, confirms that it is right.")
    if fed or kind == "scofflaw":
        return refused("fed", "This list is filled by files: it becomes fresh with the next one.")
    return ALLOWED


def may_apply(*, refused_rows: int, leave_out: bool, list_version: int, compared: int | None) -> Decision:
    if list_version != compared:
        return refused("outdated", "The list has changed since the dry run. Run it again.")
    if refused_rows and not leave_out:
        return refused(
            "refused_rows",
            "Some rows were refused. Say that they are left out, or mend the file and send it again.",
        )
    return ALLOWED


def may_apply_by_itself(*, refused_rows: int, gone: int, fed: int) -> Decision:
    """Whether a feed's file needs no person. `fed`: how many entries came by file and stand now."""
    if refused_rows:
        return refused("refused_rows", f"{refused_rows} rows were refused, so a person must decide.")
    if gone and (gone == fed or (gone > FEW_GONE and gone * 100 > MOST_GONE_PERCENT * fed)):
        return refused(
            "much_gone",
            f"{gone} of {fed} entries would be gone. The file may be cut off, so a person must decide.",
        )
    return ALLOWED
