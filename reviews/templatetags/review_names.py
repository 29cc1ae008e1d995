"""Names for what the ledger calls by uid or code."""

from django import template

register = template.Library()


@register.simple_tag
def name_of(people: dict[str, str], target: str) -> str:
    """The full name behind `user:<uid>`, as far as it is known."""
    return people.get(target) or ("Unknown account" if target.startswith("user:") else target)


@register.simple_tag
def event_name(event: str) -> str:
    """`role_granted` as “Role granted”."""
    return event.replace("_", " ").capitalize()
