"""Telling of meetings: the two on a phone, the organisation for them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convive.city.buddies import access, panels
from convive.city.buddies.actions import meetings as actions
from convive.city.buddies.codes import MeetingKind
from convive.city.buddies.forms import meetings as forms
from convive.city.buddies.models import Duo, Meeting
from convive.city.buddies.queries import meetings as queries
from convive.city.buddies.views.duos import duo_or_404, own_duo_or_404
from convive.city.buddies.words import language_name
from convive.city.people.access import participant_door, run_by
from convive.core.access import staff_door
from convive.core.acting import act, attempt


@participant_door
def own_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return _log(request, own_duo_or_404(request, pk), own=True)


@staff_door(access.coordinates)
def meeting_for(request: HttpRequest, pk: int) -> HttpResponse:
    return _log(request, duo_or_404(request, pk), own=False)


@participant_door
def own_plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _plan(request, own_duo_or_404(request, pk), own=True)


@staff_door(access.coordinates)
def plan_for(request: HttpRequest, pk: int) -> HttpResponse:
    return _plan(request, duo_or_404(request, pk), own=False)


@participant_door
@require_POST
def own_not_met(request: HttpRequest, pk: int) -> HttpResponse:
    return _not_met(request, own_duo_or_404(request, pk), own=True)


@staff_door(access.coordinates)
@require_POST
def not_met_for(request: HttpRequest, pk: int) -> HttpResponse:
    return _not_met(request, duo_or_404(request, pk), own=False)


@participant_door
def own_told(request: HttpRequest, pk: int) -> HttpResponse:
    return _mend(request, _meeting(pk, duo__in=Duo.objects.filter(access.duos_of(request.user))), own=True)


@staff_door(access.coordinates)
def told_for(request: HttpRequest, pk: int) -> HttpResponse:
    mine = Duo.objects.filter(run_by(request.user, request.city, "programme__organisation"))
    return _mend(request, _meeting(pk, duo__in=mine), own=False)


@participant_door
@require_POST
def own_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = _meeting(pk, duo__in=Duo.objects.filter(access.duos_of(request.user)))
    return _take_back(request, row, own=True)


@staff_door(access.coordinates)
@require_POST
def take_back_for(request: HttpRequest, pk: int) -> HttpResponse:
    mine = Duo.objects.filter(run_by(request.user, request.city, "programme__organisation"))
    return _take_back(request, _meeting(pk, duo__in=mine), own=False)


@staff_door(access.coordinates)
@require_POST
def called(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    act(request, actions.note_call, duo, by=request.user, done=_("Noted: you called today."))
    return _back(request, duo, own=False)


def _meeting(pk: int, **conditions: Any) -> Meeting:
    rows = Meeting.objects.select_related(
        "hours_entry", "duo__programme__city", "duo__newcomer__participant", "duo__volunteer__participant"
    )
    row = rows.filter(pk=pk, **conditions).first()
    if row is None:
        raise Http404
    return row


def _log(request: HttpRequest, duo: Duo, *, own: bool) -> HttpResponse:
    today = request.city.today
    if duo.starts_on is None or duo.starts_on > today:
        raise Http404
    planned = _planned(duo, request.POST.get("planned") or request.GET.get("planned"))
    form = forms.MeetingForm(
        request.POST if request.method == "POST" else None,
        initial=forms.fresh(today, queries.last_minutes(duo), planned),
        **_asked(duo, own),
    )
    if form.is_valid():
        told = attempt(
            form,
            actions.log_meeting,
            duo,
            **form.told,
            planned=planned,
            sent_as=form.cleaned_data["sent_as"],
            by=request.user,
        )
        if told is not None:
            messages.success(request, _thanks(told))
            return _back(request, duo, own=own)
    context = {"form": form, "planned": planned, "past_plan": planned is not None and planned.on <= today}
    return _page(request, "meeting", duo, own, context, form)


def _plan(request: HttpRequest, duo: Duo, *, own: bool) -> HttpResponse:
    if duo.starts_on is None:
        raise Http404
    form = forms.PlanForm(
        request.POST if request.method == "POST" else None, initial={"sent_as": uuid.uuid4()}
    )
    if form.is_valid():
        told = attempt(form, actions.plan_meeting, duo, **form.cleaned_data, by=request.user)
        if told is not None:
            day = date_format(told.meeting.on, "l j F")
            messages.success(request, _("Your meeting on %(day)s is in the diary.") % {"day": day})
            return _back(request, duo, own=own)
    return _page(request, "plan", duo, own, {"form": form}, form)


def _not_met(request: HttpRequest, duo: Duo, *, own: bool) -> HttpResponse:
    form = forms.NotMetForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what happened."))
        return _back(request, duo, own=own)
    data = form.cleaned_data
    planned = _planned(duo, data.pop("planned"))
    words = {
        MeetingKind.CANCELLED: _("Noted: it was cancelled. You can plan another day."),
        MeetingKind.ATTEMPTED: _("Noted: you tried. That is all you can do today."),
    }
    done = words[MeetingKind(data["kind"])]
    act(request, actions.not_met, duo, **data, planned=planned, by=request.user, done=done)
    return _back(request, duo, own=own)


def _mend(request: HttpRequest, row: Meeting, *, own: bool) -> HttpResponse:
    duo = row.duo
    who = actions.teller(request.user, duo)
    mendable = actions.mendable(row, who)
    form = None
    if mendable and row.kind == MeetingKind.HELD:
        form = forms.MeetingForm(
            request.POST if request.method == "POST" else None,
            initial=forms.as_told(row, request.city.today, row.mood if own else None),
            **_asked(duo, own),
        )
        if form.is_valid() and attempt(form, actions.mend_meeting, row, **form.told, by=request.user):
            messages.success(request, _("It is changed."))
            return _back(request, duo, own=own)
    mood = row.mood if who == row.logged_by else row.mood_of_other
    context = {
        "form": form,
        "meeting": row,
        "mendable": mendable,
        "mood": dict(forms.MOODS).get(str(mood)) if own and mood else None,
    }
    return _page(request, "told", duo, own, context, form)


def _take_back(request: HttpRequest, row: Meeting, *, own: bool) -> HttpResponse:
    duo = row.duo
    act(request, actions.take_back, row, by=request.user, done=_("It is taken back."))
    return _back(request, duo, own=own)


def _asked(duo: Duo, own: bool) -> dict[str, Any]:
    return {
        "today": duo.programme.city.today,
        "language": language_name(duo.programme.practised),
        "of_staff": not own,
    }


def _planned(duo: Duo, key: Any) -> Meeting | None:
    if not str(key or "").isdecimal():
        return None
    return queries.planned(duo).filter(pk=int(key)).first()


def _page(
    request: HttpRequest, name: str, duo: Duo, own: bool, context: dict[str, Any], form: Form | None
) -> HttpResponse:
    """A page about a meeting, in the frame of the two or of the organisation."""
    shared = {"duo": duo, "own": own}
    if own:
        shared["other"] = duo.other_than({each.pk for each in request.participants})
    else:
        shared |= {"programme": duo.programme, "tabs": panels.tabs(request, duo.programme)}
    status = 422 if form is not None and form.errors else 200
    frame = "buddies/me/meetings_base.html" if own else "buddies/programme_base.html"
    return render(
        request, f"buddies/meetings/{name}.html", shared | context | {"frame": frame}, status=status
    )


def _back(request: HttpRequest, duo: Duo, *, own: bool) -> HttpResponse:
    return redirect("buddies:own-duo" if own else "buddies:duo", city=request.city.slug, pk=duo.pk)


def _thanks(told: actions.Told) -> str:
    row = told.meeting
    facts = {"day": date_format(row.on, "l j F"), "minutes": row.minutes}
    if told.how == "updated":
        return _("This day was known already. It counts once: %(day)s, %(minutes)d minutes.") % facts
    return _("Thank you. You met on %(day)s, %(minutes)d minutes.") % facts
