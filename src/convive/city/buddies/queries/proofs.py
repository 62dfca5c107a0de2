"""What a proof of hours says: on paper, and to whoever verifies its code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import qrcode
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from convive.city.buddies.codes import Doing
from convive.city.buddies.models import Proof
from convive.city.buddies.queries.hours import duration
from convive.core import documents
from convive.core.models import User


def code_picture(address: str) -> bytes:
    """An address as a QR code, dark on white in either theme, as SVG."""
    stream = BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, box_size=20).save(stream)
    return stream.getvalue()


@dataclass(frozen=True)
class Said:
    """What a stranger who holds the paper reads: enough to hold against it, and nothing that is not on it."""

    valid: bool
    total: str
    organisations: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None
    made_on: dt.date
    initials: str


def initials(name: str) -> str:
    return " ".join(f"{word[0].upper()}." for word in name.split())


def said(proof: Proof) -> Said:
    days = sorted(dt.date.fromisoformat(line["on"]) for line in proof.lines)
    return Said(
        valid=proof.taken_back_at is None,
        total=duration(proof.minutes),
        organisations=tuple(sorted({line["organisation"] for line in proof.lines})),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        made_on=proof.city.day_of(proof.made_at),
        initials=initials(proof.participant.name),
    )


def languages_of(proof: Proof) -> list[str]:
    """The person's own language, and then the first of the programme: whoever reads the paper works with it."""
    first = proof.participant.applications.select_related("programme").order_by("applied_at", "pk").first()
    theirs = (first.programme.languages if first else []) or proof.city.languages
    return list(dict.fromkeys([proof.participant.language, *theirs[:1]]))


def on_paper(proof: Proof, address: str) -> bytes:
    """The proof as a PDF: a sheet in each language. `address` is where its code is verified."""
    names = dict(
        User.objects.filter(pk__in={line.get("by") for line in proof.lines} - {None}).values_list(
            "pk", "name"
        )
    )
    sheets = []
    for language in languages_of(proof):
        with translation.override(language):
            sheets.append(_sheet(proof, address, names))
    # An address keeps its direction at the foot of an Arabic sheet too.
    foot = f"\u2066{address}\u2069"
    data = {"language": sheets[0]["language"], "right_to_left": False, "foot": foot, "sheets": sheets}
    return documents.render("convive.city.buddies", "proof.typ", data, {"code.svg": code_picture(address)})


def _sheet(proof: Proof, address: str, names: dict[int, str]) -> dict[str, Any]:
    """What stands on a sheet, in the active language."""
    language = translation.get_language() or "en"
    by_organisation: dict[str, list[dict[str, Any]]] = {}
    for line in proof.lines:
        by_organisation.setdefault(line["organisation"], []).append(line)
    doings = dict(Doing.choices)
    return {
        "language": language.split("-")[0],
        "right_to_left": translation.get_language_bidi(),
        "title": _("Proof of hours"),
        "lede": _(
            "%(name)s took part for %(hours)s. "
            "Somebody who works for the organisation named confirmed each line."
        )
        % {"name": proof.participant.name, "hours": duration(proof.minutes)},
        "invented": _("This city is invented, for trying things out.") if proof.city.invented else "",
        "columns": [_("Day"), _("What"), _("How long"), _("Confirmed by")],
        "groups": [
            {
                "name": organisation,
                "total": duration(sum(line["minutes"] for line in lines)),
                "rows": [
                    [
                        date_format(dt.date.fromisoformat(line["on"])),
                        str(doings.get(line["doing"], "")),
                        duration(line["minutes"]),
                        names.get(line.get("by") or 0, ""),
                    ]
                    for line in lines
                ],
            }
            for organisation, lines in sorted(by_organisation.items())
        ],
        "verify": _("Verify this proof"),
        "verify_text": _(
            "Scan the picture, or open this address. "
            "It says whether the proof holds, and nothing that is not on this sheet."
        ),
        "address": address,
        "code": _("Code: %(code)s") % {"code": proof.code},
        "made": _("Made on %(day)s, %(city)s")
        % {"day": date_format(proof.city.day_of(proof.made_at)), "city": proof.city.name},
        "silent_title": _("What this does not say"),
        "silent": _(
            "It says what was done, and nothing about what was not. It says nothing about how well somebody speaks a "
            "language, why they live here, or with whom they met. %(name)s made it and decides who gets it."
        )
        % {"name": proof.participant.name},
    }
