"""What was promised to funders, what came of it, and the report."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies import access, panels
from convive.city.buddies.actions import funding as actions
from convive.city.buddies.codes import FunderIndicator
from convive.city.buddies.forms.funding import CommitmentForm, EndForm
from convive.city.buddies.models import Commitment, Programme
from convive.city.buddies.queries import funding as queries
from convive.city.buddies.queries import funding_files as files
from convive.core.access import staff_door
from convive.core.acting import attempt

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _frame(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    return {"programme": programme, "tabs": panels.tabs(request, programme)}


@staff_door(access.coordinates)
def funders(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    found = queries.reports(row, request.city.today)
    used = {line.commitment.indicator for report in found for line in report.lines}
    definitions = [
        (label, queries.DEFINITIONS[code]) for code, label in FunderIndicator.choices if code in used
    ]
    context = {
        "reports": [
            {
                "funder": report.funder,
                "lines": [{"line": line, "places": files.places(line)} for line in report.lines],
            }
            for report in found
        ],
        "definitions": definitions,
        "not_for_publication": files.not_for_publication(),
    }
    return render(request, "buddies/funders.html", _frame(request, row) | context)


@staff_door(access.coordinates)
def add(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    form = CommitmentForm(request.POST or None, programme=row)
    if attempt(form, lambda: actions.add_commitment(row, **form.cleaned_data, by=request.user)):
        return redirect("buddies:funders", city=request.city.slug, programme=row.slug)
    title, submit = _("Add a commitment"), _("Add this commitment")
    return _form(request, row, form, title, submit)


@staff_door(access.coordinates)
def change(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    commitment = get_object_or_404(Commitment.objects.select_related("programme"), programme=row, pk=pk)
    before = {name: getattr(commitment, name) for name in actions.FIELDS}
    form = CommitmentForm(request.POST or None, programme=row, initial=before)
    if attempt(form, lambda: actions.change_commitment(commitment, **form.cleaned_data, by=request.user)):
        return redirect("buddies:funders", city=request.city.slug, programme=row.slug)
    return _form(request, row, form, _("Change a commitment"), _("Change this commitment"))


@staff_door(access.coordinates)
def end(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    commitment = get_object_or_404(Commitment.objects.select_related("programme"), programme=row, pk=pk)
    form = EndForm(request.POST or None, initial={"on": request.city.today})
    if attempt(form, lambda: actions.end_commitment(commitment, **form.cleaned_data, by=request.user)):
        return redirect("buddies:funders", city=request.city.slug, programme=row.slug)
    return _form(request, row, form, _("End a commitment earlier"), _("End this commitment"))


def _form(request: HttpRequest, row: Programme, form: Form, title: str, submit: str) -> HttpResponse:
    context = _frame(request, row) | {"form": form, "title": title, "submit": submit}
    return render(request, "buddies/funders_form.html", context, status=422 if form.errors else 200)


@staff_door(access.coordinates)
def spreadsheet(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    answer = HttpResponse(files.as_xlsx(row, queries.reports(row, request.city.today)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{row.slug}-{request.city.today}.xlsx"'
    return answer


@staff_door(access.coordinates)
def paper(request: HttpRequest, programme: str) -> HttpResponse:
    row, today = access.programme_or_404(request, programme), request.city.today
    pdf = files.as_pdf(row, queries.reports(row, today), date_format(today))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{row.slug}-{today}.pdf"'
    return answer
