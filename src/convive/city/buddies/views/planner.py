"""How long newcomers wait, and which volunteers to look for next."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from convive.city.buddies import access, panels, plan_words
from convive.city.buddies.actions.planner import ask
from convive.core.access import staff_door
from convive.core.charts import Chart


@staff_door(access.coordinates)
def planner(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    answer = ask(row)
    context: dict[str, Any] = {
        "programme": row,
        "tabs": panels.tabs(request, row),
        "answer": answer,
    }
    if "found" in answer:
        plan = answer["found"]
        chart = plan_words.chart(row, plan)
        context |= {
            "headline": plan_words.headline(plan),
            "chart": chart,
            "picture": reverse("buddies:planner-picture", args=[request.city.slug, row.slug]),
            "specification": reverse("buddies:planner-chart", args=[request.city.slug, row.slug]),
            "profiles": [plan_words.profile(each) for each in plan["profiles"]],
            "plan": plan,
            "method": plan_words.method(plan),
        }
    return render(request, "buddies/planner.html", context)


def _chart(request: HttpRequest, programme: str) -> Chart:
    row = access.programme_or_404(request, programme)
    answer = ask(row)
    if "found" not in answer:
        raise Http404
    return plan_words.chart(row, answer["found"])


@staff_door(access.coordinates)
def picture(request: HttpRequest, programme: str) -> HttpResponse:
    """The chart for readers without script."""
    return HttpResponse(_chart(request, programme).svg(), content_type="image/svg+xml")


@staff_door(access.coordinates)
def specification(request: HttpRequest, programme: str) -> HttpResponse:
    """The specification of the same chart, for the script that draws it."""
    return HttpResponse(_chart(request, programme).as_json, content_type="application/json")
