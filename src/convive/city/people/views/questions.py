"""What the person tells of themselves: one question a screen, told to every organisation with which they take part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from convive.city.people.access import participant_door
from convive.city.people.actions import change_facts
from convive.city.people.facts import change_of, facts_of
from convive.city.people.forms.questions import QUESTIONS
from convive.core.acting import refuse


def _tell(request: HttpRequest, told: dict[str, Any]) -> None:
    """What changed counts for every organisation; what another of them knows besides stays."""
    known = [facts_of(row) for row in request.participants]
    for row, other in zip(request.participants, known, strict=True):
        if change := change_of(known[0], told, other):
            change_facts(row, by=request.user, **change)


@participant_door
def own_facts(request: HttpRequest, question: str) -> HttpResponse:
    asked = QUESTIONS.get(question)
    if asked is None:
        raise Http404
    form = asked.form(request.POST if request.method == "POST" else None, row=request.participants[0])
    if form.is_valid():
        try:
            with transaction.atomic():
                _tell(request, form.facts())
        except ValidationError as error:
            refuse(form, error)
        else:
            with translation.override(form.facts().get("language") or translation.get_language()):
                messages.success(request, _("Your changes are saved."))
            return redirect("people:own-home", request.city.slug)
    context = {
        "form": form,
        "asked": asked,
        "question": question,
        "several": len(request.participants) > 1,
        "has_account_address": question == "contact" and "email" not in form.fields,
        "address": request.participants[0].email,
    }
    return render(request, "people/own_facts.html", context, status=422 if form.errors else 200)
