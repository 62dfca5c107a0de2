"""The people of a programme, and each of them on the way from applying to a duo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.city.buddies import access, panels, standing
from convive.city.buddies.actions import intake as actions
from convive.city.buddies.forms import intake as forms
from convive.city.buddies.models import Application, Programme
from convive.city.buddies.phases import ApplicationPhase as Phase
from convive.city.buddies.queries import intake as queries
from convive.core.access import staff_door
from convive.core.acting import attempt

ROWS_A_PAGE = 50
ACTS_SHOWN = 100
BEFORE_OUTCOME = frozenset({Phase.APPLIED, Phase.INTAKE})
OVER = frozenset({Phase.WITHDRAWN, Phase.REFERRED})


@dataclass(frozen=True)
class Act:
    """One thing that a coordinator can do with an application: when it can be, what it asks, and what it says."""

    label: Any
    form: type[forms.ActForm]
    action: Callable[..., Any]
    possible: Callable[[Application, dt.date], bool]
    said: Any
    about: Any = ""


def _waits(row: Application, today: dt.date) -> bool:
    return row.pooled_since is not None and row.phase not in OVER and row.outcome == "ready"


def _can_wait(row: Application, today: dt.date) -> bool:
    held = row.held_until is not None and row.held_until > today
    return row.outcome == "ready" and row.phase not in OVER and (row.pooled_since is None or held)


ACTS: dict[str, Act] = {
    "plan": Act(
        gettext_lazy("Plan the intake talk"), forms.PlanForm, actions.plan_intake,
        lambda row, today: row.phase in BEFORE_OUTCOME,
        gettext_lazy("The talk is planned. Who has an e-mail address gets a letter."),
        gettext_lazy("The person gets a letter with the day, the time and your contact."),
    ),
    "record": Act(
        gettext_lazy("Write down the intake talk"), forms.RecordForm, actions.record_intake,
        lambda row, today: row.phase in BEFORE_OUTCOME,
        gettext_lazy("The talk is written down."),
    ),
    "pool": Act(
        gettext_lazy("Put back on the waiting list"), forms.NothingForm, actions.put_in_pool, _can_wait,
        gettext_lazy("From today a duo can be proposed."),
        gettext_lazy("From today a duo can be proposed to this person."),
    ),
    "hold": Act(
        gettext_lazy("Wait until a day"), forms.HoldForm, actions.hold, _waits,
        gettext_lazy("No duo is proposed before that day."),
    ),
    "out": Act(
        gettext_lazy("Take off the waiting list"), forms.NothingForm, actions.take_out_of_pool, _waits,
        gettext_lazy("No duo is proposed until you put the person back."),
        gettext_lazy("No duo is proposed to this person until you put them back. Their place by waiting is lost."),
    ),
    "capacity": Act(
        gettext_lazy("Change how many duos at once"), forms.CapacityForm, actions.set_capacity,
        lambda row, today: row.side == "volunteer" and row.phase not in OVER,
        gettext_lazy("The number of duos was changed."),
    ),
    "check": Act(
        gettext_lazy("Write down a screening or training"), forms.CheckForm, actions.record_check,
        lambda row, today: row.phase not in OVER,
        gettext_lazy("It is written down."),
        gettext_lazy("Outcome and days only. Documents stay with the person."),
    ),
    "withdraw": Act(
        gettext_lazy("The person stops"), forms.WithdrawForm, actions.withdraw,
        lambda row, today: row.phase not in OVER,
        gettext_lazy("The person has stopped."),
        gettext_lazy(
            "On the person's word. No duo is proposed any more; one they were asked about is taken back. "
            "Who has an e-mail address gets a letter."
        ),
    ),
}  # fmt: skip
# The one thing that a row of the list offers, by phase.
NEXT = {Phase.APPLIED: "plan", Phase.INTAKE: "record", Phase.READY: "pool"}


@staff_door(access.coordinates)
def people(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    today = request.city.today
    form = forms.FiltersForm(request.GET or None, programme=row)
    filters = form.filters if request.GET else queries.Filters()
    keys = queries.people(row, today, filters).values_list("pk", flat=True)
    page = Paginator(keys, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "buddies/intake_people.html",
        {
            "programme": row,
            "tabs": panels.tabs(request, row),
            "form": form,
            "page": page,
            "people": list(_rows(request, row, queries.shown(page, today), today)),
            "filtered": filters != queries.Filters(),
        },
    )


def _rows(request: HttpRequest, programme: Programme, rows: Any, today: dt.date) -> Iterator[dict[str, Any]]:
    """Who, why, and the one thing to do, for each person of a page."""
    for row in rows:
        address = {"city": request.city.slug, "programme": programme.slug, "pk": row.pk}
        act = NEXT.get(Phase(row.phase))
        yield {
            "name": row.participant,
            "side": row.get_side_display(),
            "municipality": row.municipality,
            "url": reverse("buddies:person", kwargs=address),
            "why": standing.for_staff(row, today),
            "act": ACTS[act].label if act else "",
            "act_url": reverse("buddies:person-act", kwargs={**address, "act": act}) if act else "",
        }


def person_or_404(request: HttpRequest, programme: Programme, pk: int) -> Application:
    """Somebody of a programme that the coordinator runs, with their phase and what they told."""
    row = queries.person(programme, request.city.today, pk)
    if row is None:
        raise Http404
    return row


@staff_door(access.coordinates)
def person(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    of = access.programme_or_404(request, programme)
    row, today = person_or_404(request, of, pk), request.city.today
    possible = [(name, act) for name, act in ACTS.items() if act.possible(row, today)]
    first = NEXT.get(Phase(row.phase))
    duos = queries.duos_of_person(row, today)
    return render(
        request,
        "buddies/intake_person.html",
        {
            "programme": of,
            "tabs": panels.tabs(request, of),
            "application": row,
            "person": row.participant,
            "facts": standing.facts(row),
            "why": standing.for_staff(row, today),
            "duos": standing.duos_told(row, duos),
            "timeline": standing.timeline(row, duos),
            "next": next(((name, act) for name, act in possible if name == first), None),
            "acts": [(name, act) for name, act in possible if name != first],
            "trail": queries.acts(row)[:ACTS_SHOWN],
        },
    )


@staff_door(access.coordinates)
def act(request: HttpRequest, programme: str, pk: int, act: str) -> HttpResponse:
    of = access.programme_or_404(request, programme)
    row = person_or_404(request, of, pk)
    found = ACTS.get(act)
    if found is None:
        raise Http404
    back = reverse("buddies:person", args=[request.city.slug, of.slug, pk])
    if request.method != "POST" and not found.possible(row, request.city.today):
        messages.warning(request, _("This cannot be done any more: somebody was here before you."))
        return redirect(back)
    form = found.form(request.POST if request.method == "POST" else None, application=row)
    if attempt(form, lambda: found.action(row, **form.cleaned_data, by=request.user)) is not None:
        messages.success(request, found.said)
        return redirect(back)
    context = {
        "programme": of,
        "tabs": panels.tabs(request, of),
        "application": row,
        "act": found,
        "form": form,
        "back": back,
        "danger": act == "withdraw",
    }
    return render(request, "buddies/intake_act.html", context, status=422 if form.errors else 200)
