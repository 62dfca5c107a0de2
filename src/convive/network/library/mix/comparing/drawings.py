"""The picture of two mixes beside each other."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from convive.core import charts
from convive.core.numbers import number
from convive.network.library.figures.tables import DASH
from convive.network.library.mix import drawings
from convive.network.library.mix.comparing.words import name_of
from convive.network.library.mix.shown import Shown


def scales(one: Shown, other: Shown) -> charts.Chart | None:
    """Both curves over scales; None where one of the two has no map, or they measure different things."""
    if one.found.of_one_group != other.found.of_one_group:
        return None
    lines = (drawings.line_of(one, name_of(one, other)), drawings.line_of(other, name_of(other, one)))
    first, second = lines
    if first is None or second is None:
        return None
    ks = sorted({*first.k, *second.k})

    def at(line: drawings.Line, k: int) -> str:
        value = line.value[line.k.index(k)] if k in line.k else None
        return DASH if value is None else number(value, 1)

    return charts.Chart(
        title=drawings.scales_title(one),
        draw=partial(drawings.draw_scales, [first, second]),
        source=" · ".join(dict.fromkeys([one.source, other.source])),
        columns=(_("Nearest people"), first.name, second.name),
        rows=tuple((number(k), at(first, k), at(second, k)) for k in ks),
    )
