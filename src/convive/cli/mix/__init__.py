"""`convive mix`: how much groups share their places. Needs neither Django nor a database."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

SUBCOMMANDS = {
    "change": ("convive.cli.mix.change", "change_command"),
    "profile": ("convive.cli.mix.profile", "profile_command"),
}


class MixGroup(click.Group):
    """Takes a first word that is a subcommand as such, and anything else as the file of counts."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = SUBCOMMANDS[cmd_name]
        try:
            return getattr(import_module(module), name)
        except ModuleNotFoundError as missing:
            if missing.name != module:
                raise
            # `convive mix --help` lists what is there; only asking for this one is an error.
            return click.Command(cmd_name, callback=_not_there, help="Not installed.", hidden=True)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in SUBCOMMANDS and "--help" not in args:
            args = ["counts", *args]
        elif args and args[0] not in SUBCOMMANDS:
            args = ["--help"]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options for a file of counts, then the subcommands."""
        command = self.commands["counts"]
        command.format_options(click.Context(command), formatter)
        self.format_commands(ctx, formatter)


class CountsCommand(click.Command):
    """Shows itself as `convive mix COUNTS`: its own name is never typed."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        return super().make_context("", args, parent, **extra)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path.strip(), "COUNTS --groups NAMES [OPTIONS]")


def _not_there() -> None:
    raise click.ClickException("This part of the program is not installed.")


@click.group("mix", cls=MixGroup, subcommand_metavar="COUNTS | profile … | change …")
def mix_command() -> None:
    """How much groups share the places where they live, learn and spend the day.

    COUNTS is a table (CSV, Parquet, Excel, GeoJSON) with one row per unit and one column of people per group:

      convive mix COUNTS.csv --groups a,b,c --unit area
    """


@mix_command.command("counts", cls=CountsCommand, hidden=True)
@click.argument("counts", type=click.Path(path_type=Path))
@click.option("--groups", required=True, help="Columns of the groups, with commas between them.")
@click.option("--unit", help="Column with the names of the units; a name that comes twice is an error.")
@click.option("--within", help="Column with the larger units: splits M and H into between and within them.")
@click.option("--suppressed", multiple=True, metavar="TEXT", help="What a hidden count looks like (“..”).")
@click.option(
    "--permutations", type=click.IntRange(0), default=999, show_default=True, help="0 for no p-values."
)
@click.option(
    "--bootstrap", type=click.IntRange(0), default=200, show_default=True, help="0 for no intervals."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same figures.")
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
def counts_command(
    counts: Path, groups: str, unit: str | None, within: str | None, suppressed: tuple[str, ...],
    permutations: int, bootstrap: int, seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Indices of one table of people by unit and group."""
    # Imported here, so that `--help` does not wait for a compiler.
    from convive.cli.mix.reading import read_counts
    from convive.cli.mix.writing import as_data, as_text
    from convive.engines.mixing import MixError, analyse

    try:
        table = read_counts(counts, split_names(groups), unit, within, suppressed)
        result = analyse(
            table,
            permutations=permutations,
            resamples=bootstrap,
            seed=seed,
            progress=progress_bar("simulations"),
        )
    except MixError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(as_data(result, table), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo(as_text(result, table))


def split_names(names: str) -> list[str]:
    """Column names with commas between them; one that holds a comma stands in quotes."""
    found = next(csv.reader(io.StringIO(names), skipinitialspace=True), [])
    return [name.strip() for name in found if name.strip()]


def progress_bar(what: str) -> Callable[[int, int], None] | None:
    """Something to call with how much is done and asked for, on a terminal; it speaks after a second."""
    if not sys.stderr.isatty():
        return None
    began = time.monotonic()
    spoke = False

    def show(done: int, asked: int) -> None:
        nonlocal spoke
        if time.monotonic() - began > 1 or spoke:
            spoke = True
            end = "\n" if done >= asked else ""
            click.echo(f"\r{done} of {asked} {what}{end}", err=True, nl=False)

    return show
