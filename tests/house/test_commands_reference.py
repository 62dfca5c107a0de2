"""docs/reference/commands.md names every command and option of `convive`, and every target of the Makefile."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from convive.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
COMMANDS = main.list_commands(click.Context(main))


def section(name: str) -> str:
    return re.split(r"\n##", PAGE.partition(f"### convive {name}")[2], maxsplit=1)[0]


def test_the_page_names_every_command() -> None:
    assert sorted(re.findall(r"^### convive (\w+)", PAGE, re.M)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_names_every_option_with_its_default(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = [each for each in command.params if isinstance(each, click.Option)]
    rows = {row[0]: row for row in re.findall(r"^\| `(--[\w-]+)[^`]*` \|(.*)$", section(name), re.M)}
    assert {each.opts[0] for each in options} == set(rows)
    for option in options:
        if option.show_default and option.default is not None:
            assert f"`{option.default}`" in rows[option.opts[0]][1]


def test_the_page_names_every_target_of_make() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert targets
    assert set(re.findall(r"^\| `make (\w+)`", PAGE, re.M)) == set(targets[1].split())
