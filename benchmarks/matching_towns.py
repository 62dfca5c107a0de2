"""Invented towns to match: as many newcomers as volunteers, 100 of each on a square kilometre."""

from __future__ import annotations

from typing import Any

import numpy as np

from convive.engines.matching import Criteria, People

TOWN = 6500
SIDE = 8062.0
LANGUAGES, SLOTS, INTERESTS = 24, 28, 32
CRITERIA = {
    "hard": {"newcomer_band": "A1", "volunteer_band": "A1", "overlap_hours": 12, "distance_km": 3},
    "soft": {"languages": 1, "interests": 2, "overlap": 1, "distance": 2},
    "order": {"waiting_bands_weeks": [26, 12, 4], "seed": "2026-11"},
}


def criteria() -> Criteria:
    return Criteria.of(CRITERIA)


def towns(people: int, seed: int = 1, share: float = 1.0) -> tuple[People, People]:
    """`people` newcomers and `share` times as many volunteers. Slots of the week last six hours."""
    random = np.random.default_rng(seed)
    return _side(random, people, people, "newcomer"), _side(
        random, round(people * share), people, "volunteer"
    )


def _side(random: np.random.Generator, n: int, people: int, role: Any) -> People:
    count = max(1, round(people / TOWN))
    across = int(np.ceil(np.sqrt(count)))
    size = SIDE * np.sqrt(people / count / TOWN)
    town = random.integers(0, count, n)
    x = (town % across) * 30_000.0 + random.random(n) * size
    y = (town // across) * 30_000.0 + random.random(n) * size
    bands = np.zeros((n, LANGUAGES), np.int8)
    zipf = 1 / np.arange(1, LANGUAGES - 2)
    own = 3 + random.choice(LANGUAGES - 3, n, p=zipf / zipf.sum())
    if role == "newcomer":
        bands[np.arange(n), own] = 6
        for language, share in ((0, 0.3), (1, 0.2), (2, 0.12)):
            some = random.random(n) < share
            bands[some, language] = random.integers(1, 4, some.sum())
    else:
        main = random.choice(3, n, p=(0.45, 0.35, 0.2))
        bands[np.arange(n), main] = 6
        also = random.random(n) < 0.3
        bands[also, own[also]] = 4
    wish = np.where(random.random(n) < 0.2, random.integers(0, 2, n), -1)
    none = np.full(n, -1, np.int16)
    return People(
        role=role,
        ids=tuple(f"{role[0]}{k}" for k in range(n)),
        languages=tuple(f"l{k:02}" for k in range(LANGUAGES)),
        bands=bands,
        slot=360,
        week=random.random((n, SLOTS)) < 0.3,
        x=x,
        y=y,
        genders=("f", "m"),
        gender=random.integers(0, 2, n).astype(np.int16),
        wish=wish.astype(np.int16),
        interests=tuple(f"i{k:02}" for k in range(INTERESTS)),
        interested=random.random((n, INTERESTS)) < 0.15,
        goals=(),
        aims=np.zeros((n, 0), np.bool_),
        life_stages=("children",),
        life_stage=np.where(random.random(n) < 0.4, 0, -1).astype(np.int16),
        age=random.integers(18, 75, n).astype(np.int16),
        youngest=none,
        oldest=none.copy(),
        organisations=(),
        organisation=np.full(n, -1, np.int32),
        since=(739942 - random.integers(0, 400, n)).astype(np.int32)
        if role == "newcomer"
        else np.zeros(n, np.int32),
        capacity=(1 + (random.random(n) < 0.2)).astype(np.int32)
        if role == "volunteer"
        else np.ones(n, np.int32),
    )
