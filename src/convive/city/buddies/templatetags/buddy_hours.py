"""Hours in words."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from convive.city.buddies.models import HoursEntry
from convive.city.buddies.queries import hours

register = template.Library()

register.filter("duration", hours.duration)
register.filter("told", hours.told)


@register.filter
def together(entries: Iterable[HoursEntry]) -> str:
    """How long entries are in all."""
    return hours.duration(sum(entry.minutes for entry in entries))
