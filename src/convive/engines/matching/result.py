"""What a round of matching gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from convive.engines.matching.relaxation import Relaxation

if TYPE_CHECKING:
    from convive.engines.matching.telling import Round


class Reason(NamedTuple):
    """A code and its values; docs/reference/criteria.md lists them. Whoever shows it finds the words."""

    code: str
    values: Mapping[str, Any]


class Duo(NamedTuple):
    """Two people who could meet. quality: from 0 to 10 000. kept: it was there before."""

    newcomer: str
    volunteer: str
    quality: int
    reasons: tuple[Reason, ...]
    kept: bool = False


class Help(NamedTuple):
    """A relaxation after which the person would certainly be in a duo, and no smaller one of its kind would do.

    Two kinds have no relaxation. rules ("speak",): the newcomer speaks none of `before["languages"]` at the band
    `before["band"]`. rules ("place",): one place more with any of the `people` volunteers who fit gives one duo more;
    and as many as there are newcomers waiting in the contest, one for this newcomer too.

    rules: codes of the rules that it widens. before: the limits that hold now, as in `relaxation`. people: with how
    many this opens a duo. instead: somebody who waited less would be left waiting in turn.
    """

    relaxation: Relaxation
    rules: tuple[str, ...]
    before: Mapping[str, Any]
    people: int
    instead: bool = False


class Waiting(NamedTuple):
    """Somebody without a duo: why, and what would help, the widest choice first.

    fits: how many people fit by all hard rules. contest: the place of the contest in `Proposal.contests` that keeps
    a newcomer waiting, None where nobody fits and for volunteers.
    """

    id: str
    role: Literal["newcomer", "volunteer"]
    weeks: float
    fits: int
    reasons: tuple[Reason, ...]
    would_help: tuple[Help, ...]
    contest: int | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """Why some must wait: `newcomers` fit nobody but `volunteers`, who have fewer free places than there are
    newcomers (a violator of Hall's condition, 1935). Those of `newcomers` who are in a duo all belong to the band
    `band` or one that waited longer; those who wait in vain have no better claim.
    """

    band: int
    newcomers: tuple[str, ...]
    volunteers: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Recruit:
    """A volunteer like `like` (languages, hours, place, wish) would let one more newcomer meet somebody, and as
    many as `people` who fit directly if several came. Lists count each waiting newcomer once.
    """

    like: str
    people: int
    newcomers: tuple[str, ...]


class BandCount(NamedTuple):
    """weeks: at least so long, 0 for the last band. matched: newcomers in new duos. most: no set of duos has more,
    given the longer bands.
    """

    weeks: float
    newcomers: int
    matched: int
    most: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far the proposal is from the best, proven by prices (linear programming duality).

    duos, most_duos: reached, and what no set of duos can exceed; so too in `bands`. quality, most_quality: the sum
    over new duos, and what no set of duos with as many people of each band can exceed. draw: the sum of lots;
    least_draw: what no set as good in all else can go below (None where the draw was not proven). exact: all
    of them are equal. gap: (most_quality − quality) / most_quality where all duos and bands are at their best,
    otherwise 1 − (matched over most, summed over the bands and those that waited longer). edges: pairs looked at.
    """

    exact: bool
    gap: float
    duos: int
    most_duos: int
    bands: tuple[BandCount, ...]
    quality: int
    most_quality: int
    draw: int
    least_draw: int | None
    edges: int


@dataclass(frozen=True, slots=True)
class Change:
    """What another proposal does to the whole."""

    duos: int
    bands: tuple[int, ...]
    quality: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SecondBest:
    """The best set of duos in which a person meets somebody else than now: the duo, and what it does to the whole.

    change.duos, .bands, .quality: more or less than before. gained, lost: newcomers who are in a duo now, or no
    longer. moved: newcomers with the volunteer before and after.
    """

    person: str
    duo: Duo
    change: Change


class Told(Protocol):
    """The parts of a proposal, each worked out when it is first read."""

    @property
    def duos(self) -> tuple[Duo, ...]: ...
    @property
    def kept(self) -> tuple[Duo, ...]: ...
    @property
    def waiting(self) -> tuple[Waiting, ...]: ...
    @property
    def idle(self) -> tuple[Waiting, ...]: ...
    @property
    def contests(self) -> tuple[Contest, ...]: ...
    @property
    def recruiting(self) -> tuple[Recruit, ...]: ...


@dataclass(frozen=True, eq=False)
class Proposal:
    """duos: new ones, in the order of the newcomers given. kept: those that were there. waiting: newcomers without a
    duo; idle: volunteers with a free place and no duo at all. recruiting: whom to look for.

    Each of them is worked out when it is first read; proposals are equal where all of them are.
    """

    certificate: Certificate
    explained: bool
    _told: Told = field(repr=False)
    _round: Round = field(repr=False)

    @property
    def duos(self) -> tuple[Duo, ...]:
        return self._told.duos

    @property
    def kept(self) -> tuple[Duo, ...]:
        return self._told.kept

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        return self._told.waiting

    @property
    def idle(self) -> tuple[Waiting, ...]:
        return self._told.idle

    @property
    def contests(self) -> tuple[Contest, ...]:
        return self._told.contests

    @property
    def recruiting(self) -> tuple[Recruit, ...]:
        return self._told.recruiting

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Proposal):
            return NotImplemented
        return all(getattr(self, part) == getattr(other, part) for part in PARTS)

    __hash__ = None  # type: ignore[assignment]


PARTS = ("certificate", "explained", "duos", "kept", "waiting", "idle", "contests", "recruiting")
