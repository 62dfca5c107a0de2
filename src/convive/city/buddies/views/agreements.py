"""A coordinator's pages between two yes and the end of a duo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convive.city.buddies import access, panels
from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.actions import intake
from convive.city.buddies.codes import Signer
from convive.city.buddies.forms.agreements import AmendForm, CloseForm, ExtendForm, PaperForm, PauseForm
from convive.city.buddies.models import Application, Duo
from convive.city.buddies.queries.agreements import in_force, pending
from convive.city.buddies.views import agreement_pages as pages
from convive.city.buddies.views.duos import duo_or_404
from convive.city.people.access import run_by
from convive.core.access import staff_door
from convive.core.acting import attempt

FORM = "buddies/agreements/form.html"


def _url(duo: Duo) -> str:
    return reverse("buddies:duo", args=[duo.programme.city.slug, duo.pk])


def _frame(request: HttpRequest, duo: Duo) -> dict[str, Any]:
    return {
        "duo": duo,
        "programme": duo.programme,
        "tabs": panels.tabs(request, duo.programme),
        "url": _url(duo),
    }


@staff_door(access.coordinates)
def draw_up(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    return pages.form_page(
        request,
        FORM,
        forms.Form(pages.data_of(request)),
        lambda _data: actions.draw_up(duo, by=request.user),
        done=_(
            "The agreement is drawn up. Both get a letter, and sign on their phone. Sign for the organisation."
        ),
        title=_("Draw up the agreement"),
        text=_("It has the programme's term and rhythm. You can change both before all have signed."),
        submit=_("Draw up the agreement"),
        **_frame(request, duo),
    )


@staff_door(access.coordinates)
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    base = pending(duo) or in_force(duo)
    initial = {"days_between": base.days_between, "ends_on": base.ends_on} if base else None
    return pages.form_page(
        request,
        FORM,
        AmendForm(pages.data_of(request), initial=initial),
        lambda data: actions.amend(duo, **data, by=request.user),
        done=_("There is a new version. It holds when all three have signed it."),
        title=_("Change the agreement"),
        text=_("A change makes a new version, to be signed by all three. Until then the present one holds."),
        submit=_("Make a new version"),
        **_frame(request, duo),
    )


@staff_door(access.coordinates)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    return pages.form_page(
        request,
        FORM,
        ExtendForm(pages.data_of(request)),
        lambda data: actions.extend(duo, **data, by=request.user),
        done=_("There is a new version. It holds when all three have signed it."),
        title=_("Extend the agreement"),
        text=_("The months are added after the last day. All three sign the new version."),
        submit=_("Extend the agreement"),
        **_frame(request, duo),
    )


@staff_door(access.coordinates)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    return pages.form_page(
        request,
        FORM,
        forms.Form(pages.data_of(request)),
        lambda _data: actions.renew(duo, by=request.user),
        done=_("There is a new version. It holds when all three have signed it."),
        title=_("Renew the agreement"),
        text=_("Another term of the programme begins after the last day. All three sign the new version."),
        submit=_("Renew the agreement"),
        **_frame(request, duo),
    )


@staff_door(access.coordinates)
def agreement(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    row: Any = pages.version_or_404(duo, number)
    shown = pages.reading(request, row, (get_language() or "").split("-")[0])
    own = access.side_of(request.user, duo) is not None
    waits = row.standing == "waits" and Signer.ORGANISATION in row.missing and not own and duo.over_on is None
    form = pages.sign_form(request, row, shown["language"])
    if attempt(
        form,
        lambda: actions.sign(
            row,
            Signer.ORGANISATION,
            by=request.user,
            language=form.cleaned_data["language"],
            read=form.cleaned_data["read"],
        ),
    ):
        messages.success(request, _("You have signed for the organisation."))
        return redirect(_url(duo))
    shown |= {"form": form, "may_sign": waits, **_frame(request, duo)}
    return render(request, "buddies/agreements/agreement.html", shown, status=422 if form.errors else 200)


@staff_door(access.coordinates)
def on_paper(request: HttpRequest, pk: int, number: int, signer: str) -> HttpResponse:
    """Somebody without an account has signed the printed agreement."""
    duo = duo_or_404(request, pk)
    row: Any = pages.version_or_404(duo, number)
    if signer not in pages.on_paper(row):
        raise Http404
    person = duo.application(signer).participant
    form = PaperForm(pages.data_of(request), agreement=row, initial={"language": person.language})
    url = reverse("buddies:agreement", args=[request.city.slug, duo.pk, row.number])
    frame = _frame(request, duo) | {"url": url}
    return pages.form_page(
        request,
        FORM,
        form,
        lambda data: actions.sign_on_paper(row, signer, language=data["language"], by=request.user),
        done=_("The signature is noted."),
        title=_("%(name)s signed on paper") % {"name": person.name},
        text=_("Note it when you have the paper in your hands, and keep the paper."),
        submit=_("Note the signature"),
        **frame,
    )


@staff_door(access.coordinates)
def agreement_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return pages.pdf(pages.version_or_404(duo_or_404(request, pk), number))


@staff_door(access.coordinates)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    return pages.form_page(
        request,
        FORM,
        PauseForm(pages.data_of(request), initial={"since": request.city.today}),
        lambda data: actions.pause(duo, **data, by=request.user),
        done=_("The duo pauses. Its last day stays the same; you can extend the agreement."),
        title=_("Pause the duo"),
        text=_("Nobody is reminded in a pause. The last day stays the same; you can extend the agreement."),
        submit=_("Pause the duo"),
        **_frame(request, duo),
    )


@staff_door(access.coordinates)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    return pages.form_page(
        request,
        FORM,
        forms.Form(pages.data_of(request)),
        lambda _data: actions.resume(duo, by=request.user),
        done=_("The pause is over. The last day has stayed the same; you can extend the agreement."),
        title=_("End the pause"),
        text=_("From today the two meet again, and both get a letter."),
        submit=_("End the pause"),
        **_frame(request, duo),
    )


@staff_door(access.coordinates)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    duo = duo_or_404(request, pk)
    return pages.form_page(
        request,
        FORM,
        CloseForm(pages.data_of(request)),
        lambda data: actions.close_duo(duo, **data, by=request.user),
        done=_("The duo is closed. Both get a letter with the day on which their data are deleted."),
        title=_("Close the duo"),
        text=_("Today is the last day. This cannot be undone, but both can wait for another duo at once."),
        submit=_("Close the duo"),
        color="danger",
        **_frame(request, duo),
    )


def _application_or_404(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.filter(run_by(request.user, request.city, "programme__organisation"), pk=pk)
    found = rows.select_related("programme__city", "programme__organisation", "participant").first()
    if found is None:
        raise Http404
    return found


def _application_page(request: HttpRequest, row: Application, act: Any, **context: Any) -> HttpResponse:
    """A form without a field, about somebody; afterwards the page of their latest duo."""
    duo = Duo.objects.filter(**{row.side: row}).order_by("-proposed_at", "-pk").first()
    slug = row.programme.city.slug
    url = reverse("buddies:duo", args=[slug, duo.pk]) if duo else reverse("buddies:programmes", args=[slug])
    return pages.form_page(
        request,
        FORM,
        forms.Form(pages.data_of(request)),
        lambda _data: act(row, by=request.user),
        url=url,
        programme=row.programme,
        tabs=panels.tabs(request, row.programme),
        **context,
    )


@staff_door(access.coordinates)
def rematch(request: HttpRequest, pk: int) -> HttpResponse:
    row = _application_or_404(request, pk)
    name = {"name": row.participant}
    return _application_page(
        request,
        row,
        intake.put_in_pool,
        done=_("%(name)s waits for a duo again, from today.") % name,
        title=_("Another duo for %(name)s") % name,
        text=_("%(name)s waits for a duo from today, and gets a letter.") % name,
        submit=_("Put back among those who wait"),
    )


@staff_door(access.coordinates)
def ask_to_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    row = _application_or_404(request, pk)
    name = {"name": row.participant}
    asked = row.asked_to_go_on
    return _application_page(
        request,
        row,
        actions.invite_to_go_on,
        done=_("%(name)s gets a letter with the question.") % name,
        title=_("Ask %(name)s to go on as a volunteer") % name,
        text=_("Asked on %(day)s.") % {"day": date_format(asked, "DATE_FORMAT")}
        if asked
        else _("The answer is theirs alone. A yes makes an application as a volunteer."),
        submit=_("Send the question"),
    )
