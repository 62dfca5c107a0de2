"""An agreement on paper, with names, dates and signatures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from convive.city.buddies import agreements
from convive.city.buddies.codes import Side, Signer
from convive.city.buddies.models import Agreement, Duo
from convive.core import documents


def agreement_pdf(agreement: Agreement) -> bytes:
    """The PDF of one version: one part a language, the names and signatures in each.

    The agreement must have its duo with people and programme at hand.
    """
    duo = agreement.duo
    signatures = {row.signer: row for row in agreement.signatures.all()}
    data = {
        "foot": f"Convive · {duo.programme.city.name} · {duo} · {agreement.number}",
        "fingerprint": agreement.text_hash,
        "languages": [_part(agreement, duo, signatures, code) for code in agreement.languages],
    }
    return documents.render("convive.city.buddies", "agreement.typ", data)


def names(duo: Duo) -> dict[str, str]:
    """Who signs, by signer: the two by their names, and the organisation (or the city) by its own."""
    programme = duo.programme
    runs = programme.organisation.name if programme.organisation else programme.city.name
    both = {side: str(duo.application(side).participant) for side in Side.values}
    return both | {str(Signer.ORGANISATION): runs}


def _part(agreement: Agreement, duo: Duo, signatures: dict[str, Any], code: str) -> dict[str, Any]:
    programme = duo.programme
    with translation.override(code), timezone.override(programme.city.time_zone):
        labels = agreements.words(code).labels
        title, points = agreements.read(agreement.texts[code])
        who = names(duo)
        reached = [programme.contact_name, programme.contact_phone, programme.contact_email]
        # The first version can have been signed after its day; a renewed one begins later than the duo.
        starts_on = max(agreement.starts_on, duo.starts_on or agreement.starts_on)
        facts = [
            *((labels[signer], who[signer]) for signer in Signer.values),
            (labels["contact"], " · ".join(each for each in reached if each)),
            (labels["starts"], date_format(starts_on, "DATE_FORMAT")),
            (labels["ends"], date_format(agreement.ends_on, "DATE_FORMAT")),
        ]
        lines = []
        for signer in Signer.values:
            row = signatures.get(signer)
            if row is None:
                when = labels["not_signed"]
            else:
                moment = timezone.localtime(row.signed_at)
                label = labels["on_paper" if row.on_paper else "signed"]
                when = label.format(when=date_format(moment, "DATETIME_FORMAT"))
            lines.append({"who": labels[signer], "name": who[signer], "when": when})
        return {
            "code": code,
            "right_to_left": code in settings.LANGUAGES_BIDI,
            "heading": f"{labels['agreement']} · {programme.name}",
            "version": f"{labels['version']} {agreement.number}",
            "taken_back": labels["taken_back"] if agreement.taken_back_at else "",
            "facts": [list(fact) for fact in facts if fact[1]],
            "title": title,
            "points": [{"title": point.title, "text": point.text} for point in points],
            "signatures_title": labels["signatures"],
            "signatures": lines,
            "fingerprint_title": labels["fingerprint"],
        }
