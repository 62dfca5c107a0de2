"""What the coordinator's pages of an agreement and those of the two share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info

from convive.city.buddies import agreements, paper
from convive.city.buddies.codes import Side
from convive.city.buddies.forms.agreements import SignForm
from convive.city.buddies.models import Agreement, Duo
from convive.city.buddies.queries.agreements import versions
from convive.core.acting import attempt


def data_of(request: HttpRequest) -> Any:
    """What a form is bound to: also one without fields, once it is sent."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    template: str,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    *,
    done: str,
    url: str,
    **context: Any,
) -> HttpResponse:
    """A small form: shown, refused with its reasons, or done and told at `url`.

    `context`: duo, title, text (what will happen), submit (the verb and the object), optional color.
    """
    if attempt(form, lambda: act(form.cleaned_data)):
        messages.success(request, done)
        return redirect(url)
    context |= {"form": form, "cancel_url": url}
    return render(request, template, context, status=422 if form.errors else 200)


def version_or_404(duo: Duo, number: int) -> Agreement:
    """A version, with what `queries.agreements.versions` says of it, and its duo at hand."""
    for row in versions(duo):
        if row.number == number:
            row.duo = duo
            return row
    raise Http404


def reading(request: HttpRequest, agreement: Agreement, usual: str) -> dict[str, Any]:
    """What the page of a version shows: the text in one of its languages, the others to choose, and who signed."""
    wanted = request.GET.get("language") or request.POST.get("language") or usual
    # Whoever reads neither of the two's languages reads the city's.
    usable = [code for code in (wanted, *request.city.languages) if code in agreement.languages]
    language = (usable or agreement.languages)[0]
    title, points = agreements.read(agreement.texts[language])
    names = paper.names(agreement.duo)
    found: Any = agreement
    return {
        "agreement": agreement,
        "language": language,
        "direction": "rtl" if language in settings.LANGUAGES_BIDI else "ltr",
        "languages": [
            {"code": code, "name": get_language_info(code)["name_local"], "current": code == language}
            for code in agreement.languages
        ],
        "text_title": title,
        "points": points,
        "signers": [
            {"code": str(signer), "name": name, "signature": found.by_signer.get(signer)}
            for signer, name in names.items()
        ],
        "paper": on_paper(found),
    }


def on_paper(agreement: Any) -> list[str]:
    """Whose signature, still missing, the organisation notes from paper: of the two, those without an account."""
    duo = agreement.duo
    if agreement.standing != "waits" or duo.over_on is not None:
        return []
    return [
        str(side)
        for side in Side.values
        if side in agreement.missing and duo.application(side).participant.user_id is None
    ]


def sign_form(request: HttpRequest, agreement: Agreement, language: str) -> SignForm:
    initial = {"language": language, "read": agreement.text_hash}
    return SignForm(data_of(request), initial=initial)


def pdf(agreement: Agreement) -> HttpResponse:
    answer = HttpResponse(paper.agreement_pdf(agreement), content_type="application/pdf")
    name = f"agreement-{agreement.duo_id}-{agreement.number}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    # Names stand in it: no cache on the way keeps it.
    answer["Cache-Control"] = "private, no-store"
    return answer
