"""What the invented programme is called, says and agrees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from convive.city.buddies import agreements
from convive.city.buddies.codes import AgreementKind
from convive.city.buddies.models import Agreement, Duo, Programme, Signature
from convive.core.models import User
from convive.site.demo.buddies.journeys import TERM, Pair

if TYPE_CHECKING:
    from convive.site.demo.buddies.load import Calendar

PROGRAMME: dict[str, Any] = {
    "slug": "samen-op-pad",
    "names": {
        "nl": "Samen op pad", "en": "On the way together", "fr": "En chemin ensemble", "it": "In cammino insieme",
        "sv": "På väg tillsammans", "ar": "معًا على الطريق",
    },
    "texts": {
        "nl": "Twee mensen ontmoeten elkaar zes maanden lang, om de twee weken. "
        "Ze praten Nederlands en leren de stad kennen.",
        "en": "Two people meet for six months, every two weeks. They talk Dutch and get to know the city.",
        "fr": "Deux personnes se rencontrent pendant six mois, toutes les deux semaines. "
        "Elles parlent néerlandais et découvrent la ville.",
        "it": "Due persone si incontrano per sei mesi, ogni due settimane. Parlano olandese e scoprono la città.",
        "sv": "Två personer träffas i sex månader, varannan vecka. De talar nederländska och lär känna staden.",
        "ar": "يلتقي شخصان لمدة ستة أشهر، مرة كل أسبوعين. يتحدثان بالهولندية ويتعرفان على المدينة.",
    },
    "municipalities": ["Aldermonde", "Zuidwerve", "Oudeland"],
    "languages": ["nl", "en", "fr", "ar"],
    "practised": "nl",
    "follow_ups": [42, 126],
    "criteria": {
        "hard": {
            "language": ["nl"], "newcomer_band": "A1", "volunteer_band": "B2", "overlap_hours": 2, "distance_km": 6,
            "gender_wish": True,
        },
        "soft": {"languages": 1, "interests": 2, "goals": 1, "life_stage": 1, "overlap": 1, "distance": 1},
        "order": {"waiting_bands_weeks": [26, 12, 4], "seed": "aldermonde"},
        "escalation": [{"weeks": 12, "more_km": 3}, {"weeks": 26, "more_km": 6, "fewer_hours": 1}],
    },
    "contact_name": "Joris Temmerman",
    "contact_email": "joris.temmerman@maatjes-aan-de-alder.example.org",
    "contact_phone": "015 00 00 00",
}  # fmt: skip

ACTIVITIES = (
    ("training", {
        "nl": "Eerste avond voor vrijwilligers", "en": "First evening for volunteers",
        "fr": "Première soirée pour bénévoles", "it": "Prima serata per volontari",
        "sv": "Första kvällen för frivilliga", "ar": "الأمسية الأولى للمتطوعين",
    }, 40, 120),
    ("activity", {
        "nl": "Wandeling langs de Alder", "en": "Walk along the Alder", "fr": "Promenade le long de l’Alder",
        "it": "Passeggiata lungo l’Alder", "sv": "Promenad längs Alder", "ar": "نزهة على ضفاف ألدر",
    }, 16, 150),
    ("activity", {
        "nl": "Samen soep koken", "en": "Cooking soup together", "fr": "Préparer une soupe ensemble",
        "it": "Cucinare insieme una zuppa", "sv": "Laga soppa tillsammans", "ar": "نطبخ الحساء معًا",
    }, -12, 180),
)  # fmt: skip


def agree(
    rows: Sequence[tuple[Duo, Pair]], when: Calendar, coordinator: User, signers: Sequence[Any]
) -> None:
    """The agreements of duos that both want, signed by all where the duo has begun."""
    words = _Words()
    made = Agreement.objects.bulk_create(
        [_first(duo, pair, when, words) for duo, pair in rows], batch_size=500
    )
    Signature.objects.bulk_create(
        [
            Signature(
                city=agreement.city, agreement=agreement, signer=signer,
                user=coordinator if signer == "organisation" else None, language=agreement.languages[0],
                text_hash=agreement.text_hash, signed_at=when.at(pair.starts + 1),
            )
            for agreement, (_duo, pair) in zip(made, rows, strict=True)
            if pair.starts is not None
            for signer in signers
        ],
        batch_size=2_000,
    )  # fmt: skip


class _Words:
    """Texts of agreements and their fingerprints: the same for duos of the same first day and languages."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, dt.date], str] = {}
        self._marks: dict[tuple[tuple[str, ...], dt.date], str] = {}

    def of(
        self, programme: Programme, languages: list[str], first: dt.date, last: dt.date
    ) -> tuple[dict[str, str], str]:
        for language in languages:
            if (language, first) not in self._texts:
                made = agreements.texts(
                    programme, [language], starts_on=first, ends_on=last, days_between=programme.days_between
                )
                self._texts[language, first] = made[language]
        found = {language: self._texts[language, first] for language in languages}
        key = tuple(sorted(languages)), first
        if key not in self._marks:
            self._marks[key] = agreements.fingerprint(found)
        return found, self._marks[key]


def _first(duo: Duo, pair: Pair, when: Calendar, words: _Words) -> Agreement:
    start = -7 if pair.starts is None else pair.starts
    first, last = when.day(start), when.day(start - TERM)
    languages = agreements.languages_of(duo)
    texts, mark = words.of(duo.programme, languages, first, last)
    return Agreement(
        city=duo.city, duo=duo, number=1, kind=AgreementKind.FIRST, languages=languages, starts_on=first, ends_on=last,
        days_between=duo.programme.days_between, texts=texts, text_hash=mark, made_at=when.at(pair.asked - 3),
    )  # fmt: skip
