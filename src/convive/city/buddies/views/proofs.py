"""Proofs of hours: made and taken back by the person, verified by whoever holds the paper."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from convive.city.buddies.actions import proofs as actions
from convive.city.buddies.models import Proof
from convive.city.buddies.queries import proofs as queries
from convive.city.buddies.views.hours import own_applications_or_404
from convive.city.people.access import participant_door
from convive.core.acting import act
from convive.core.middleware import city_or_404

# A counter may hold many papers; a machine that guesses codes is stopped.
VERIFIED_AT_MOST = {"proof": "60/m/ip"}


def own_proof_or_404(request: HttpRequest, code: str) -> Proof:
    rows = Proof.objects.filter(participant__in=request.participants).select_related("participant", "city")
    return get_object_or_404(rows, code=code)


@participant_door
def make(request: HttpRequest) -> HttpResponse:
    own_applications_or_404(request)
    if request.method == "POST":
        try:
            proof = actions.make_proof(request.participants, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("buddies:own-hours", city=request.city.slug)
        return redirect("buddies:own-proof", city=request.city.slug, code=proof.code)
    return render(request, "buddies/me/proof_make.html")


@never_cache
@participant_door
def own(request: HttpRequest, code: str) -> HttpResponse:
    proof = own_proof_or_404(request, code)
    context = {"proof": proof, "said": queries.said(proof), "address": _address(request, proof)}
    return render(request, "buddies/me/proof.html", context)


@never_cache
@participant_door
def paper(request: HttpRequest, code: str) -> HttpResponse:
    proof = own_proof_or_404(request, code)
    answer = HttpResponse(queries.on_paper(proof, _address(request, proof)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{_("proof-of-hours")}.pdf"'
    return answer


@participant_door
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    proof = own_proof_or_404(request, code)
    if request.method == "POST":
        act(request, actions.take_back, proof, by=request.user, done=_("The proof is taken back."))
        return redirect("buddies:own-proof", city=request.city.slug, code=proof.code)
    return render(request, "buddies/me/proof_take_back.html", {"proof": proof})


def _address(request: HttpRequest, proof: Proof) -> str:
    return request.build_absolute_uri(reverse("buddies:verify-proof", args=[request.city.slug, proof.code]))


# A code that is not found must be counted too: as a transaction of its own the view would take that back.
@transaction.non_atomic_requests
@never_cache
def verify(request: HttpRequest, city: str, code: str) -> HttpResponse:
    """What the paper says, in few words, for whoever holds it. It is for nobody's list, and for no search engine."""
    stopped = ratelimit.consume_or_429(
        request, app="convive", action="proof", config=VERIFIED_AT_MOST, limit_get=True
    )
    if stopped is not None:
        return stopped
    city_or_404(request)
    proof = get_object_or_404(Proof.objects.select_related("participant"), code=code)
    answer = render(request, "buddies/proof_verify.html", {"said": queries.said(proof)})
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
