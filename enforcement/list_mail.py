"""Letters to a list's owner. They leave the portal, so they name no plate, and no list that is restricted."""

import logging

from django.conf import settings
from django.core.mail import send_mail

from enforcement.models import Hotlist

log = logging.getLogger("enforcement.list_mail")

SIGN_IN = "Sign in to the ALPR portal and open Lists."


def named(hotlist: Hotlist) -> str:
    if hotlist.audience == Hotlist.Audience.RESTRICTED:
        return "One of your lists"
    return f"The list “{hotlist.name}”"


def tell_stale(hotlist: Hotlist) -> None:
    """Raises what the mail server raises: whoever was not told is told at the next turn."""
    send(
        hotlist,
        "A hotlist is stale",
        f"{named(hotlist)} is past its freshness limit of {hotlist.freshness_hours} hours."
        " Until a new file is taken over or the list is confirmed, its hits lead to no boot and no tow.",
    )


def tell_needs_decision(hotlist: Hotlist, why: str) -> None:
    """What happened to the file stands whether or not the letter leaves."""
    try:
        send(
            hotlist,
            "A hotlist's file waits for you",
            f"{named(hotlist)} got a file that was not taken over. {why}",
        )
    except OSError as error:
        log.error("The owner of list %s could not be told: %s", hotlist.code, error)


def send(hotlist: Hotlist, subject: str, text: str) -> None:
    send_mail(
        f"[{settings.ALPR_DIVISION}] {subject}",
        f"{text}\n\n{SIGN_IN}\n",
        settings.DEFAULT_FROM_EMAIL,
        [hotlist.owner.email],
    )
