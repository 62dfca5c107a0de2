"""The matching table of a programme."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from convive.city.buddies import access, choices, panels, table_words
from convive.city.buddies import matching_words as words
from convive.city.buddies.actions import matching as actions
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Programme, Round, RoundDuo
from convive.city.buddies.queries import matching as queries
from convive.city.buddies.views import matching_shown as shown
from convive.core import clock
from convive.core.access import staff_door
from convive.core.acting import act
from convive.engines.matching import Criteria, MatchError

ROWS_A_PAGE = 50
LINES_A_PAGE = 20
# Of each list of people who wait, so many stand on the table itself.
FIRST = 10
# After so long without a result, a worker is asked again.
PATIENCE = dt.timedelta(minutes=10)


@staff_door(access.coordinates)
def matching(request: HttpRequest, programme: str) -> HttpResponse:
    """Before: how many wait, by which criteria. Meanwhile: how far it is. After: the table."""
    row = access.programme_or_404(request, programme)
    found = queries.open_round(row)
    context = _frame(request, row) | {
        "round": found,
        "asked": list(queries.asked(row)[:ROWS_A_PAGE]),
        "late_before": clock.now() - dt.timedelta(days=row.answer_days),
    }
    if found is None or (found.done_at is not None and found.problem):
        context |= _before(request, row)
    if found is not None and found.done_at is None and clock.now() - found.asked_at > PATIENCE:
        actions.ask_worker_again(found)
    if found is not None and found.done_at is not None:
        context |= _table(request, row, found)
    return render(request, "buddies/matching.html", context)


def _frame(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    return {"programme": programme, "tabs": panels.tabs(request, programme)}


def _before(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    today = request.city.today
    counts = queries.waiting_counts(programme, today)
    closed = queries.rounds(programme).filter(closed_at__isnull=False)
    return {
        "today": today,
        "newcomers": words.newcomers(counts[str(Side.NEWCOMER)]),
        "volunteers": words.volunteers(counts[str(Side.VOLUNTEER)]),
        "can_propose": all(counts.values()),
        "criteria": _criteria(programme.criteria),
        "seed": actions.seed_of(programme, today),
        "closed": closed[:12],
    }


def _criteria(given: dict[str, Any]) -> list[str]:
    try:
        return table_words.criteria(Criteria.of(given))
    except MatchError as error:
        return [str(error)]


def _table(request: HttpRequest, programme: Programme, row: Round) -> dict[str, Any]:
    page = Paginator(queries.lines(row), LINES_A_PAGE).get_page(request.GET.get("page"))
    summary = row.summary or {}
    waits = queries.part(row, queries.WAITING)[:FIRST], queries.part(row, queries.IDLE)[:FIRST]
    recruiting = summary.get("recruiting", [])
    people = queries.people(each["id"] for part in waits for each in part)
    likes = queries.likes([each["like"] for each in recruiting]) if recruiting else {}
    counts = queries.line_counts(row)
    return {
        "counts": counts,
        "lede": _lede(counts, summary),
        "page": page,
        "lines": [shown.line(programme, each, row.day) for each in page],
        "waiting": [shown.waiting(programme, people, each, str(Side.NEWCOMER)) for each in waits[0]],
        "idle": [shown.waiting(programme, people, each, str(Side.VOLUNTEER)) for each in waits[1]],
        "more_waiting": max(0, summary.get("waiting", 0) - FIRST),
        "more_idle": max(0, summary.get("idle", 0) - FIRST),
        "contests": [table_words.contest(each) for each in summary.get("contests", [])[:FIRST]],
        "recruiting": [shown.recruit(programme, likes, each) for each in recruiting],
        "certificate": table_words.certificate(summary["certificate"]) if summary else "",
        "criteria": _criteria(row.criteria),
        "seed": row.seed,
        "refused": shown.refused(programme, row.refused),
    }


def _lede(counts: dict[str, int], summary: dict[str, Any]) -> str:
    duos = ngettext(
        "%(number)s duo proposed.", "%(number)s duos proposed.", counts["to_ask"] + counts["held"]
    ) % {"number": words.number(counts["to_ask"] + counts["held"])}
    wait = ngettext(
        "%(number)s newcomer still waits.", "%(number)s newcomers still wait.", summary.get("waiting", 0)
    ) % {"number": words.number(summary.get("waiting", 0))}
    return f"{duos} {wait}"


@staff_door(access.coordinates)
def past_round(request: HttpRequest, programme: str, round: int) -> HttpResponse:
    """A table as it was, only to read."""
    row = access.programme_or_404(request, programme)
    found = _round_or_404(row, round)
    context = _frame(request, row) | {"round": found, "past": True} | _table(request, row, found)
    return render(request, "buddies/matching_round.html", context)


@staff_door(access.coordinates)
def people_waiting(request: HttpRequest, programme: str, round: int, side: str) -> HttpResponse:
    """Everybody of one side who waits after a round, with reasons and what would help, by pages."""
    row = access.programme_or_404(request, programme)
    found = _round_or_404(row, round)
    if side not in Side.values:
        raise Http404
    name = queries.WAITING if side == Side.NEWCOMER else queries.IDLE
    page = Paginator(queries.part(found, name), ROWS_A_PAGE).get_page(request.GET.get("page"))
    people = queries.people(each["id"] for each in page)
    context = _frame(request, row) | {
        "round": found,
        "past": found.closed_at is not None,
        "side": side,
        "page": page,
        "people": [shown.waiting(row, people, each, side) for each in page],
    }
    return render(request, "buddies/matching_waiting.html", context)


def _round_or_404(programme: Programme, key: int) -> Round:
    found = queries.rounds(programme).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _open_or_404(programme: Programme) -> Round:
    found = queries.open_round(programme)
    if found is None:
        raise Http404
    found.programme = programme
    return found


@staff_door(access.coordinates)
@require_POST
def propose(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    return _after(request, row, lambda: actions.open_round(row, request.city.today, by=request.user))


@staff_door(access.coordinates)
@require_POST
def again(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    return _after(request, row, lambda: actions.work_out_again(_open_or_404(row), by=request.user))


LINE_ACTS = {
    "lock": lambda line, by: actions.lock(line, by=by),
    "unlock": lambda line, by: actions.lock(line, by=by, locked=False),
    "hold-back": lambda line, by: actions.hold_back(line, by=by),
    "release": lambda line, by: actions.hold_back(line, by=by, held=False),
    "take-out": lambda line, by: actions.take_out(line, by=by),
}


@staff_door(access.coordinates)
@require_POST
def change_line(request: HttpRequest, programme: str, pk: int, act: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    line = RoundDuo.objects.select_related("round__programme__city").filter(
        round__programme=row, round__closed_at__isnull=True, pk=pk
    )
    found = line.first()
    if found is None or act not in LINE_ACTS:
        raise Http404
    return _after(request, row, lambda: LINE_ACTS[act](found, request.user))


@staff_door(access.coordinates)
def ask(request: HttpRequest, programme: str) -> HttpResponse:
    """Asks once, in words that say what will happen; then both people of each line are asked."""
    row = access.programme_or_404(request, programme)
    found = _open_or_404(row)
    if found.done_at is None:
        return redirect("buddies:matching", request.city.slug, row.slug)
    if request.method == "POST":
        keys = [int(key) for key in request.POST.get("lines", "").split(",") if key.isdigit()]

        def confirm() -> None:
            duos = actions.confirm(found, keys, by=request.user)
            text = ngettext("%(number)s duo was asked.", "%(number)s duos were asked.", len(duos))
            messages.success(request, text % {"number": words.number(len(duos))})

        return _after(request, row, confirm)
    lines = queries.lines(found).filter(duo__isnull=True, held_back=False)
    context = _frame(request, row) | {
        "round": found,
        "lines": list(lines),
        "keys": ",".join(str(line.pk) for line in lines),
        "without_mail": queries.without_mail(found),
    }
    return render(request, "buddies/matching_ask.html", context)


@staff_door(access.coordinates)
def close(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    found = _open_or_404(row)
    if request.method == "POST":
        return _after(request, row, lambda: actions.close_round(found, by=request.user))
    context = _frame(request, row) | {"round": found, "counts": queries.line_counts(found)}
    return render(request, "buddies/matching_close.html", context)


@staff_door(access.coordinates)
def choose(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """The second best for a person, and everybody else who fits; the coordinator chooses."""
    row = access.programme_or_404(request, programme)
    person = queries.people([pk]).get(str(pk))
    if person is None or person.programme_id != row.pk:
        raise Http404
    found = queries.open_round(row)
    if found is None or found.done_at is None:
        # The table was closed, or is worked out again: there is nothing to choose in.
        return redirect("buddies:matching", request.city.slug, row.slug)
    found.programme = row
    if request.method == "POST":
        other = request.POST.get("other", "")
        if not other:
            return redirect(request.path)
        chosen = queries.people([other]).get(other) if other.isdigit() else None
        if chosen is None or chosen.programme_id != row.pk or chosen.side == person.side:
            raise Http404
        pair = (person, chosen) if person.side == Side.NEWCOMER else (chosen, person)
        return _after(request, row, lambda: actions.put_together(found, *pair, by=request.user))
    answer = choices.ask(found, person)
    given = answer.get("found")
    if given is not None and "refused" in given:
        messages.error(request, given["refused"])
        return redirect("buddies:matching", request.city.slug, row.slug)
    context = _frame(request, row) | {
        "round": found,
        "person": person,
        "answer": answer,
        "mine": queries.lines_with(found, person.side, [str(pk)]).get(str(pk), []),
    }
    if given is not None:
        context |= shown.choices(found, person, given)
    return render(request, "buddies/matching_choose.html", context)


def _after(request: HttpRequest, programme: Programme, action: Any) -> HttpResponse:
    """Do it, say what stood in the way, and show a fresh table."""
    act(request, action, done="")
    return redirect("buddies:matching", request.city.slug, programme.slug)
