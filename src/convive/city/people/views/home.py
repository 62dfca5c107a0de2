from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convive.city.people.access import participant_door
from convive.city.people.cards import cards
from convive.city.people.forms.questions import QUESTIONS


@participant_door
def own_home(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "people/own_home.html",
        {
            "name": request.participants[0].name,
            "cards": cards(request.city, request.participants),
            "questions": [{"name": name, "title": each.title} for name, each in QUESTIONS.items()],
        },
    )
