"""`convive match`: the best set of duos from two tables. Needs neither Django nor a database."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click


@click.command("match")
@click.argument("newcomers", type=click.Path(path_type=Path))
@click.argument("volunteers", type=click.Path(path_type=Path))
@click.option(
    "--criteria",
    "criteria_path",
    required=True,
    type=click.Path(path_type=Path),
    help="The rules, a TOML file.",
)
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day of the round, as 2026-03-31. Left out, today."
)
@click.option(
    "--kept",
    type=click.Path(path_type=Path),
    help="Duos that stay: a table with columns newcomer and volunteer.",
)
@click.option("--blocked", type=click.Path(path_type=Path), help="Pairs not to propose, in the same form.")
@click.option(
    "--scheduler",
    help="Address of a Dask scheduler that solves regions which do not touch; “local” starts one.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
def match_command(
    newcomers: Path, volunteers: Path, criteria_path: Path, today: datetime | None, kept: Path | None,
    blocked: Path | None, scheduler: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Propose duos: as many as possible, then by waiting, then by quality, then by lot.

    NEWCOMERS and VOLUNTEERS are tables (CSV, Excel, Parquet) with a row for each person.

    \b
    Columns of both: id, languages (nl:A2;ar:C2), available (mon:18-21;sat:10-13), x, y (metres), gender,
      wish (a gender or blank), interests (a;b); also goals, life_stage, age, age_wish (25-40), organisation
    Newcomers: waiting_since (2026-03-31). Volunteers: capacity (1 if blank).
    \b
    Criteria, in TOML:
      [hard]   language = ["nl"], newcomer_band = "A1", volunteer_band = "B2", overlap_hours = 2,
               distance_km = 8, gender_wish = true, age_wish = true, age_difference = 20, organisation = true
      [soft]   weights: languages, interests, goals, life_stage, overlap, distance
      [order]  waiting_bands_weeks = [26, 12, 4], seed = "any text"
      [escalation]  steps = [{ weeks = 12, more_km = 4, fewer_hours = 1 }]
    """
    # Imported here, so that `--help` does not wait for a compiler.
    from convive.cli.match.reading import Refused, read_criteria, read_newcomers, read_pairs, read_volunteers
    from convive.cli.match.words import as_data, as_text
    from convive.engines.matching import MatchError, propose

    day = today.date() if today else date.today()
    try:
        criteria = read_criteria(criteria_path)
        left = read_newcomers(newcomers, criteria, day)
        right = read_volunteers(volunteers, criteria)
        stay = read_pairs(kept) if kept else []
        never = read_pairs(blocked) if blocked else []
        if scheduler:
            from convive.cli.match.spread import runner

            with runner(scheduler) as run:
                found = propose(left, right, criteria, stay, today=day, blocked=never, run=run)
        else:
            found = propose(left, right, criteria, stay, today=day, blocked=never)
    except (Refused, MatchError, OSError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        data = {"today": day.isoformat(), "seed": criteria.order.seed, **as_data(found)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo(as_text(found))
