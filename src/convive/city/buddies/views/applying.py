"""Applying: from the list of programmes to thank you. For everybody, with or without an account."""

from __future__ import annotations

from dataclasses import replace

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from convive.city.buddies.actions import applying
from convive.city.buddies.codes import Side
from convive.city.buddies.forms.applying import ApplyForm, age_of, stamp
from convive.city.buddies.models import Programme
from convive.city.buddies.queries.applying import open_programmes
from convive.city.people.access import own_participants
from convive.city.people.facts import Facts, facts_of
from convive.city.people.models import Participant
from convive.core.acting import refuse
from convive.core.middleware import city_or_404


def _programme_or_404(request: HttpRequest, slug: str) -> Programme:
    programme = open_programmes(city_or_404(request)).filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


def join(request: HttpRequest, city: str) -> HttpResponse:
    rows = open_programmes(city_or_404(request))
    return render(request, "buddies/join.html", {"programmes": rows})


def join_programme(request: HttpRequest, city: str, programme: str) -> HttpResponse:
    row = _programme_or_404(request, programme)
    return render(request, "buddies/join_programme.html", {"programme": row, "sides": Side})


def thanks(request: HttpRequest, city: str, programme: str) -> HttpResponse:
    return render(request, "buddies/join_thanks.html", {"programme": _programme_or_404(request, programme)})


def join_side(request: HttpRequest, city: str, programme: str, side: str) -> HttpResponse:
    row = _programme_or_404(request, programme)
    if side not in Side.values:
        raise Http404
    me = _own_row(request, row)
    form = ApplyForm(
        request.POST if request.method == "POST" else None,
        programme=row,
        row=me,
        initial=_account_facts(request),
    )
    status = 200
    if form.is_valid():
        key = (form.cleaned_data["email"] or form.cleaned_data["phone"]).lower()
        if not ratelimit.consume(request, action="join", key=key):
            form.add_error(None, _("We got many forms from here. Please try again later, or call us."))
            status = 429
        elif _applied(request, row, side, form, me):
            return redirect("buddies:join-thanks", row.city.slug, row.slug)
    if form.errors and status == 200:
        status = 422
        _open_again(form)
    context = {"programme": row, "side": side, "form": form}
    return render(request, "buddies/join_form.html", context, status=status)


def _own_row(request: HttpRequest, programme: Programme) -> Participant | None:
    """What is known already of whoever signed in: with this organisation, else with another."""
    if not request.user.is_authenticated:
        return None
    rows = list(own_participants(request.user))
    return next(
        (row for row in rows if row.organisation_id == programme.organisation_id), *rows[:1] or [None]
    )


def _account_facts(request: HttpRequest) -> dict[str, str]:
    if not request.user.is_authenticated:
        return {}
    user = request.user
    return {"name": user.name, "email": user.email, "language": user.language}


def _applied(
    request: HttpRequest, programme: Programme, side: str, form: ApplyForm, me: Participant | None
) -> bool:
    told = form.facts()
    user = request.user if request.user.is_authenticated else None
    # With another address than their own it is for somebody else, about whom the signed-in person has no say.
    own = user is not None and user.email.lower() == told["email"].lower()
    facts = replace(facts_of(me), **told) if me is not None and own else Facts(**told)
    municipality = form.cleaned_data.get("municipality", "")
    try:
        applying.apply(
            programme, side, facts, form.consents(), municipality=municipality, by=user if own else None
        )
    except ValidationError as error:
        refuse(form, error)
        return False
    messages.success(request, _("We got your form."))
    return True


def _open_again(form: ApplyForm) -> None:
    """Let a person who was too fast, or too slow, send the form again."""
    age = age_of(form.data.get("opened", ""))
    form.data = form.data.copy()
    form.data["website"] = ""
    if age is None or age > 60:
        form.data["opened"] = stamp()
