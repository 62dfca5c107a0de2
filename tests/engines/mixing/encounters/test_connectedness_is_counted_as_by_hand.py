from __future__ import annotations

import doctest
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convive.engines.mixing.counts import MixError
from convive.engines.mixing.encounters import connectedness

# Two schools. In the first, 0 and 1 are of high status, 2 and 3 of low; in the second 4 is high, 5, 6 and 7 low.
HIGH = [True, True, False, False, True, False, False, False]
HOME = ["one"] * 4 + ["two"] * 4
PERSON = [2, 2, 3, 5, 5, 6]
MET = [0, 3, 2, 4, 6, 5]
WHERE = ["one", "one", "one", "two", "two", "two"]


def in_schools(**more: Any) -> Any:
    return connectedness(
        HIGH, PERSON, MET, setting=WHERE, member=range(8), member_setting=HOME, both_ways=False, **more
    )


def test_two_schools_come_out_as_by_hand() -> None:
    result = in_schools()
    # 2 meets one of two of high status, 3 none, 5 one of two, 6 none: a mean of a quarter, twice that.
    assert result.connectedness == pytest.approx(0.5)
    # Half are high in the first school, a quarter in the second; two people each.
    assert result.exposure == pytest.approx(2 * (0.5 + 0.5 + 0.25 + 0.25) / 4)
    assert result.friending_bias == pytest.approx(1 - 0.5 / 0.75)
    assert (result.people, result.without_meetings) == (4, 1)
    one, two = result.settings
    assert (one.name, one.members, one.high_members, one.people) == ("one", 4, 2, 2)
    assert (one.connectedness, one.exposure, one.friending_bias) == pytest.approx((0.5, 1.0, 0.5))
    assert (two.connectedness, two.exposure, two.friending_bias) == pytest.approx((0.5, 0.5, 0.0))


def test_a_meeting_counts_for_both() -> None:
    result = connectedness(HIGH, [0, 4], [2, 5])
    assert (result.connectedness, result.among_high) == (2.0, 0.0)
    with pytest.raises(MixError, match="nobody of low status met anybody"):
        connectedness(HIGH, [0, 4], [2, 5], both_ways=False)


def test_weights_are_time_spent() -> None:
    result = connectedness(HIGH, [2, 2], [0, 3], weight=[3, 1], both_ways=False)
    assert result.connectedness == pytest.approx(2 * 0.75)


def test_meeting_at_random_gives_one_and_no_bias() -> None:
    rng = np.random.default_rng(1)
    people = 2000
    high = np.arange(people) % 2 == 0
    person = rng.integers(0, people, 80_000)
    met = (person + rng.integers(1, people, 80_000)) % people
    result = connectedness(
        high,
        person,
        met,
        setting=["town"] * 80_000,
        member=np.arange(people),
        member_setting=["town"] * people,
    )
    assert result.connectedness == pytest.approx(1, abs=0.02)
    assert result.exposure == 1
    assert result.friending_bias == pytest.approx(0, abs=0.02)


def test_a_setting_without_high_status_has_no_bias_to_speak_of() -> None:
    result = connectedness(
        [True, False, False, False],
        [1, 2],
        [2, 3],
        setting=["club", "club"],
        member=[0, 1, 2, 3],
        member_setting=["hall", "club", "club", "club"],
    )
    assert [(s.name, s.exposure, s.friending_bias) for s in result.settings] == [
        ("hall", 2.0, None),
        ("club", 0.0, None),
    ]
    assert result.friending_bias is None


def test_a_membership_named_twice_counts_once() -> None:
    twice = connectedness(
        HIGH,
        PERSON,
        MET,
        setting=WHERE,
        member=[*range(8), 0, 0],
        member_setting=[*HOME, "one", "one"],
        both_ways=False,
    )
    assert twice == in_schools()


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1))
def test_connectedness_is_exposure_less_the_bias(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people, meetings = 30, 60
    high = rng.random(people) < 0.5
    high[:8] = [True, False] * 4
    home = np.arange(people) // 2 % 4
    person = rng.integers(0, people, meetings)
    others = [np.flatnonzero((home == home[p]) & (np.arange(people) != p)) for p in person]
    met = np.array([rng.choice(choice) for choice in others])
    person[0], met[0] = 1, 0
    result = connectedness(
        high,
        person,
        met,
        setting=home[person].tolist(),
        member=np.arange(people),
        member_setting=home.tolist(),
    )
    assert result.exposure is not None
    assert result.friending_bias is not None
    assert result.connectedness == pytest.approx(result.exposure * (1 - result.friending_bias), abs=1e-12)
    assert 0 <= result.connectedness <= 2
    for each in result.settings:
        if each.connectedness is not None and each.friending_bias is not None:
            assert each.connectedness == pytest.approx(each.exposure * (1 - each.friending_bias), abs=1e-12)
    order = rng.permutation(meetings)
    turned = connectedness(high, person[order], met[order])
    assert turned.connectedness == pytest.approx(result.connectedness, abs=1e-12)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"weight": [1, -1]}, "row 1, column “weight”"),
        ({"weight": [1]}, "2 meetings but 1 weights"),
        ({"setting": ["one", "one"]}, "all three"),
        (
            {"setting": ["one", "two"], "member": [0, 2, 3], "member_setting": ["one"] * 3},
            "row 1.*“two” has no members",
        ),
        (
            {"setting": ["one", "one"], "member": [0, 2], "member_setting": ["one"] * 2},
            "row 1.*3 is no member of “one”",
        ),
        ({"reference": 0}, "reference"),
    ],
)
def test_what_cannot_be_counted_is_refused(more: dict[str, Any], what: str) -> None:
    with pytest.raises(MixError, match=what):
        connectedness(HIGH, [2, 3], [0, 1], **more)


def test_status_that_is_not_yes_or_no_is_refused() -> None:
    with pytest.raises(MixError, match="True or False"):
        connectedness([1, 0, 2], [0], [1])


def test_the_example_runs() -> None:
    # By its name, as the package shows the function under the name of the module.
    assert doctest.testmod(sys.modules["convive.engines.mixing.encounters.connectedness"]).failed == 0
