"""The newcomer's wallet, and the page on which somebody who was there confirms an entry."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from convive.city.buddies import access, panels
from convive.city.buddies.actions import hours as actions
from convive.city.buddies.forms.hours import CodeForm, ConfirmForm, EntryForm
from convive.city.buddies.models import Application, HoursEntry, Proof
from convive.city.buddies.queries import hours as queries
from convive.city.buddies.queries.proofs import code_picture
from convive.city.buddies.words import first_name
from convive.city.people.access import participant_door
from convive.core.access import staff_door
from convive.core.acting import act, refuse

ROWS_A_PAGE = 50


def own_applications_or_404(request: HttpRequest) -> list[Application]:
    """The person's own ways as a newcomer, those that are over too: who has none has no wallet."""
    rows = queries.newcomer_applications(request.participants)
    if not rows:
        raise Http404
    return rows


def own_entry_or_404(request: HttpRequest, pk: int) -> HoursEntry:
    rows = HoursEntry.objects.filter(participant__in=request.participants)
    return get_object_or_404(rows.select_related("participant", "organisation"), pk=pk)


@participant_door
def own_hours(request: HttpRequest) -> HttpResponse:
    applications = own_applications_or_404(request)
    wallet = queries.wallet(request.city, request.participants, applications)
    proofs = Proof.objects.filter(participant__in=request.participants)
    return render(request, "buddies/me/hours.html", {"wallet": wallet, "proofs": proofs})


@participant_door
def add_hours(request: HttpRequest) -> HttpResponse:
    participant = own_applications_or_404(request)[0].participant
    form = EntryForm(request.POST or None, initial={"on": request.city.today})
    if form.is_valid():
        try:
            added = actions.add_entry(participant, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            if added.twice:
                messages.warning(
                    request,
                    _("You have another entry of this day that is as long. Is it the same? Then delete one."),
                )
            return redirect("buddies:own-entry", city=request.city.slug, pk=added.entry.pk)
    return render(request, "buddies/me/hours_add.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@participant_door
def own_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = own_entry_or_404(request, pk)
    return render(
        request,
        "buddies/me/hours_entry.html",
        {"entry": entry, "told": queries.told(entry), "address": _address(request, entry)},
    )


@never_cache
@participant_door
def own_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of an entry's code."""
    picture = code_picture(_address(request, own_entry_or_404(request, pk)))
    return HttpResponse(picture, content_type="image/svg+xml")


@participant_door
@require_POST
def delete_hours(request: HttpRequest, pk: int) -> HttpResponse:
    act(
        request,
        actions.delete_entry,
        own_entry_or_404(request, pk),
        by=request.user,
        done=_("It is deleted."),
    )
    return redirect("buddies:own-hours", city=request.city.slug)


def _address(request: HttpRequest, entry: HoursEntry) -> str:
    return request.build_absolute_uri(reverse("buddies:confirm-hours", args=[request.city.slug, entry.code]))


@staff_door()
def enter_code(request: HttpRequest) -> HttpResponse:
    """For whoever cannot scan the picture."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        entry = queries.by_code(form.cleaned_data["code"])
        if entry is not None:
            return redirect("buddies:confirm-hours", city=request.city.slug, code=entry.code)
        form.add_error("code", _("There is no such code. Look at it once more."))
    return render(request, "buddies/hours_code.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@staff_door()
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    entry = queries.by_code(code)
    if entry is None:
        raise Http404
    programme = queries.programme_of(entry)
    employers = queries.employers(request.user, request.city)
    sent = request.POST if request.method == "POST" else None
    form = ConfirmForm(sent, employers=employers, initial={"minutes": entry.minutes})
    if form.is_valid():
        try:
            shown = form.cleaned_data["minutes"]
            actions.confirm_entry(entry, organisation_id=form.chosen, shown=shown, by=request.user)
        except ValidationError as error:
            if getattr(error, "code", None) == "changed":
                messages.error(request, " ".join(error.messages))
                return redirect(request.path)
            refuse(form, error)
        else:
            messages.success(request, _("Thank you. The hours are confirmed."))
            return redirect(request.path)
    context = {
        "entry": entry,
        "long": queries.duration(entry.minutes),
        "first_name": first_name(entry.participant),
        "by": queries.confirmer(entry, request.city) if entry.confirmed_at else "",
        # What comes from a meeting is confirmed by whoever runs the programme.
        "elsewhere": programme is not None and not access.runs(request.user, programme),
        "form": form,
    }
    return render(request, "buddies/hours_confirm.html", context, status=422 if form.errors else 200)


@staff_door(access.coordinates)
def programme_hours(request: HttpRequest, programme: str) -> HttpResponse:
    row = access.programme_or_404(request, programme)
    if request.method == "POST":
        try:
            done = actions.confirm_of_programme(row, _shown(request), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            _tell(request, done)
        return redirect(request.get_full_path())
    page = Paginator(queries.to_confirm(row, request.city.today), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    entries = list(page)
    twice = queries.twice_of(entries)
    lines = [{"entry": each, "told": queries.told(each), "twice": each.pk in twice} for each in entries]
    submit = ngettext("Confirm %(number)d entry", "Confirm %(number)d entries", len(lines)) % {
        "number": len(lines)
    }
    context = {
        "programme": row,
        "tabs": panels.tabs(request, row),
        "page": page,
        "lines": lines,
        "submit": submit,
    }
    return render(request, "buddies/hours.html", context)


def _shown(request: HttpRequest) -> dict[int, int]:
    """The minutes of each entry that was ticked, as they stood on the page: "17:90"."""
    pairs = [each.partition(":")[::2] for each in request.POST.getlist("entry")]
    return {int(key): int(minutes) for key, minutes in pairs if key.isdigit() and minutes.isdigit()}


def _tell(request: HttpRequest, found: actions.Confirmed) -> None:
    if found.done:
        text = ngettext("%(number)d entry is confirmed.", "%(number)d entries are confirmed.", found.done)
        messages.success(request, text % {"number": found.done})
    if found.own:
        messages.warning(request, _("Your own hours stay: somebody else confirms them."))
    if found.too_long:
        text = ngettext(
            "%(number)d entry stays: its day would have more than 24 hours.",
            "%(number)d entries stay: their day would have more than 24 hours.",
            found.too_long,
        )
        messages.warning(request, text % {"number": found.too_long})
    if found.changed:
        text = ngettext(
            "%(number)d entry was changed just now. Look at it once more.",
            "%(number)d entries were changed just now. Look at them once more.",
            found.changed,
        )
        messages.warning(request, text % {"number": found.changed})
