"""What a coordinator does for people whom no letter reaches: tells them the day, and deletes what they ask for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convive.city.people import erasing
from convive.city.people.access import coordinates, participants_for
from convive.city.people.actions import erase_participant, tell_deletion
from convive.city.people.models import Participant
from convive.city.people.queries import day_to_tell, to_be_told
from convive.city.people.reasons import PeopleReason
from convive.core.access import staff_door
from convive.core.acting import act


def _participant_or_404(request: HttpRequest, pk: int) -> Participant:
    return get_object_or_404(participants_for(request.user, request.city), pk=pk)


def _back(request: HttpRequest) -> str:
    """The page of the city from which somebody came, else the list."""
    path = request.POST.get("next", "") or request.GET.get("next", "")
    here = reverse("core:desk", args=[request.city.slug])
    safe = path.startswith(here) and url_has_allowed_host_and_scheme(path, set())
    return path if safe else reverse("people:to-tell", args=[request.city.slug])


@staff_door(coordinates)
def to_tell(request: HttpRequest) -> HttpResponse:
    rows = list(to_be_told(participants_for(request.user, request.city)))
    told = [{"person": row, "day": day_to_tell(row, request.city.today)} for row in rows]
    return render(request, "people/to_tell.html", {"people": told})


@staff_door(coordinates)
@require_POST
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody was told, in a talk, on which day their data are deleted."""
    row = _participant_or_404(request, pk)
    day = day_to_tell(row, request.city.today)
    told = {"by": request.user, "why": PeopleReason.SAID, "letter": False}
    act(request, tell_deletion, row, day, **told, done=_("It is written down."))
    return redirect(_back(request))


@staff_door(coordinates)
def delete_on_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, and says what will happen."""
    row = _participant_or_404(request, pk)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        erase_participant(row, by=request.user, why=PeopleReason.ASKED)
        messages.success(request, _("The data of this person are deleted."))
        return redirect("core:desk", request.city.slug)
    context = {"person": row, "in_duo": bool(erasing.busy([row.pk])), "back": _back(request)}
    return render(
        request, "people/delete_on_request.html", context, status=422 if request.method == "POST" else 200
    )
