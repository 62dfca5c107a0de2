"""A programme's people as a file: out, and in by a dry run first."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from convive.city.buddies import access, importing, panels
from convive.city.buddies.actions import exchange as actions
from convive.city.buddies.exchange.planning import Plan
from convive.city.buddies.exchange.sealing import Files, seal, unseal
from convive.city.buddies.forms.exchange import ImportForm
from convive.city.buddies.models import Programme
from convive.core.access import staff_door
from convive.measures.importing.problems import ImportRefused

# Of a long list, so many; the number of all stands above it.
SHOWN = 200
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@staff_door(access.coordinates)
def import_people(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    if request.method == "POST" and request.POST.get("sealed"):
        return _write(request, row, request.POST["sealed"])
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        files = form.read
        try:
            return _dry_run(request, row, files, actions.dry_run(row, files, by=request.user))
        except ImportRefused as error:
            form.add_error("people", str(error))
    return _form(request, row, form)


def _form(request: HttpRequest, row: Programme, form: ImportForm) -> HttpResponse:
    context = {"programme": row, "tabs": panels.tabs(request, row), "form": form}
    return render(request, "buddies/exchange_import.html", context, status=422 if form.errors else 200)


def _dry_run(
    request: HttpRequest, row: Programme, files: Files, plan: Plan, status: int = 200
) -> HttpResponse:
    steps = plan.steps
    # A file that cannot be imported is not sent back and forth.
    sealed = "" if plan.problems or not steps else seal(files, plan.digest, row, request.user)
    context = {
        "programme": row,
        "tabs": panels.tabs(request, row),
        "plan": plan,
        "counts": plan.counts,
        "problems": plan.problems[:SHOWN],
        "steps": steps[:SHOWN],
        "more_steps": max(0, len(steps) - SHOWN),
        "more_problems": max(0, len(plan.problems) - SHOWN),
        "sealed": sealed,
    }
    return render(request, "buddies/exchange_dry_run.html", context, status=422 if plan.problems else status)


def _write(request: HttpRequest, row: Programme, sealed: str) -> HttpResponse:
    opened = unseal(sealed, row, request.user)
    if opened is None:
        form = ImportForm({})
        form.full_clean()
        form.errors.clear()
        form.add_error(None, _("The dry run is too old. Choose the file again."))
        return _form(request, row, form)
    files, digest = opened
    plan = actions.dry_run(row, files, by=request.user)
    if plan.digest != digest:
        messages.warning(request, _("Somebody changed something in between. This is what would be done now."))
        return _dry_run(request, row, files, plan, 409)
    key = importing.start(row, sealed, by=request.user)
    return redirect("buddies:import-going", city=request.city.slug, programme=row.slug, key=key)


@staff_door(access.coordinates)
def going(request: HttpRequest, programme: str, key: str) -> HttpResponse:
    """How far an import is, and then what it did."""
    row = access.programme_or_404(request, programme)
    found = importing.how_far(row, key, by=request.user)
    if found is None:
        raise Http404
    context = {"programme": row, "tabs": panels.tabs(request, row), "found": found}
    return render(request, "buddies/exchange_going.html", context)


def _file(request: HttpRequest, programme: str, form: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    content = actions.export_people(row, form, by=request.user)
    name = f"{row.slug}-{request.city.today:%Y-%m-%d}-{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[form.rpartition(".")[2]], headers=headers)


@staff_door(access.coordinates)
def export_xlsx(request: HttpRequest, programme: str) -> HttpResponse:
    return _file(request, programme, "people.xlsx")


@staff_door(access.coordinates)
def export_csv(request: HttpRequest, programme: str) -> HttpResponse:
    return _file(request, programme, "people.csv")


@staff_door(access.coordinates)
def export_duos_csv(request: HttpRequest, programme: str) -> HttpResponse:
    return _file(request, programme, "duos.csv")
