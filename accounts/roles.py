"""Roles: named sets of permissions, in code, so that a change is a reviewed commit with a test.

The database keeps the slug. A slug is never used again for another role; a role that is given up stays here
without permissions until its last grant has ended.
"""

from dataclasses import dataclass, field

from accounts.permissions import Permission
from accounts.purposes import PURPOSES


@dataclass(frozen=True)
class Role:
    """`purposes`: the codes of the purposes for which this role may look."""

    slug: str
    name: str
    description: str
    permissions: frozenset[Permission]
    purposes: frozenset[str] = field(default=frozenset(PURPOSES))


OFFICER = Role(
    "officer",
    "Enforcement officer",
    "Patrols with a camera vehicle: sends frames, searches and opens reads, corrects what was read wrongly,"
    " chalks, verifies hits and acts on them.",
    frozenset(
        {
            Permission.PATROL,
            Permission.VIEW_HITS,
            Permission.VIEW_WANTED,
            Permission.DECIDE_HITS,
            Permission.ACT_ON_HITS,
            Permission.VIEW_LISTS,
            Permission.ADD_TO_LISTS,
            Permission.EXEMPT_VEHICLES,
            Permission.UPLOAD_FRAMES,
            Permission.VIEW_FRAMES,
            Permission.RETRY_FRAMES,
            Permission.SEARCH_READS,
            Permission.VIEW_READS,
            Permission.CORRECT_READS,
        }
    ),
)
ADMINISTRATOR = Role(
    "administrator",
    "Administrator",
    "Runs the portal from day to day for the Parking Manager (manual, clause 3): accounts, training,"
    " cameras, lists and zones. Gives nobody a role, and sees no police list.",
    frozenset(
        {
            Permission.VIEW_HITS,
            Permission.VIEW_LISTS,
            Permission.MANAGE_LISTS,
            Permission.VIEW_ACCURACY,
            Permission.MANAGE_ZONES,
            Permission.UPLOAD_FRAMES,
            Permission.VIEW_FRAMES,
            Permission.RETRY_FRAMES,
            Permission.SEARCH_READS,
            Permission.VIEW_READS,
            Permission.MANAGE_CAMERAS,
            Permission.DRAFT_POLICY,
            Permission.VIEW_COMPLIANCE,
            Permission.USE_ADMIN,
            Permission.MANAGE_PEOPLE,
            Permission.RECORD_TRAINING,
            Permission.RELEASE_ACCOUNTS,
        }
    ),
)
PARKING_MANAGER = Role(
    "parking_manager",
    "Parking Manager",
    "Answers for the cameras and their data (manual, clauses 3 and 3.1): staff, roles, training, and the"
    " ledger of access.",
    frozenset(Permission),
)
AUDITOR = Role(
    "auditor",
    "Auditor",
    "Reviews who looked at what and why (manual, clause 6(c)) and writes down what was found."
    " Opens no reads.",
    frozenset(
        {
            Permission.VIEW_LEDGER,
            Permission.REVIEW_ACCESS,
            Permission.APPROVE_REVIEWS,
            Permission.VIEW_ACCURACY,
            Permission.VIEW_COMPLIANCE,
        }
    ),
    frozenset({"audit"}),
)
RECORDS_OFFICER = Role(
    "records_officer",
    "Records officer",
    "Answers requests for records and contested citations: searches and opens reads and frames, changes"
    " nothing.",
    frozenset({Permission.VIEW_FRAMES, Permission.SEARCH_READS, Permission.VIEW_READS}),
    frozenset({"records_request", "citation_contest"}),
)
POLICE_USER = Role(
    "police_user",
    "Police user",
    "A member of the police department with a case number (manual, clause 7): searches and opens reads,"
    " nothing else.",
    frozenset({Permission.VIEW_FRAMES, Permission.SEARCH_READS, Permission.VIEW_READS}),
    frozenset({"police_request"}),
)

ROLES = {
    role.slug: role
    for role in (OFFICER, ADMINISTRATOR, PARKING_MANAGER, AUDITOR, RECORDS_OFFICER, POLICE_USER)
}


def permissions_of(slugs: tuple[str, ...]) -> frozenset[Permission]:
    """What these roles allow together; an unknown slug allows nothing."""
    return frozenset().union(*(ROLES[slug].permissions for slug in slugs if slug in ROLES))


def purposes_of(slugs: tuple[str, ...]) -> frozenset[str]:
    """The codes of the purposes for which these roles may look."""
    return frozenset().union(*(ROLES[slug].purposes for slug in slugs if slug in ROLES))
