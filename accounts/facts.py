"""What is known about a person and their session when they ask to pass a door: plain values, one query."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.permissions import Permission
from accounts.roles import permissions_of, purposes_of


@dataclass(frozen=True)
class PersonFacts:
    """A person as of now. `roles` are the slugs in force; `trained_through` the last day of the longest
    training.

    `signed_in`: whether the sign-in that began this session is open. `policy_version`: the posted policy's
    version in force (None: nothing is posted), and whether this person has acknowledged that one.
    """

    username: str
    uid: str
    full_name: str
    organisation: str
    designation: str
    is_active: bool
    signed_in: bool
    must_change_password: bool
    has_second_factor: bool
    roles: tuple[str, ...]
    trained_through: date | None
    policy_version: int | None = None
    policy_acknowledged: bool = False

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    @property
    def purposes(self) -> frozenset[str]:
        return purposes_of(self.roles)


@dataclass(frozen=True)
class StatedPurpose:
    """The purpose a person chose, as the session keeps it."""

    code: str
    version: int
    reference: str
    chosen_at: datetime


@dataclass(frozen=True)
class SessionFacts:
    """`authenticated_at`: last full log-in. `seen_at`: last sign of the person. Both None in a session not
    begun by us.
    """

    authenticated_at: datetime | None
    seen_at: datetime | None
    second_factor_passed: bool
    purpose: StatedPurpose | None
