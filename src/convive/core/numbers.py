"""Numbers as people write them in each language."""

from __future__ import annotations

from django.utils.formats import get_format


def number(value: float, decimals: int = 0) -> str:
    """A number with its thousands marked, rounded, in the active language.

    Django's own `number_format` cuts off what it does not show, and takes ten times as long, which a table of a
    thousand areas feels.
    """
    text = f"{round(value, decimals):,.{decimals}f}"
    whole, _point, rest = text.partition(".")
    whole = whole.replace(",", get_format("THOUSAND_SEPARATOR"))
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{rest}" if rest else whole
