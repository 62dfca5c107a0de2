"""Talks of the organisation with a duo: what is due, what was noted."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convive.city.buddies import access, panels
from convive.city.buddies.actions import follow_ups as actions
from convive.city.buddies.forms.follow_ups import FollowUpForm
from convive.city.buddies.queries import follow_ups as queries
from convive.city.buddies.views.duos import duo_or_404
from convive.core.access import staff_door
from convive.core.acting import act, attempt

ROWS_A_PAGE = 50


@staff_door(access.coordinates)
def follow_ups(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    page = Paginator(queries.open_follow_ups(row), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": row,
        "tabs": panels.tabs(request, row),
        "page": page,
        "today": request.city.today,
    }
    return render(request, "buddies/follow_ups.html", context)


@staff_door(access.coordinates)
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    form = FollowUpForm(
        request.POST if request.method == "POST" else None, initial={"on": request.city.today}
    )
    if form.is_valid() and attempt(form, actions.hold_follow_up, duo, **form.told, by=request.user):
        messages.success(request, _("The follow-up is noted."))
        return redirect("buddies:duo", city=request.city.slug, pk=duo.pk)
    context = {
        "duo": duo,
        "programme": duo.programme,
        "tabs": panels.tabs(request, duo.programme),
        "form": form,
    }
    return render(request, "buddies/follow_up.html", context, status=422 if form.errors else 200)


@staff_door(access.coordinates)
@require_POST
def tried(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    act(request, actions.try_follow_up, duo, by=request.user, done=_("Noted: you tried and reached nobody."))
    return redirect("buddies:duo", city=request.city.slug, pk=duo.pk)
