"""Trainings and group activities, for whoever runs them and for those who come."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convive.city.buddies import access, panels
from convive.city.buddies.actions import activities as actions
from convive.city.buddies.forms.activities import ActivityForm
from convive.city.buddies.models import Application, GroupActivity, Programme
from convive.city.buddies.queries import activities as queries
from convive.city.people.access import participant_door
from convive.core.access import staff_door
from convive.core.acting import act, attempt

ROWS_A_PAGE = 50


@staff_door(access.coordinates)
def activities(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    page = Paginator(queries.of_programme(row), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return _page(request, "activities", row, page=page, today=request.city.today)


@staff_door(access.coordinates)
def new_activity(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    form = ActivityForm(request.POST if request.method == "POST" else None, programme=row)
    if form.is_valid():
        made = attempt(form, actions.make_activity, row, by=request.user, **form.values)
        if made is not None:
            messages.success(request, _("It is on the list. People can sign up now."))
            return redirect("buddies:activity", city=request.city.slug, pk=made.pk)
    return _page(request, "new_activity", row, form=form)


@staff_door(access.coordinates)
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of an activity: who comes, and once the day is there, who came."""
    row = _or_404(request, pk)
    people = list(queries.people_of(row))
    if request.method == "POST":
        came = {each.pk: str(each.pk) in request.POST.getlist("came") for each in people}
        act(request, actions.note_who_came, row, came, by=request.user, done=_("Noted who came."))
        return redirect("buddies:activity", city=request.city.slug, pk=row.pk)
    words = request.GET.get("words", "").strip()
    found = queries.to_sign_up(row, words) if words else None
    past = row.on <= request.city.today
    return _page(
        request, "activity", row.programme, activity=row, people=people, words=words, found=found, past=past
    )


@staff_door(access.coordinates)
def change_activity(request: HttpRequest, pk: int) -> HttpResponse:
    row = _or_404(request, pk)
    form = ActivityForm(
        request.POST if request.method == "POST" else None, instance=row, programme=row.programme
    )
    if form.is_valid() and attempt(form, actions.change_activity, row, by=request.user, **form.values):
        messages.success(request, _("It is changed."))
        return redirect("buddies:activity", city=request.city.slug, pk=row.pk)
    return _page(request, "change_activity", row.programme, form=form, activity=row)


@staff_door(access.coordinates)
@require_POST
def sign_up_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on the list, or take them off it."""
    row = _or_404(request, pk)
    key = request.POST.get("application", "")
    if not key.isdecimal():
        messages.error(request, _("Choose somebody."))
        return redirect("buddies:activity", city=request.city.slug, pk=row.pk)
    people = Application.objects.select_related("participant").filter(programme=row.programme_id)
    application = people.filter(pk=int(key)).first()
    if application is None:
        raise Http404
    if request.POST.get("comes") == "no":
        act(request, actions.sign_off, row, application, by=request.user, done=_("Taken off the list."))
    else:
        act(request, actions.sign_up, row, application, by=request.user, done=_("Put on the list."))
    return redirect("buddies:activity", city=request.city.slug, pk=row.pk)


@participant_door
def own_activities(request: HttpRequest) -> HttpResponse:
    rows = queries.coming(request.participants, request.city.today)
    return render(request, "buddies/me/activities.html", {"rows": rows})


@participant_door
@require_POST
def own_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """I come, or I do not come."""
    mine = queries.open_applications(request.participants).order_by("side", "pk")
    row = GroupActivity.objects.filter(pk=pk, programme__in=mine.values("programme")).first()
    if row is None:
        raise Http404
    comes = request.POST.get("comes")
    if comes in ("yes", "no"):
        applications = mine.filter(programme=row.programme_id)
        if comes == "no":
            applications = applications.filter(attendances__activity=row)
        try:
            for application in applications[:1] if comes == "yes" else applications:
                (actions.sign_up if comes == "yes" else actions.sign_off)(row, application, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, _("See you there.") if comes == "yes" else _("You do not come. Thank you.")
            )
    return redirect("buddies:own-activities", city=request.city.slug)


def _or_404(request: HttpRequest, pk: int) -> GroupActivity:
    rows = GroupActivity.objects.filter(programme__in=access.programmes_of(request.user, request.city))
    row = (
        queries.counted(rows)
        .select_related("programme__organisation", "programme__city")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, name: str, programme: Programme, **context: object) -> HttpResponse:
    form = context.get("form")
    return render(
        request,
        f"buddies/activities/{name}.html",
        {"programme": programme, "tabs": panels.tabs(request, programme)} | context,
        status=422 if form is not None and getattr(form, "errors", None) else 200,
    )
