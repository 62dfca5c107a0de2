"""Why somebody waits, and the smallest change of rules that would certainly end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from convive.engines.matching import kernels as k
from convive.engines.matching import kernels_demand as demand
from convive.engines.matching import kernels_why as why
from convive.engines.matching.coding import Task
from convive.engines.matching.kernels import Ints, Places
from convive.engines.matching.kernels_edges import Flags
from convive.engines.matching.persons import BANDS
from convive.engines.matching.reasons import code
from convive.engines.matching.relaxation import WAIVABLE, Relaxation
from convive.engines.matching.result import Contest, Help, Reason, Recruit, Waiting
from convive.engines.matching.rules import RULES, Rule
from convive.engines.matching.solving import Edges, Solution
from convive.engines.threads import one_thread

LEFT = Literal["newcomer", "volunteer"]
RECRUITS = 20
# Pairs of a newcomer and a volunteer for which no second thread is woken.
FEW_PAIRS = 1_000_000
_NEWCOMER_BAND, _VOLUNTEER_BAND, _ANY = 9, 10, 11
_WAIVABLE = [(place, rule) for place, rule in enumerate(RULES) if rule & WAIVABLE]
_CODES = [code(rule) for rule in RULES]
_AS_IT_IS = Relaxation()


class Why:
    """What is known once the duos are: who could make room, who is wanted."""

    def __init__(self, task: Task, edges: Edges, solution: Solution, mate: Places) -> None:
        self.task, self.edges, self.mate = task, edges, mate
        self.solution = solution
        self.openings = demand.openings(edges.start, edges.column, mate, task.level, task.room)
        self.free = np.flatnonzero(mate < 0).astype(np.int32)
        self.wanted_n, self.wanted_v = demand.reached(edges.start, edges.column, mate, self.free, task.room)
        assert edges.fits_n is not None
        assert edges.fits_v is not None
        self.fits_n, self.fits_v = edges.fits_n, edges.fits_v
        used = np.bincount(mate[mate >= 0], minlength=len(task.room))
        kept = np.zeros(len(task.volunteers), np.int64)
        for _i, j in task.kept:
            if j >= 0:
                kept[j] += 1
        self.idle = np.flatnonzero((used == 0) & (task.room > 0) & (kept[task.volunteer_at] == 0)).astype(
            np.int32
        )

    def newcomers(self, explain: bool, rows: Places | None = None) -> tuple[list[Waiting], list[Contest]]:
        task = self.task
        rows = self.free if rows is None else rows
        contests, of_row = self._contests()
        level = task.level[rows]
        tell = self.fits_n[rows] == 0
        found = self._wider(rows, True, self.openings, level, tell) if explain else None
        borders, bands = (*sorted(task.criteria.order.waiting_bands_weeks, reverse=True), 0), level.tolist()
        unknown = self._unknown("newcomer", task.newcomer_at[rows])
        limits, silent = self._limits(rows, "newcomer"), self._speak_nothing(rows)
        # For most who wait beside others, no rule made wider would do.
        helped = [] if found is None else (found.counts.any(axis=1) | (found.fewest > 0) | silent).tolist()
        waiting = []
        places, many = task.newcomer_at[rows].tolist(), self.fits_n[rows].tolist()
        weeks = np.round(task.weeks[rows], 3).tolist()
        for at, row in enumerate(rows.tolist()):
            place, fits = places[at], many[at]
            contest = of_row.get(row)
            reasons = unknown[at]
            if fits:
                assert contest is not None
                held = contests[contest]
                values = {
                    "fit": fits,
                    "band_weeks": borders[len(borders) - bands[at]],
                    "newcomers": len(held.newcomers),
                    "places": held.places,
                }
                reasons.append(Reason("taken", values))
            else:
                reasons.append(Reason("nobody_fits", {"people": len(task.room)}))
            helps: tuple[Help, ...] = ()
            if found is not None:
                reasons += _kept_away(found, at) if not fits else []
                if helped[at]:
                    helps = self._helps(found, at, row, "newcomer", limits[at], bool(silent[at]))
                if fits:
                    helps = (*helps, Help(_AS_IT_IS, ("place",), {}, fits))
            waiting.append(
                Waiting(
                    task.newcomers.ids[place], "newcomer", weeks[at], fits, tuple(reasons), helps, contest
                )
            )
        return waiting, contests

    def volunteers(self, explain: bool, rows: Places | None = None) -> list[Waiting]:
        task = self.task
        rows = self.idle if rows is None else rows
        # Whoever waits could come at once; who is in a duo could, where somebody who waits can take their place.
        mate = self.mate
        opening = np.zeros(len(mate), np.int32)
        has = np.flatnonzero(mate >= 0)
        opening[has[~self.wanted_v[mate[has]]]] = demand.NEVER
        level, tell = np.ones(len(rows), np.int64), self.fits_v[rows] == 0
        found = self._wider(rows, False, opening, level, tell) if explain else None
        unknown = self._unknown("volunteer", task.volunteer_at[rows])
        limits = self._limits(rows, "volunteer")
        waiting = []
        for at, row in enumerate(rows.tolist()):
            place, fits = int(task.volunteer_at[row]), int(self.fits_v[row])
            reasons = unknown[at]
            if fits:
                reasons.append(Reason("all_have_duos", {"fit": fits}))
            else:
                reasons.append(Reason("nobody_fits", {"people": len(task.level)}))
            helps: tuple[Help, ...] = ()
            if found is not None:
                reasons += _kept_away(found, at) if not fits else []
                helps = self._helps(found, at, row, "volunteer", limits[at])
            waiting.append(Waiting(task.volunteers.ids[place], "volunteer", 0.0, fits, tuple(reasons), helps))
        return waiting

    def _wider(
        self, asked: Places, of_newcomers: bool, opening: Places, level: Ints, tell: Flags
    ) -> why.Wider:
        task = self.task
        with one_thread(len(asked) * len(opening) <= FEW_PAIRS):
            return why.wider(asked, of_newcomers, opening, level, tell, task.N, task.V, task.R)

    def recruiting(self) -> list[Recruit]:
        """Volunteers of whom more would help most, each waiting newcomer counted once."""
        task, edges = self.task, self.edges
        left = (self.mate < 0) & (self.fits_n > 0)
        likes, of_n = demand.most_asked(edges.start, edges.column, left, len(task.room), RECRUITS)
        recruits = []
        for at, like in enumerate(likes.tolist()):
            ids = _named(task.newcomers.ids, task.newcomer_at[np.flatnonzero(of_n == at)])
            recruits.append(Recruit(task.volunteers.ids[int(task.volunteer_at[like])], len(ids), ids))
        return recruits

    def _contests(self) -> tuple[list[Contest], dict[int, int]]:
        """For each band the parts where more newcomers want places than there are; and whose contest is which."""
        task, edges, who = self.task, self.edges, self.solution.stages[0]
        contests: list[Contest] = []
        of_row: dict[int, int] = {}
        bands = len(task.criteria.order.waiting_bands_weeks)
        asking = self.free[self.fits_n[self.free] > 0]
        for level in np.unique(task.level[asking]).tolist():
            # Who cannot have more than a place at this price, and the volunteers whose places cost as much.
            of_n, of_v = task.level - who.gains >= level, who.prices >= level
            if edges.cut is None:
                part_n, part_v = demand.together(edges.start, edges.column, of_n, len(task.room))
            else:
                # Pairs that were left out could join parts.
                part_n = np.where(of_n & (self.fits_n > 0), 0, -1)
                part_v = np.where(of_v, 0, -1)
            mine = asking[task.level[asking] == level]
            wanted = np.unique(part_n[mine])
            order_n = np.argsort(part_n, kind="stable")
            order_v = np.argsort(part_v, kind="stable")
            ends_n = np.searchsorted(part_n[order_n], [wanted, wanted + 1])
            ends_v = np.searchsorted(part_v[order_v], [wanted, wanted + 1])
            begin = len(contests)
            for at in range(len(wanted)):
                rows_n = order_n[ends_n[0, at] : ends_n[1, at]]
                rows_v = order_v[ends_v[0, at] : ends_v[1, at]]
                contests.append(
                    Contest(
                        bands + 1 - level,
                        _named(task.newcomers.ids, task.newcomer_at[rows_n]),
                        _named(task.volunteers.ids, task.volunteer_at[rows_v]),
                        int(task.room[rows_v].sum()),
                    )
                )
            numbers = begin + np.searchsorted(wanted, part_n[mine])
            of_row.update(zip(mine.tolist(), numbers.tolist(), strict=True))
        return contests, of_row

    def _unknown(self, role: LEFT, places: Ints) -> list[list[Reason]]:
        """Fields that are blank and that a rule asks about."""
        people = self.task.newcomers if role == "newcomer" else self.task.volunteers
        hard = self.task.criteria.hard
        blank = {}
        if hard.asks_language:
            blank["languages"] = ~people.bands[places].any(axis=1)
        if hard.overlap_hours:
            blank["available"] = ~people.week[places].any(axis=1)
        if hard.distance_km is not None:
            blank["place"] = np.isnan(people.x[places])
        if hard.age_difference is not None:
            blank["age"] = people.age[places] < 0
        missing: list[list[Reason]] = [[] for _each in range(len(places))]
        for field, here in blank.items():
            for at in np.flatnonzero(here).tolist():
                missing[at].append(Reason("not_known", {"field": field}))
        return missing

    def _helps(
        self, found: why.Wider, at: int, row: int, role: LEFT, limits: Mapping[str, Any], silent: bool = False
    ) -> tuple[Help, ...]:
        """silent: speaks nothing that anybody else could."""
        counts, free = found.counts[at].tolist(), found.instead[at].tolist()
        helps: list[Help] = []

        def add(place: int, rule: Rule, key: str | None, value: Any) -> None:
            if counts[place]:
                wider = Relaxation(waived=rule) if key is None else Relaxation(**{key: value})
                name = key if key in ("newcomer_band", "volunteer_band", "any_language") else code(rule)
                before = {key: limits[key]} if key is not None and key in limits else {}
                helps.append(Help(wider, (name,), before, counts[place], free[place] == 0))

        add(2, Rule.DISTANCE, "distance_km", round(float(found.near[at]) / 1000, 1) if counts[2] else 0)
        add(1, Rule.OVERLAP, "overlap_hours", int(found.minutes[at]) / 60)
        add(_NEWCOMER_BAND, Rule.LANGUAGE, "newcomer_band", BANDS[found.newcomer_band[at] - 1])
        add(_VOLUNTEER_BAND, Rule.LANGUAGE, "volunteer_band", BANDS[found.volunteer_band[at] - 1])
        add(_ANY, Rule.LANGUAGE, "any_language", True)
        add(5, Rule.AGE_DIFFERENCE, "age_difference", int(found.apart[at]))
        for place, rule in _WAIVABLE:
            add(place, rule, None, None)
        if not helps and found.fewest[at]:
            helps.append(self._several(found, at, row, role, limits))
        if not helps and silent:
            hard = self.task.criteria.hard
            spoken = {"languages": hard.language, "band": hard.newcomer_band or "A1"}
            helps.append(Help(_AS_IT_IS, ("speak",), spoken, 0))
        return tuple(sorted(helps, key=lambda each: -each.people))

    def _several(self, found: why.Wider, at: int, row: int, role: LEFT, limits: Mapping[str, Any]) -> Help:
        """Several rules at once, so far that the person nearest to fitting would fit."""
        task, other = self.task, int(found.other[at])
        i, j = (row, other) if role == "newcomer" else (other, row)
        wrong = Rule(int(found.fewest[at]))
        given: dict[str, Any] = {}
        names = []
        for rule in RULES:
            if not wrong & rule:
                continue
            name = code(rule)
            if rule is Rule.DISTANCE:
                away = float(np.hypot(*(task.N.places[i, :2] - task.V.places[j, :2])))
                given["distance_km"] = round(float(np.ceil(away / why.STEP - 1e-9)) * why.STEP / 1000, 1)
            elif rule is Rule.OVERLAP:
                pair = np.array([i], np.int32), np.array([j], np.int32)
                slots = int(k.rated(*pair, task.N, task.V, task.R)[1][0])
                given["overlap_hours"] = slots * int(task.R.numbers[k.SLOT]) / 60
            elif rule is Rule.AGE_DIFFERENCE:
                given["age_difference"] = abs(int(task.N.codes[i, k.AGE]) - int(task.V.codes[j, k.AGE]))
            elif rule is Rule.LANGUAGE:
                low = why.lower_languages(i, j, task.N, task.V, task.R)
                if low[0]:
                    name = "newcomer_band"
                    given[name] = BANDS[low[0] - 1]
                elif low[1]:
                    name = "volunteer_band"
                    given[name] = BANDS[low[1] - 1]
                else:
                    name = "any_language"
                    given[name] = True
            names.append(name)
        wider = Relaxation(**given, waived=wrong & WAIVABLE)
        before = {key: limits[key] for key in given if key in limits}
        return Help(wider, tuple(names), before, 1, self._instead(role, other))

    def _limits(self, rows: Places, role: LEFT) -> list[dict[str, Any]]:
        """The limits that hold for people now; a volunteer's are those of the rules."""
        hard = self.task.criteria.hard
        same: dict[str, Any] = {
            "distance_km": hard.distance_km,
            "overlap_hours": hard.overlap_hours,
            "newcomer_band": hard.newcomer_band,
            "volunteer_band": hard.volunteer_band,
            "age_difference": hard.age_difference,
        }
        same = {key: value for key, value in same.items() if value is not None}
        if role == "volunteer":
            return [same] * len(rows)
        far = (self.task.N.places[rows, 2] / 1000).tolist()
        least = (self.task.N.codes[rows, k.LEAST] / 60).tolist()
        if hard.distance_km is None:
            return [{**same, "overlap_hours": hours} for hours in least]
        return [
            {**same, "distance_km": km, "overlap_hours": hours} for km, hours in zip(far, least, strict=True)
        ]

    def _speak_nothing(self, rows: Places) -> Flags:
        """Of newcomers: who speaks none of the languages at the band that is asked."""
        task = self.task
        if not task.criteria.hard.asks_language:
            return np.zeros(len(rows), np.bool_)
        words = len(task.R.listed)
        band = task.N.codes[rows, k.NEWCOMER_BAND].astype(np.int64) - 1
        spoken = task.N.words[rows[:, None], band[:, None] * words + np.arange(words)] & task.R.listed
        return np.asarray(~spoken.any(axis=1))

    def _instead(self, role: LEFT, other: int) -> bool:
        return role == "newcomer" and bool(self.openings[other] > 0)


def _named(ids: tuple[str, ...], places: Ints) -> tuple[str, ...]:
    """The ids at these places, in their order."""
    return tuple([ids[place] for place in np.sort(places).tolist()])


def _kept_away(found: why.Wider, at: int) -> list[Reason]:
    """How many people each rule keeps away, the rule that keeps most away first."""
    failing, alone = found.failing[at].tolist(), found.alone[at].tolist()
    order = sorted(range(len(RULES)), key=lambda place: (-failing[place], place))
    return [
        Reason("kept_away", {"rule": _CODES[place], "people": failing[place], "alone": alone[place]})
        for place in order
        if failing[place]
    ]
