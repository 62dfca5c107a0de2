"""The example in docs/explanation/how-duos-are-followed.md says what the rule says."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from convive.city.buddies.phases import Rhythm
from convive.city.buddies.phases.cadence import Facts, cadence

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "how-duos-are-followed.md"
MONTHS = {"January": 1, "February": 2, "March": 3}
ROW = re.compile(r"^\| (\d+) (January|February|March)\b[^|]*\|[^|]*\| (\d+) \| ([^|:]+)", re.MULTILINE)
ROWS = [
    (dt.date(2026, MONTHS[month], int(day)), int(days), words.strip())
    for day, month, days, words in ROW.findall(PAGE.read_text(encoding="utf-8"))
]
SAID = {
    "fine": Rhythm.FINE,
    "a little late": Rhythm.LATE,
    "silent": Rhythm.SILENT,
    "in a pause": Rhythm.PAUSED,
}
AMIRA_AND_JAN = Facts(
    starts_on=dt.date(2026, 1, 5),
    days_between=14,
    silent_after=30,
    held=(dt.date(2026, 1, 22),),
    cancelled=(dt.date(2026, 2, 4), dt.date(2026, 2, 18)),
    pauses=((dt.date(2026, 2, 20), dt.date(2026, 3, 5)),),
)


def test_the_page_has_its_example() -> None:
    assert len(ROWS) == 9


@pytest.mark.parametrize(("day", "days", "words"), ROWS, ids=[str(row[0]) for row in ROWS])
def test_each_row_is_what_the_rule_says(day: dt.date, days: int, words: str) -> None:
    found = cadence(AMIRA_AND_JAN, day)
    assert (found.days, found.rhythm) == (days, SAID[words])
