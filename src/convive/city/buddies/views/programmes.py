"""The programmes that a coordinator runs, their settings and criteria."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from convive.city.buddies import access, panels
from convive.city.buddies.actions import programmes as actions
from convive.city.buddies.forms.criteria import CriteriaForm
from convive.city.buddies.forms.programmes import NewProgrammeForm, SettingsForm
from convive.city.buddies.models import Programme
from convive.city.buddies.queries.programmes import counted
from convive.city.people.access import organisations_of
from convive.core.access import staff_door
from convive.core.acting import attempt


@staff_door(access.coordinates)
def programmes(request: HttpRequest) -> HttpResponse:
    rows = counted(access.programmes_of(request.user, request.city), request.city.today)
    return render(request, "buddies/programmes.html", {"programmes": rows})


@staff_door(access.coordinates)
def new_programme(request: HttpRequest) -> HttpResponse:
    form = NewProgrammeForm(
        request.POST if request.method == "POST" else None,
        city=request.city,
        mine=organisations_of(request.user, request.city),
        instance=Programme(
            city=request.city,
            since=request.city.today,
            languages=request.city.languages,
            follow_ups=[42, 126],
            municipalities=[request.city.name],
        ),
    )

    def add() -> Programme:
        settings = {**form.settings, "criteria": _usual(form.cleaned_data["practised"])}
        why = form.cleaned_data["why"]
        return actions.add_programme(request.city, form.run_by, settings=settings, why=why, by=request.user)

    made = attempt(form, add)
    if made is not None:
        messages.success(request, _("The programme was added. Now set by what duos are proposed."))
        return redirect("buddies:criteria", city=request.city.slug, programme=made.slug)
    return render(request, "buddies/programmes_new.html", {"form": form}, status=422 if form.errors else 200)


def _usual(practised: str) -> dict[str, Any]:
    """The criteria with which a programme begins."""
    hard = {
        "language": [practised],
        "newcomer_band": "A1",
        "volunteer_band": "B2",
        "overlap_hours": 2,
        "distance_km": 10,
    }
    return {"hard": hard, "order": {"waiting_bands_weeks": [26, 12, 4], "seed": ""}}


@staff_door(access.coordinates)
def settings(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=row)
    return _change(
        request, row, form, lambda: form.settings, "buddies/programmes_settings.html", "buddies:settings"
    )


@staff_door(access.coordinates)
def criteria(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    form = CriteriaForm(request.POST if request.method == "POST" else None, programme=row)
    values = lambda: {"criteria": form.criteria}  # noqa: E731
    return _change(request, row, form, values, "buddies/programmes_criteria.html", "buddies:criteria")


def _change(
    request: HttpRequest,
    row: Programme,
    form: SettingsForm | CriteriaForm,
    values: Callable[[], dict[str, Any]],
    template: str,
    back: str,
) -> HttpResponse:
    def change() -> Programme:
        return actions.change_programme(row, settings=values(), why=form.cleaned_data["why"], by=request.user)

    if attempt(form, change) is not None:
        messages.success(request, _("The settings were changed."))
        return redirect(back, city=request.city.slug, programme=row.slug)
    context = {"programme": row, "tabs": panels.tabs(request, row), "form": form}
    return render(request, template, context, status=422 if form.errors else 200)
