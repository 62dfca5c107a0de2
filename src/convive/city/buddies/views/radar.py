"""The radar of a programme: its duos, those that need a call first. Duos are told, never people ranked."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convive.city.buddies import access, panels
from convive.city.buddies.forms.radar import RadarForm
from convive.city.buddies.phases import DuoPhase
from convive.city.buddies.queries import radar as queries
from convive.city.buddies.radar_words import reasons
from convive.core.access import staff_door

ROWS_A_PAGE = 50


@staff_door(access.coordinates)
def radar(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    found = queries.standings([row], request.city.today)
    number = Counter(each.group for each in found)
    form = RadarForm(request.GET, programme=row)
    chosen = form.cleaned_data if form.is_valid() else {}
    for name, wanted in (("group", chosen.get("rhythm")), ("phase", chosen.get("phase")),
                         ("municipality", chosen.get("municipality"))):  # fmt: skip
        if wanted:
            found = [each for each in found if getattr(each, name) == wanted]
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows: list[dict[str, Any]] = [
        {"standing": each, "duo": duo, "why": reasons(each), "phase": _phase(each.phase)}
        for each, duo in queries.with_people(list(page))
    ]
    context = {
        "programme": row,
        "tabs": panels.tabs(request, row),
        "form": form,
        "page": page,
        "rows": rows,
        "number": {group: number[group] for group in queries.GROUPS},
        "running": sum(number.values()),
    }
    return render(request, "buddies/radar.html", context)


def _phase(phase: str) -> str:
    """In words, where the sentences about a duo's rhythm do not tell it already."""
    return "" if phase in (DuoPhase.ACTIVE, DuoPhase.PAUSED) else str(DuoPhase(phase).label)
