from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.core.access import staff_door
from convive.core.numbers import number
from convive.measures import actions, queries
from convive.measures.access import may_import
from convive.measures.forms import AgreeForm, DiscardForm, ImportForm
from convive.measures.importing.problems import ImportRefused, Problem, Remark
from convive.measures.models import Import
from convive.measures.models.imports import Status
from convive.measures.periods import Period

PROBLEMS_A_PAGE = 100


@staff_door(may_import)
def imports(request: HttpRequest) -> HttpResponse:
    rows = queries.imports(request.city)
    return render(request, "measures/imports.html", {"imports": rows})


@staff_door(may_import)
def new_import(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        uploads = [(file.name, file.read()) for file in data["files"]]
        try:
            source = actions.start_import(
                request.city,
                data["recipe_text"],
                uploads,
                skip_unusable=data["skip_unusable"],
                by=request.user,
            )
        except ImportRefused as error:
            form.add_error("files", str(error))
        else:
            return redirect("measures:import", city=request.city.slug, pk=source.pk)
    return render(request, "measures/new_import.html", {"form": form}, status=422 if form.errors else 200)


@staff_door(may_import)
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import would do, or did. A form on it says yes, or puts it away."""
    source = queries.import_or_none(request.city, pk)
    if source is None:
        raise Http404
    agree = AgreeForm(initial={"why": queries.usual_reason(source)}, auto_id="agree_%s")
    discard = DiscardForm(auto_id="discard_%s")
    status = 200
    if request.method == "POST" and request.POST.get("do") == "write":
        agree = AgreeForm(request.POST, auto_id="agree_%s")
        if agree.is_valid():
            return _decide(request, source, actions.agree_to_import, agree.cleaned_data["why"])
        status = 422
    elif request.method == "POST":
        discard = DiscardForm(request.POST, auto_id="discard_%s")
        if request.POST.get("do") == "discard" and discard.is_valid():
            return _decide(request, source, actions.discard_import, discard.cleaned_data["why"])
        status = 422
    replaced, replacements = queries.replaced(source)
    context = {
        "source": source,
        "agree": agree,
        "discard": discard,
        "replaced": replaced,
        "replacement_columns": _REPLACEMENT_COLUMNS,
        "replacements": [_replacement_row(each) for each in replacements],
        "working": source.status in (Status.PLANNING, Status.WRITING),
        **_report(source),
    }
    problems = [Problem.from_json(data) for data in source.report.get("problems", [])]
    context["page"] = Paginator(problems, PROBLEMS_A_PAGE).get_page(request.GET.get("page"))
    template = "measures/_import.html" if request.headers.get("HX-Request") else "measures/import.html"
    return render(request, template, context, status=status)


def _decide(request: HttpRequest, source: Import, action: Callable[..., None], why: str) -> HttpResponse:
    try:
        action(source, why=why, by=request.user)
    except ImportRefused as error:
        messages.error(request, str(error))
    else:
        if action is actions.discard_import:
            messages.success(request, _("The import was put away. Nothing was written."))
            return redirect("measures:imports", city=source.city.slug)
    return redirect("measures:import", city=source.city.slug, pk=source.pk)


_REPLACEMENT_COLUMNS = [
    {"label": gettext_lazy("Area")},
    {"label": gettext_lazy("Indicator")},
    {"label": gettext_lazy("Group")},
    {"label": gettext_lazy("Period")},
    {"label": gettext_lazy("Before"), "number": True},
    {"label": gettext_lazy("After"), "number": True},
]


def _replacement_row(each: queries.Replacement) -> dict[str, Any]:
    after = _("removed") if each.after is None else number(each.after)
    group = each.group or _("Everybody")
    return {"cells": [each.area, each.indicator, group, each.period.label, number(each.before), after]}


def _report(source: Import) -> dict[str, Any]:
    """The report as the template shows it, in the reader's language."""
    report = source.report
    names = {
        "area_sets": _("Area sets"),
        "areas": _("Areas"),
        "weights": _("Weights between borders"),
        "dimensions": _("Dimensions"),
        "groups": _("Groups"),
        "indicators": _("Indicators"),
        "values": _("Figures"),
    }
    changes = [
        {"cells": [names[kind], *(number(counts[key]) for key in ("created", "changed", "unchanged"))]}
        for kind, counts in report.get("changes", {}).items()
    ]
    return {
        "error": report.get("error", ""),
        "changed_since": report.get("changed_since", False),
        "nothing_to_do": report.get("nothing_to_do", False),
        "remarks": [str(Remark(**data)) for data in report.get("remarks", [])],
        "change_columns": [
            {"label": _("What")},
            {"label": _("New"), "number": True},
            {"label": _("Changed"), "number": True},
            {"label": _("The same"), "number": True},
        ],
        "changes": changes,
        "total_columns": [
            {"label": _("Indicator")},
            {"label": _("Group")},
            {"label": _("Areas of")},
            {"label": _("Period")},
            {"label": _("Areas"), "number": True},
            {"label": _("Total, or lowest and highest"), "number": True},
        ],
        "totals": [_total_row(total) for total in report.get("totals", [])],
        "problem_count": report.get("problem_count", 0),
    }


def _total_row(total: dict[str, Any]) -> dict[str, Any]:
    if total["total"] is None:
        told = f"{number(total['lowest'])} – {number(total['highest'])}"
    else:
        told = number(total["total"])
    if total["estimated"]:
        told = _("%(figure)s (estimated)") % {"figure": told}
    period = Period.from_code(total["period"]).label
    group = _("Everybody") if total["group"] == "total" else total["group"]
    return {"cells": [total["indicator"], group, total["area_set"], period, number(total["areas"]), told]}
