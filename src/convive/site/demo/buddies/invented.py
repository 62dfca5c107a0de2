"""Who takes part in the invented programme: made from a seed, the same on every machine."""

from __future__ import annotations

import random
from dataclasses import dataclass

from convive.city.people.lists import Gender, Goal, Interest, LifeStage

_FIRST = (
    "Abel", "Adina", "Amina", "Andrei", "Anneke", "Arben", "Ayan", "Beatriz", "Berhane", "Bruno", "Cato", "Chloé",
    "Dalia", "Dario", "Delphine", "Dilara", "Eline", "Emir", "Esra", "Fatma", "Feven", "Filip", "Gabriela", "Gilles",
    "Hana", "Hamid", "Helena", "Idris", "Ines", "Iryna", "Jonas", "Josefien", "Kaltrina", "Khalid", "Koen", "Lamin",
    "Laura", "Layla", "Lucia", "Maaike", "Mahdi", "Maria", "Mikael", "Mina", "Nadia", "Natan", "Nour", "Olena",
    "Omar", "Parwana", "Pauline", "Rami", "Robel", "Rosa", "Saba", "Samir", "Sara", "Selam", "Simon", "Soraya",
    "Stefan", "Svitlana", "Tarek", "Tom", "Valeria", "Victor", "Yara", "Yonas", "Zahra", "Ziad",
)  # fmt: skip
_LAST = (
    "Abdi", "Ahmadi", "Aksoy", "Almeida", "Andries", "Asante", "Bakker", "Baran", "Bellens", "Bondar", "Ceulemans",
    "Daems", "Dimitrov", "Dogan", "Ebo", "Fierens", "Gebre", "Geens", "Haile", "Hakimi", "Horvat", "Jacobs", "Kebede",
    "Keller", "Khoury", "Koster", "Lemmens", "Lopes", "Maalouf", "Marques", "Meert", "Moreau", "Mussa", "Nowak",
    "Ozturk", "Pauwels", "Peeters", "Qasimi", "Rossi", "Saleh", "Santos", "Shevchenko", "Smets", "Tekle", "Thys",
    "Torfs", "Vandamme", "Verhoeven", "Wauters", "Yilmaz", "Zaman", "Zeman",
)  # fmt: skip
_MOTHER_TONGUES = (
    "ar",
    "fa",
    "uk",
    "tr",
    "ti",
    "so",
    "es",
    "pt",
    "ro",
    "pl",
    "ps",
    "am",
    "en",
    "fr",
    "sq",
    "ru",
)
_LETTERS = {"ar": "ar", "fr": "fr", "en": "en", "it": "it"}
_EVENING, _MORNING, _AFTERNOON = (18, 21), (9, 12), (13, 17)


@dataclass(frozen=True)
class Invented:
    """Somebody of the programme. `languages` are codes with bands; `hours` weekday, first and last hour; `steps` how
    many squares of 500 m they live from the middle of their district, east and north.
    """

    name: str
    letters: str
    languages: tuple[tuple[str, str], ...]
    hours: tuple[tuple[int, int, int], ...]
    district: int
    steps: tuple[int, int]
    gender: str
    wish: str
    interests: tuple[str, ...]
    goals: tuple[str, ...]
    stage: str
    birth_year: int


def newcomers(count: int, districts: int, rng: random.Random, year: int) -> list[Invented]:
    return [_newcomer(rng, districts, year) for _ in range(count)]


def volunteers(count: int, districts: int, rng: random.Random, year: int) -> list[Invented]:
    return [_volunteer(rng, districts, year) for _ in range(count)]


def _newcomer(rng: random.Random, districts: int, year: int) -> Invented:
    mother = rng.choice(_MOTHER_TONGUES)
    languages = {mother: "C2", "nl": rng.choices(("A1", "A2", "B1"), (25, 50, 25))[0]}
    if rng.random() < 0.5:
        languages.setdefault("en", rng.choice(("A2", "B1", "B2")))
    return _person(rng, districts, year, _LETTERS.get(mother, "nl"), languages, wish=0.12)


def _volunteer(rng: random.Random, districts: int, year: int) -> Invented:
    languages = {"nl": "C2", "en": rng.choice(("B1", "B2", "C1"))}
    if rng.random() < 0.5:
        languages["fr"] = rng.choice(("B1", "B2", "C1"))
    if rng.random() < 0.15:
        languages.setdefault(rng.choice(_MOTHER_TONGUES), "C1")
    return _person(rng, districts, year, "nl", languages, wish=0.05)


def _person(
    rng: random.Random, districts: int, year: int, letters: str, languages: dict[str, str], wish: float
) -> Invented:
    gender = rng.choices((Gender.WOMAN, Gender.MAN, ""), (52, 42, 6))[0]
    days = rng.sample(range(7), rng.choice((1, 2, 2, 3)))
    hours = []
    for day in sorted(days):
        first, last = rng.choice((_MORNING, _AFTERNOON)) if day >= 5 or rng.random() < 0.25 else _EVENING
        hours.append((day, first, last))
    return Invented(
        name=f"{rng.choice(_FIRST)} {rng.choice(_LAST)}",
        letters=letters,
        languages=tuple(languages.items()),
        hours=tuple(hours),
        district=rng.randrange(districts),
        steps=(rng.randint(-2, 2), rng.randint(-2, 2)),
        gender=str(gender),
        wish=str(gender) if gender and rng.random() < wish else "",
        interests=tuple(sorted(rng.sample(Interest.values, rng.choice((2, 3, 4))))),
        goals=tuple(sorted(rng.sample(Goal.values, rng.choice((1, 2))))),
        stage=rng.choice(LifeStage.values),
        birth_year=year - rng.randint(19, 72),
    )
