"""What both people say to a proposal: on their own page, or by phone to whoever coordinates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from convive.city.buddies import access, matching_words, panels
from convive.city.buddies.actions import answers as actions
from convive.city.buddies.codes import Answer
from convive.city.buddies.forms.answers import AnswerForForm
from convive.city.buddies.models import Duo
from convive.city.buddies.phases import DuoPhase
from convive.city.buddies.queries.contact import contact_of
from convive.city.buddies.views.duos import duo_or_404, own_duo_or_404
from convive.city.buddies.words import first_name
from convive.city.people.access import participant_door
from convive.core.access import staff_door
from convive.core.acting import act, attempt


@participant_door
def own_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """The first name of the other, why the two of you, and two buttons. A no asks nothing."""
    row = own_duo_or_404(request, pk)
    side = access.side_of(request.user, row)
    assert side is not None
    if request.method == "POST":
        return _answered(request, row, side, request.POST.get("answer", ""))
    other = row.other_than({each.pk for each in request.participants})
    context = {
        "duo": row,
        "other": first_name(other),
        "why": matching_words.own_reasons(row.reasons),
        "mine": row.answer(side),
        "open": row.phase == DuoPhase.PROPOSED,
        "accepted": row.phase == DuoPhase.ACCEPTED,
        "contact": contact_of(row, other),
    }
    return render(request, "buddies/me/proposal.html", context)


def _answered(request: HttpRequest, row: Duo, side: str, given: str) -> HttpResponse:
    page = redirect("buddies:own-proposal", request.city.slug, row.pk)
    if given not in Answer.values:
        messages.error(request, _("Choose yes or no."))
        return page
    act(request, actions.answer, row, side, given, by=request.user, done="")
    return page


@staff_door(access.coordinates)
def answer_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The coordinator notes what somebody said by phone."""
    row = duo_or_404(request, pk)
    form = AnswerForForm(request.POST if request.method == "POST" else None, duo=row)
    if form.is_valid() and attempt(
        form, actions.answer, row, form.cleaned_data["side"], form.cleaned_data["answer"], by=request.user
    ):
        messages.success(request, _("The answer is noted."))
        return redirect("buddies:duo", request.city.slug, row.pk)
    return _page(request, "buddies/answer_for.html", row, form)


@staff_door(access.coordinates)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = duo_or_404(request, pk)
    if request.method == "POST":
        told = _("The proposal was taken back. Both keep their place on the list.")
        act(request, actions.take_back, row, by=request.user, done=told)
        return redirect("buddies:duo", request.city.slug, row.pk)
    return _page(request, "buddies/take_back.html", row, None)


def _page(request: HttpRequest, template: str, row: Duo, form: AnswerForForm | None) -> HttpResponse:
    context = {
        "duo": row,
        "programme": row.programme,
        "tabs": panels.tabs(request, row.programme),
        "form": form,
    }
    return render(request, template, context, status=422 if form is not None and form.errors else 200)
