"""Numbers for people to read."""

from django import template

register = template.Library()


@register.filter
def grouped(number: int | None) -> str:
    """1234567 as 1,234,567; nothing for None."""
    return "" if number is None else f"{number:,}"
