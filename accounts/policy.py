"""Who may pass which door, and who may change what about whom: pure rules, told who, what and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.facts import PersonFacts, SessionFacts
from accounts.permissions import Permission
from accounts.purposes import PURPOSES
from alpr_portal.lib.decision import ALLOWED, Decision, refused
from audit.marks import Kind, Mark

# Changing the password is the one thing a person may do who must change it first.
PASSWORD_DOOR = "accounts.password"  # noqa: S105  a door's name
# Whoever left a session alone may unlock it or leave it, and nothing else.
DOORS_OF_A_LOCKED_SESSION = frozenset({"accounts.unlock", "accounts.logout"})


@dataclass(frozen=True)
class Limits:
    """How long a session lasts (CJIS AC-11: thirty minutes idle; IA-11: twelve hours) and whether a second
    factor is asked.
    """

    idle: timedelta
    session: timedelta
    second_factor: bool


def may_pass(
    person: PersonFacts | None, session: SessionFacts, mark: Mark, now: datetime, limits: Limits
) -> Decision:
    """Every question the gate asks about a person, in order; the first that is answered no decides."""
    if person is None or not person.signed_in:
        return refused("login", "Log in first.")
    if mark.name in DOORS_OF_A_LOCKED_SESSION:
        return ALLOWED
    if mark.fresh:
        return session_is_open(session, now, limits)
    questions: tuple[Callable[[], Decision], ...] = (
        lambda: session_is_open(session, now, limits),
        lambda: second_factor_passed(person, session, limits),
        lambda: password_is_their_own(person, mark),
        lambda: account_is_active(person),
        lambda: may_open_records(person, now) if mark.kind is Kind.RECORDS else ALLOWED,
        lambda: holds(person, mark.permission),
        lambda: policy_is_acknowledged(person) if mark.kind is Kind.RECORDS else ALLOWED,
        lambda: purpose_is_stated(person, session, now, limits) if asks_purpose(mark) else ALLOWED,
    )
    for ask in questions:
        decision = ask()
        if not decision.allowed:
            return decision
    return ALLOWED


def asks_purpose(mark: Mark) -> bool:
    return mark.kind is Kind.RECORDS and mark.purpose


def session_is_open(session: SessionFacts, now: datetime, limits: Limits) -> Decision:
    """Whole hours first: a session that is too old is over, one that was left alone is only locked."""
    if session.authenticated_at is None or session.seen_at is None:
        return refused("login", "Log in first.")
    if not timedelta(0) <= now - session.authenticated_at < limits.session:
        hours = limits.session // timedelta(hours=1)
        return refused("expired", f"Log in again: a session lasts {hours} hours.")
    if now - session.seen_at >= limits.idle:
        minutes = limits.idle // timedelta(minutes=1)
        return refused(
            "idle",
            f"The session was locked after {minutes} minutes without a sign of you.",
        )
    return ALLOWED


def second_factor_passed(person: PersonFacts, session: SessionFacts, limits: Limits) -> Decision:
    if not limits.second_factor or session.second_factor_passed:
        return ALLOWED
    if person.has_second_factor:
        return refused("second_factor", "Type the code that your authenticator app shows.")
    return refused("second_factor_setup", "Set up an authenticator app first: it is your second factor.")


def password_is_their_own(person: PersonFacts, mark: Mark) -> Decision:
    if person.must_change_password and mark.name != PASSWORD_DOOR:
        return refused(
            "password_change", "Choose a password of your own first: somebody else knows the one you have."
        )
    return ALLOWED


def account_is_active(person: PersonFacts) -> Decision:
    if person.is_active:
        return ALLOWED
    return refused("inactive", "This account is disabled.")


def may_open_records(person: PersonFacts, now: datetime) -> Decision:
    """Designation (Civ. Code 1798.90.51(b)(2)(B)) and training in force (manual, clause 4(c))."""
    if not person.designation:
        return refused(
            "designation", "Your account has no designation yet, and only listed designations open records."
        )
    if missing := training_missing(person.trained_through, timezone.localdate(now)):
        return refused("training", missing)
    return ALLOWED


def training_missing(trained_through: date | None, today: date) -> str:
    """A sentence that says which training is missing, '' when it is in force (through the whole last day,
    city time).
    """
    if trained_through is None:
        return "There is no record that you completed the ALPR training."
    if trained_through < today:
        last_day = f"{trained_through:%B} {trained_through.day}, {trained_through.year}"
        return f"Your ALPR training lapsed: it counted until {last_day}."
    return ""


def holds(person: PersonFacts, permission: str) -> Decision:
    """A mark may name no permission; then every person who came this far may pass."""
    if not permission or permission in person.permissions:
        return ALLOWED
    known = Permission._value2member_map_.get(permission)
    line = f" It takes the right to: {known.line}" if isinstance(known, Permission) else ""
    return refused("permission", f"Your roles do not open this.{line}")


def policy_is_acknowledged(person: PersonFacts) -> Decision:
    """Everybody acknowledges a new version of the posted policy before their next record."""
    if person.policy_version is None or person.policy_acknowledged:
        return ALLOWED
    return refused(
        "acknowledgement",
        f"Version {person.policy_version} of the ALPR policy is in force; read and acknowledge it first.",
    )


def purpose_is_stated(person: PersonFacts, session: SessionFacts, now: datetime, limits: Limits) -> Decision:
    """Chosen in this session's span, still on the list as it was chosen, and still open to this person's
    roles.
    """
    stated = session.purpose
    if stated is None:
        return refused("purpose", "Say first for which purpose you look.")
    if not timedelta(0) <= now - stated.chosen_at < limits.session:
        return refused("purpose", "Say again for which purpose you look: you chose it long ago.")
    purpose = PURPOSES.get(stated.code)
    if purpose is None or not purpose.active or purpose.version != stated.version:
        return refused("purpose", "The list of purposes has changed; choose again.")
    return may_state(person.purposes, stated.code)


def may_state(open_to_them: frozenset[str], code: str) -> Decision:
    """Whether a person whose roles look for the purposes `open_to_them` may look for this one."""
    if code in open_to_them and code in PURPOSES and PURPOSES[code].active:
        return ALLOWED
    return refused("purpose", "Your roles do not look for that purpose; choose another one.")


def may_change_account(
    permissions: frozenset[Permission], *, needs: Permission, themselves: bool
) -> Decision:
    """Rules about accounts, roles and trainings: the right is needed, and nobody acts on themselves (CJIS
    AC-5).
    """
    if needs not in permissions:
        return refused("permission", f"You do not have the right to: {needs.line}")
    if themselves:
        return refused("themselves", "Ask somebody else: nobody does this for their own account.")
    return ALLOWED
