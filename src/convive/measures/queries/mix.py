"""What has been worked out about mix."""

from __future__ import annotations

from django.db.models import Max

from convive.measures.mix.choosing import MixChoice
from convive.measures.mix.computing import VERSION
from convive.measures.mix.results import Found
from convive.measures.models import Coverage, MixResult
from convive.measures.protection import threshold


def stamp_of(choice: MixChoice) -> str:
    """Of which figures, by which rules, a result of today would be made. One query."""
    # What there is of an indicator is written anew with every import of it.
    last = Coverage.objects.filter(indicator=choice.offered.indicator).aggregate(last=Max("pk"))["last"]
    return f"{VERSION}:{threshold()}:{last}"


def kept_mix(choice: MixChoice) -> tuple[MixResult | None, str]:
    """What is kept for a choice and made of today's figures, with today's stamp. Two queries."""
    stamp = stamp_of(choice)
    return MixResult.objects.filter(key=choice.key, stamp=stamp).first(), stamp


def found_in(row: MixResult | None, choice: MixChoice) -> Found | None:
    """The result in a row; None where it is not there yet, or cannot be."""
    if row is None or row.result is None:
        return None
    return Found(choice, row.result)
