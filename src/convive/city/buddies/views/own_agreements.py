"""The pages of the two themselves between two yes and the end of their duo, made for a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies import access
from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.forms.agreements import CloseForm, ExtendForm, PauseForm
from convive.city.buddies.models import Application, Duo
from convive.city.buddies.queries.agreements import versions
from convive.city.buddies.views import agreement_pages as pages
from convive.city.buddies.views.duos import own_begun_duo_or_404, own_duo_or_404
from convive.city.people.access import participant_door
from convive.core.acting import attempt

FORM = "buddies/me/agreements/form.html"


def _url(duo: Duo) -> str:
    return reverse("buddies:own-duo", args=[duo.programme.city.slug, duo.pk])


def _name(request: HttpRequest, duo: Duo) -> dict[str, str]:
    return {"name": duo.other_than({each.pk for each in request.participants}).name}


@participant_door
def agreements(request: HttpRequest, pk: int) -> HttpResponse:
    duo = own_duo_or_404(request, pk)
    context = {"duo": duo, "versions": versions(duo), "url": _url(duo)}
    return render(request, "buddies/me/agreements/versions.html", context)


@participant_door
def agreement(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    duo = own_duo_or_404(request, pk)
    row: Any = pages.version_or_404(duo, number)
    side = access.side_of(request.user, duo) or ""
    shown = pages.reading(request, row, duo.application(side).participant.language)
    may_sign = row.standing == "waits" and side in row.missing and duo.over_on is None
    form = pages.sign_form(request, row, shown["language"])
    if attempt(
        form,
        lambda: actions.sign(
            row,
            side,
            by=request.user,
            language=form.cleaned_data["language"],
            read=form.cleaned_data["read"],
        ),
    ):
        messages.success(request, _("Thank you. You have signed."))
        return redirect("buddies:own-agreement", city=duo.programme.city.slug, pk=duo.pk, number=row.number)
    shown |= {"duo": duo, "form": form, "may_sign": may_sign, "url": _url(duo)}
    return render(request, "buddies/me/agreements/agreement.html", shown, status=422 if form.errors else 200)


@participant_door
def agreement_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return pages.pdf(pages.version_or_404(own_duo_or_404(request, pk), number))


@participant_door
def more_time(request: HttpRequest, pk: int) -> HttpResponse:
    """More months before the last day; another term after it."""
    duo = own_begun_duo_or_404(request, pk)
    over = duo.ends_on is not None and duo.ends_on < request.city.today
    form = forms.Form(pages.data_of(request)) if over else ExtendForm(pages.data_of(request))
    act = actions.renew if over else actions.extend
    last = date_format(duo.ends_on, "DATE_FORMAT") if duo.ends_on else ""
    return pages.form_page(
        request,
        FORM,
        form,
        lambda data: act(duo, **data, by=request.user),
        done=_("There is a new agreement. It holds when all of you have signed it."),
        url=_url(duo),
        duo=duo,
        title=_("More time with %(name)s?") % _name(request, duo),
        text=_("Your last day is %(last)s. You and the other person sign a new agreement for more time.")
        % {"last": last},
        submit=_("Ask for more time"),
    )


@participant_door
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    duo = own_begun_duo_or_404(request, pk)
    return pages.form_page(
        request,
        FORM,
        PauseForm(pages.data_of(request), initial={"since": request.city.today}),
        lambda data: actions.pause(duo, **data, by=request.user),
        done=_("You have a pause. Your last day stays the same. You can ask for more time."),
        url=_url(duo),
        duo=duo,
        title=_("Take a pause"),
        text=_("In a pause you get no reminders. %(name)s gets a letter about it. Nobody is told why.")
        % _name(request, duo),
        submit=_("Take a pause"),
    )


@participant_door
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    duo = own_begun_duo_or_404(request, pk)
    return pages.form_page(
        request,
        FORM,
        forms.Form(pages.data_of(request)),
        lambda _data: actions.resume(duo, by=request.user),
        done=_("The pause is over. You can meet again."),
        url=_url(duo),
        duo=duo,
        title=_("End the pause?"),
        text=_("From today you meet again. %(name)s gets a letter.") % _name(request, duo),
        submit=_("End the pause"),
    )


@participant_door
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    duo = own_begun_duo_or_404(request, pk)
    form = CloseForm(pages.data_of(request))
    form.fields["in_contact"].label = _("Do you stay in touch?")
    return pages.form_page(
        request,
        FORM,
        form,
        lambda data: actions.close_duo(duo, **data, by=request.user),
        done=_("You have stopped. Thank you for meeting."),
        url=_url(duo),
        duo=duo,
        title=_("Stop meeting %(name)s?") % _name(request, duo),
        text=_("Today is the last day. You cannot undo it. It is nobody's fault, and nothing bad follows."),
        submit=_("We stop"),
        color="danger",
    )


@participant_door
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    row = (
        Application.objects.filter(
            pk=pk,
            participant__in=[each.pk for each in request.participants],
            asked_to_go_on__isnull=False,
        )
        .select_related("participant", "programme__city", "programme__organisation")
        .first()
    )
    if row is None:
        raise Http404
    return pages.form_page(
        request,
        FORM,
        forms.Form(pages.data_of(request)),
        lambda _data: actions.go_on_as_volunteer(row, by=request.user),
        done=_("Thank you! Somebody of the organisation will talk with you."),
        url=reverse("people:own-home", args=[request.city.slug]),
        title=_("Would you like to help somebody who is new?"),
        text=_("A volunteer meets a newcomer, talks and shows the city. Somebody will talk with you first."),
        submit=_("Yes, I would like to"),
    )
