"""Open data about mix: what a page shows, for programs. Addresses stand under `/api/v1/cities/<city>/`."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from convive.core.middleware import city_or_404
from convive.measures.actions.mixing import Busy, ask_mix
from convive.measures.mix.choosing import Asked, MixChoice, choose_mix
from convive.measures.mix.results import Found
from convive.measures.models import MixResult
from convive.measures.queries.mix import found_in
from convive.measures.queries.offers import offer

router = Router(tags=["mix"])

COLUMNS = ("area", "score", "share", "people")


@router.get(
    "/cities/{city}/mix",
    url_name="mix",
    summary="How mixed a city is: indices, curves, change and local scores",
)
def mix(request: HttpRequest, city: str) -> HttpResponse:
    """Asked by `indicator`, `group`, `areas`, `period` and `since`, as on the page; what is not named is chosen. 202
    while it is being worked out: ask again in some seconds. Indices are from 0 to 1, M and entropy in nats, local
    scores parts of H.
    """
    choice, found, answer = _found(request)
    if found is None or choice is None:
        return answer
    who = choice.who
    return JsonResponse(
        {
            "city": city,
            "choice": choice.parts,
            "groups": [{"code": code, "name": name} for code, name in zip(who.codes, who.names, strict=True)],
            "source": choice.source,
            "result": found.data,
        }
    )


@router.get("/cities/{city}/mix.csv", url_name="mix-csv", summary="The local scores of a city's areas as CSV")
def mix_csv(request: HttpRequest, city: str) -> HttpResponse:
    """Code of the area, its part of H (taken as if all people lived in areas like it), share of the first group, people
    of these groups. Asked as `/mix`.
    """
    choice, found, answer = _found(request)
    if found is None or choice is None:
        return answer
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for code, row in found.local.items():
        writer.writerow([code, *row])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{city}-mix-{choice.period.code}.csv"'
    return response


def _found(request: HttpRequest) -> tuple[MixChoice | None, Found | None, HttpResponse]:
    city = city_or_404(request)
    choice = choose_mix(city, offer(city), Asked.of(request.GET))
    if choice is None:
        return None, None, _told("the city has no counts of groups", 404)
    try:
        row: MixResult = ask_mix(choice)
    except Busy:
        return choice, None, _told("many figures are being worked out; ask again in a minute", 503)
    if row.waits:
        return choice, None, _told("being worked out; ask again in some seconds", 202, progress=row.progress)
    found = found_in(row, choice)
    if found is None:
        return choice, None, _told("too few numbers that may be shown", 404)
    return choice, found, HttpResponse()


def _told(what: str, status: int, **more: Any) -> HttpResponse:
    return JsonResponse({"detail": what, **more}, status=status)
