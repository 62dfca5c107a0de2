"""docs/reference/programme-files.md says what is, completely."""

from __future__ import annotations

import re
from pathlib import Path

from convive.city.buddies.codes import EndingReason, Outcome, Referral
from convive.city.buddies.exchange.columns import DUOS, PEOPLE
from convive.city.people.lists import Agreed, CheckKind, Goal, Interest, LifeStage

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "programme-files.md"


def named(part: str) -> list[str]:
    """The columns in the table of a part of the page, in its order."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {part}\n")[1].split("\n## ")[0]
    firsts = re.findall(r"^\| (`.+?) \|", text, re.M)
    return [name for first in firsts for name in re.findall(r"`(\w+)`", first)]


def test_every_column_stands_on_the_page_and_no_other() -> None:
    assert sorted(named("people")) == sorted(column.name for column in PEOPLE)
    assert sorted(named("duos")) == sorted(column.name for column in DUOS)


def test_every_code_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    lists = (Interest, Goal, LifeStage, Agreed, CheckKind, Referral, Outcome, EndingReason)
    assert [
        code for each in lists for code in each.values if f"`{code}`" not in text and f"{code}:" not in text
    ] == []
