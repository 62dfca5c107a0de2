"""docs/reference/commands.md names every command and option of `convive`, and every target of the Makefile."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from convive.cli import main
from convive.cli.mix import SUBCOMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
COMMANDS = main.list_commands(click.Context(main))


def section(name: str) -> str:
    return re.split(
        r"\n##", re.split(rf"^###+ convive {name}\b", PAGE, maxsplit=1, flags=re.M)[1], maxsplit=1
    )[0]


def test_the_page_names_every_command() -> None:
    assert sorted(re.findall(r"^### convive (\w+)", PAGE, re.M)) == COMMANDS


@pytest.mark.parametrize("name", [*COMMANDS, *(f"mix {name}" for name in SUBCOMMANDS)])
def test_the_page_names_every_option_with_its_default(name: str) -> None:
    command: click.Command | None = main
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)
    assert command is not None
    # `convive mix FILE` has its options in a command whose name nobody types.
    command = command.commands["counts"] if isinstance(command, click.Group) else command
    options = [each for each in command.params if isinstance(each, click.Option)]
    rows = {row[0]: row for row in re.findall(r"^\| `(--[\w-]+)[^`]*` \|(.*)$", section(name), re.M)}
    assert {each.opts[-1] for each in options} == set(rows)
    for option in options:
        if option.show_default and option.default is not None:
            assert f"`{option.default}`" in rows[option.opts[-1]][1]


def test_the_page_names_every_target_of_make() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert targets
    assert set(re.findall(r"^\| `make (\w+)`", PAGE, re.M)) == set(targets[1].split())
