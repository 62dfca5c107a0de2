"""Every package that is asked for has its reason in docs/explanation/dependencies.md, and every reason its package."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")


def asked_for() -> list[str]:
    names = []
    for file in sorted((ROOT / "requirements").glob("*.in")):
        for line in file.read_text(encoding="utf-8").splitlines():
            name = re.match(r"[\w.-]+", line.partition("#")[0].strip())
            if name and not line.startswith("-"):
                names.append(name.group().lower())
    package = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    return names + [name for kind in ("dependencies", "devDependencies") for name in package.get(kind, {})]


def explained() -> list[list[str]]:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if row[0] != "package"]


def test_every_package_has_its_line() -> None:
    assert sorted(row[0] for row in explained()) == sorted(asked_for())


def test_every_line_says_what_for_and_why() -> None:
    assert [row for row in explained() if len(row) != 3 or not all(row)] == []
