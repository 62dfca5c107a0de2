"""docs/reference/settings.md names every setting that the code reads, as it is read, and no other."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from convive.site import account_settings
from convive.site.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "src" / "convive" / "site"
PAGE = ROOT / "docs" / "reference" / "settings.md"
KINDS = {
    "text": "a text",
    "boolean": "yes or no",
    "integer": "a whole number",
    "names": "a list separated by commas",
}


@dataclass(frozen=True)
class Read:
    """One place where the code reads a setting."""

    name: str
    kind: str
    default: object = None


def read_in(tree: ast.Module) -> list[Read]:
    """What a file of settings reads: `env.text("NAME", "default")`, `os.environ.get("NAME")`."""
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        first, owner = node.args[0], ast.unparse(node.func.value)
        name = first.value if isinstance(first, ast.Constant) else constants.get(ast.unparse(first))
        if not isinstance(name, str):
            continue
        if owner == "env" and node.func.attr in KINDS:
            default = node.args[1] if len(node.args) > 1 else None
            found.append(
                Read(
                    name, KINDS[node.func.attr], default.value if isinstance(default, ast.Constant) else None
                )
            )
        elif owner == "os.environ" and node.func.attr in {"get", "setdefault"}:
            found.append(Read(name, ""))
    return found


def settings_read() -> list[Read]:
    found = [
        read
        for file in sorted(SITE.glob("*.py"))
        for read in read_in(ast.parse(file.read_text(encoding="utf-8")))
    ]
    # Names that are read in a loop are known only once it has run.
    environment = Environment({})
    account_settings.read(environment, demo=True)
    found += [Read(name, kind) for name, kind in environment.asked.items()]
    # Django's own, set and not read.
    return [read for read in found if read.name != "DJANGO_SETTINGS_MODULE"]


def rows() -> dict[str, tuple[str, str, str]]:
    table = re.findall(
        r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.M
    )
    names = [name for name, *_rest in table]
    assert len(names) == len(set(names)), "a setting stands twice on the page"
    return {name: (kind, default, meaning) for name, kind, default, meaning in table}


def test_every_setting_that_the_code_reads_is_on_the_page() -> None:
    assert {read.name for read in settings_read()} | {"CONVIVE_AS_OWNER"} == set(rows())


@pytest.mark.parametrize("read", settings_read(), ids=lambda read: read.name)
def test_the_page_says_of_which_kind_a_setting_is_and_what_it_is_without(read: Read) -> None:
    kind, default, _meaning = rows()[read.name]
    assert not read.kind or read.kind == kind
    if read.default not in (None, ""):
        written = {True: "yes", False: "no"}.get(read.default, str(read.default))  # type: ignore[call-overload]
        assert f"`{written}`" in default


def test_the_page_that_error_messages_point_to_exists() -> None:
    assert PAGE.relative_to(ROOT).as_posix() in (SITE / "environment.py").read_text(encoding="utf-8")
