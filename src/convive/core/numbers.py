"""Numbers as people write them in each language."""

from __future__ import annotations

from django.utils.formats import number_format


def number(value: float, decimals: int = 0) -> str:
    """A number with its thousands marked, rounded (Django alone would cut it off)."""
    return number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)
