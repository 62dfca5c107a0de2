"""The page of a duo, for whoever coordinates it and for the two themselves."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from convive.city.buddies import access, panels
from convive.city.buddies.models import Duo, Programme
from convive.city.buddies.phases import DuoPhase, duos
from convive.city.people.access import participant_door, run_by
from convive.core.access import staff_door


def duo_or_404(request: HttpRequest, pk: int) -> Duo:
    """A duo of a programme that the person runs, with its phase, people and programme; else it does not exist."""
    rows = duos(request.city.today).filter(
        run_by(request.user, request.city, "programme__organisation"), pk=pk
    )
    return _one(rows)


def own_duo_or_404(request: HttpRequest, pk: int) -> Duo:
    """A duo in which the person is one of the two. For views behind `participant_door`."""
    return _one(duos(request.city.today).filter(access.duos_of(request.user), pk=pk))


def own_begun_duo_or_404(request: HttpRequest, pk: int) -> Duo:
    """The same, of a duo that has begun: before, neither knows more than the first name of the other."""
    row = own_duo_or_404(request, pk)
    if row.starts_on is None:
        raise Http404
    return row


def _one(rows: QuerySet[Duo]) -> Duo:
    # The programme apart: PostgreSQL would look for the best order of nine tables for longer than it reads one row.
    programme = Prefetch("programme", Programme.objects.select_related("organisation", "city"))
    people = rows.select_related("newcomer__participant", "volunteer__participant")
    duo = people.prefetch_related(programme).first()
    if duo is None:
        raise Http404
    return duo


@staff_door(access.coordinates)
def duo(request: HttpRequest, pk: int) -> HttpResponse:
    row = duo_or_404(request, pk)
    return render(
        request,
        "buddies/duo.html",
        {
            "duo": row,
            "programme": row.programme,
            "tabs": panels.tabs(request, row.programme),
            "phase": DuoPhase(row.phase).label,
            "panels": panels.panels(request, row),
        },
    )


@participant_door
def own_duo(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_duo_or_404(request, pk)
    if row.phase in (DuoPhase.PROPOSED, DuoPhase.DECLINED, DuoPhase.TAKEN_BACK):
        return redirect("buddies:own-proposal", request.city.slug, row.pk)
    return render(
        request,
        "buddies/me/duo.html",
        {
            "duo": row,
            "other": row.other_than({each.pk for each in request.participants}),
            "side": access.side_of(request.user, row),
            "phase": DuoPhase(row.phase).label,
            "panels": panels.panels(request, row, own=True),
        },
    )
