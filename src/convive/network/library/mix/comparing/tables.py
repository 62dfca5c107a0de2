"""The table of two mixes beside each other."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from convive.core.charts import table_of
from convive.core.numbers import number
from convive.network.library.figures.tables import DASH
from convive.network.library.mix.comparing.words import name_of
from convive.network.library.mix.shown import Shown, hundredths


def both(one: Shown, other: Shown) -> dict[str, Any]:
    heads = [_("Figure"), name_of(one, other), name_of(other, one)]
    sides = (one, other)

    def interval(shown: Shown, key: str) -> str:
        now = shown.found.data["now"]
        low, high = (_of(shown, now[end], key) for end in ("low", "high"))
        return f"{hundredths(low)}–{hundredths(high)}"

    rows = [
        [_("City"), *(shown.choice.city.name for shown in sides)],
        [_("Groups"), *(" · ".join(shown.choice.who.names) for shown in sides)],
        [_("Areas"), *(f"{shown.choice.area_set.name}: {number(shown.found.now.areas)}" for shown in sides)],
        [_("When"), *(shown.found.now.period.label for shown in sides)],
        [_("People"), *(number(shown.found.now.people) for shown in sides)],
        [_("People in an area, on average"), *(number(shown.people_in_an_area, 0) for shown in sides)],
        [_("Share of the first group, of 100"), *(hundredths(_share(shown)) for shown in sides)],
        [_("Dissimilarity D"), *(hundredths(_of(shown, shown.found.data["now"], "D")) for shown in sides)],
        [_("D, interval (95 of 100)"), *(interval(shown, "D") for shown in sides)],
        [
            _("D by chance"),
            *(hundredths(_of(shown, shown.found.data["now"]["expected"], "D")) for shown in sides),
        ],
        [_("Information index H"), *(hundredths(shown.found.data["now"]["H"]) for shown in sides)],
        [_("H, interval (95 of 100)"), *(interval(shown, "H") for shown in sides)],
        [_("Isolation"), *(_first(shown, "isolation") for shown in sides)],
        [_("Gini"), *(_first(shown, "gini") for shown in sides)],
    ]
    return table_of(heads, rows)


def _of(shown: Shown, values: dict[str, Any], key: str) -> float | None:
    if key == "D":
        return values["D"][0] if shown.found.of_one_group else values["D_multigroup"]
    return values[key]


def _first(shown: Shown, key: str) -> str:
    return hundredths(shown.found.data["now"][key][0]) if shown.found.of_one_group else DASH


def _share(shown: Shown) -> float:
    now = shown.found.now
    return now.group_people[0] / max(now.people, 1)
