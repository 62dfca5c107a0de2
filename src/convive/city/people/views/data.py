"""What is kept about the person, what they agreed to, and how they leave."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from convive.city.people import erasing
from convive.city.people.access import participant_door
from convive.city.people.actions import erase_participant, give_consent, keep_longer, withdraw_consent
from convive.city.people.lists import NEEDED, Agreed
from convive.city.people.models import Consent, Participant
from convive.core.reasons import Purpose


def _row_or_404(request: HttpRequest, value: str) -> Participant:
    """The person's own row of an organisation."""
    for row in request.participants:
        if str(row.pk) == value:
            return row
    raise Http404


@participant_door
def own_consents(request: HttpRequest) -> HttpResponse:
    """Each consent by itself. `give` or `take_back` is a purpose, `row` says with which organisation."""
    if request.method == "POST":
        return _consent_changed(request)
    keys = [row.pk for row in request.participants]
    held = Consent.objects.filter(participant__in=keys, withdrawn_at__isnull=True)
    given = {(one.participant_id, one.purpose): one.given_at for one in held}
    parts = [
        {
            "row": row,
            "consents": [
                {
                    "purpose": purpose,
                    "label": label,
                    "given_at": given.get((row.pk, purpose)),
                    "needed": purpose in NEEDED,
                }
                for purpose, label in Agreed.choices
            ],
        }
        for row in request.participants
    ]
    return render(request, "people/own_consents.html", {"parts": parts})


def _consent_changed(request: HttpRequest) -> HttpResponse:
    give, take_back = request.POST.get("give", ""), request.POST.get("take_back", "")
    purpose = give or take_back
    if purpose not in Agreed.values:
        return redirect("people:own-consents", request.city.slug)
    row = _row_or_404(request, request.POST.get("row", ""))
    if give:
        give_consent(row, purpose, by=request.user)
        messages.success(request, _("Thank you. You can take it back at any time."))
    elif purpose in NEEDED and request.POST.get("sure") != "yes":
        return render(request, "people/own_take_back.html", {"row": row, "purpose": purpose})
    else:
        withdraw_consent(row, purpose, by=request.user)
        messages.success(request, _("You took it back. That is fine."))
        if purpose in NEEDED:
            return redirect("people:own-erase", request.city.slug)
    return redirect("people:own-consents", request.city.slug)


@participant_door
def own_data(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if request.POST.get("keep") == "yes":
            try:
                with transaction.atomic():
                    for row in request.participants:
                        keep_longer(row, by=request.user)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, _("We keep your data for one more year."))
        return redirect("people:own-data", request.city.slug)
    return render(request, "people/own_data.html", {"rows": request.participants})


@participant_door
def own_erase(request: HttpRequest) -> HttpResponse:
    """Asks once, and says what will happen. With several organisations the person chooses which, or all."""
    if request.method == "POST" and request.POST.get("delete"):
        chosen = request.POST["delete"]
        rows = request.participants if chosen == "all" else [_row_or_404(request, chosen)]
        user = request.user
        for row in rows:
            erase_participant(row, by=user, why=Purpose.OWN_WISH)
        user.refresh_from_db()
        if not user.is_active:
            logout(request)
        messages.success(request, _("Your data are deleted. Thank you for taking part."))
        if not user.is_active or len(rows) == len(request.participants):
            return redirect("/")
        return redirect("people:own-home", request.city.slug)
    busy = erasing.busy([row.pk for row in request.participants])
    return render(
        request,
        "people/own_erase.html",
        {"rows": request.participants, "in_duo": bool(busy)},
        status=422 if request.method == "POST" else 200,
    )
