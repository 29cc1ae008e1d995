"""Whether the people are in order: designations, training, the designee, the hearing."""

from datetime import datetime

from django.conf import settings

from accounts.permissions import Permission
from accounts.selectors import holders
from alpr_portal.lib.evidence import Finding, evidence
from policy.selectors.live import designations as designations_now
from policy.selectors.live import without_designation, without_training
from policy.selectors.register import designee_now, hearings


@evidence("designations")
def designations(now: datetime) -> Finding:
    lacking = without_designation(now)
    listed = len(designations_now(now))
    if lacking:
        return Finding(False, f"{lacking} with a role have no designation; the gate keeps them out.")
    if not listed:
        return Finding(False, "Nobody is authorized.")
    return Finding(True, f"{listed} designations are listed.")


@evidence("trained")
def trained(now: datetime) -> Finding:
    lacking, people = without_training(now)
    if lacking:
        return Finding(
            False, f"{lacking} of {people} people have no training in force; the gate keeps them out."
        )
    return Finding(
        bool(people), f"All {people} people have training in force." if people else "Nobody has a role."
    )


@evidence("designee")
def designee(now: datetime) -> Finding:
    found = designee_now(now)
    if found is None:
        return Finding(False, "Today nobody is designated.", "policy:register")
    if found.account is not None and not found.account.is_active:
        return Finding(
            False, f"{found.name} is designated, and their account is disabled.", "policy:register"
        )
    since = f"{found.starts_on:%B} {found.starts_on.day}, {found.starts_on.year}"
    return Finding(True, f"{found.name}, {found.title}, since {since}.")


@evidence("manager_in_office")
def manager_in_office(now: datetime) -> Finding:
    count = holders(Permission.GRANT_ROLES, now).count()
    if not count:
        return Finding(False, "Nobody who could give roles has an enabled account.")
    return Finding(True, "One person may give roles." if count == 1 else f"{count} people may give roles.")


@evidence("hearing")
def hearing(now: datetime) -> Finding:
    newest = hearings().first()
    if newest is None:
        return Finding(False, "No public hearing is on record.", "policy:register")
    return Finding(True, f"{newest.body}, {newest.held_on:%B} {newest.held_on.day}, {newest.held_on.year}.")


@evidence("second_factor")
def second_factor(now: datetime) -> Finding:
    if settings.ALPR_SECOND_FACTOR:
        return Finding(True, "Everybody is asked for one at every log-in.")
    return Finding(False, "This installation runs without a second factor.")
