"""A person's own application: where it stands, and the two things they can do with it themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convive.city.buddies import standing
from convive.city.buddies.actions import intake as actions
from convive.city.buddies.forms.intake import HoldForm, NothingForm
from convive.city.buddies.models import Application
from convive.city.buddies.phases import ApplicationPhase as Phase
from convive.city.buddies.phases import applications
from convive.city.people.access import participant_door
from convive.core.acting import attempt
from convive.core.reasons import Purpose

OVER = (Phase.WITHDRAWN, Phase.REFERRED)


def own_application_or_404(request: HttpRequest, pk: int) -> Application:
    """An application of the person themselves, with its phase. For views behind `participant_door`."""
    rows = applications(request.city.today).filter(participant__in=request.participants, pk=pk)
    row = rows.select_related("participant", "programme__city", "programme__organisation").first()
    if row is None:
        raise Http404
    return row


@participant_door
def own_application(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_application_or_404(request, pk)
    where, then = standing.for_person(row, request.city.today)
    return render(
        request,
        "buddies/me/application.html",
        {
            "application": row,
            "where": where,
            "then": then,
            "can_wait": row.phase == Phase.POOL,
            "can_go_on": row.phase == Phase.HELD,
            "can_stop": row.phase not in (*OVER, Phase.IN_DUO),
        },
    )


@participant_door
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_application_or_404(request, pk)
    form = NothingForm(request.POST if request.method == "POST" else None, application=row)
    if attempt(form, lambda: actions.withdraw(row, by=request.user, why=Purpose.OWN_WISH)) is not None:
        messages.success(request, _("You have stopped. Thank you for telling us."))
        return redirect("buddies:own-application", city=request.city.slug, pk=pk)
    return _page(request, row, form, "buddies/me/application_stop.html")


@participant_door
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_application_or_404(request, pk)
    form = HoldForm(request.POST if request.method == "POST" else None, application=row)
    form.fields["until"].label = _("From which day again?")
    form.fields["until"].help_text = ""
    if (
        attempt(form, lambda: actions.hold(row, until=form.cleaned_data["until"], by=request.user))
        is not None
    ):
        messages.success(request, _("All right. Until then we look for nobody."))
        return redirect("buddies:own-application", city=request.city.slug, pk=pk)
    return _page(request, row, form, "buddies/me/application_wait.html")


@participant_door
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_application_or_404(request, pk)
    form = NothingForm(request.POST if request.method == "POST" else None, application=row)
    if attempt(form, lambda: actions.put_in_pool(row, by=request.user)) is not None:
        messages.success(request, _("We look for somebody for you again."))
        return redirect("buddies:own-application", city=request.city.slug, pk=pk)
    return _page(request, row, form, "buddies/me/application_go_on.html")


def _page(
    request: HttpRequest, row: Application, form: HoldForm | NothingForm, template: str
) -> HttpResponse:
    back = reverse("buddies:own-application", args=[request.city.slug, row.pk])
    context = {"application": row, "form": form, "back": back}
    return render(request, template, context, status=422 if form.errors else 200)
