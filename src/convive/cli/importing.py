"""`convive import`: figures and maps into a city, by a recipe."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convive.cli import use_django

if TYPE_CHECKING:
    from convive.core.models import City
    from convive.measures.importing.plan import Plan

SHOWN_PROBLEMS = 20


@click.command("import")
@click.argument("recipe_name", metavar="RECIPE")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--city", "slug", help="The city's short name. Needed unless the recipe names its city.")
@click.option(
    "--create-city", is_flag=True, help="Make the city that the recipe describes, if it is not there."
)
@click.option(
    "--file", "files", multiple=True, metavar="ROLE=NAME", help="Read another file for a role of the recipe."
)
@click.option("--dry-run", is_flag=True, help="Show what it would do, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--skip-unusable", is_flag=True, help="Leave out rows that cannot be used, and say which.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_command(
    recipe_name: str,
    folder: Path,
    slug: str | None,
    create_city: bool,
    files: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    skip_unusable: bool,
    as_json: bool,
) -> None:
    """Import figures and maps into a city.

    RECIPE is a recipe that comes with Convive (berlin, malmo, flanders) or the path of one; FOLDER holds
    the files it reads. Shows first what it would do, then asks, then writes all of it or nothing. Running
    it twice changes nothing.
    """
    use_django()
    from django.conf import settings
    from django.db import transaction

    from convive.measures import actions
    from convive.measures.importing.problems import ImportRefused
    from convive.measures.importing.reading import find_files
    from convive.measures.importing.recipe import load_recipe
    from convive.network.library.actions import ensure_city_page

    try:
        recipe = load_recipe(recipe_name)
        city = _city(slug or (recipe.city.slug if recipe.city else None))
        if city is None and not (create_city and recipe.city and slug in (None, recipe.city.slug)):
            raise ImportRefused(_no_city(slug, recipe.city.slug if recipe.city else None, create_city))
        found = find_files(recipe, folder, dict(_pair(text) for text in files))
        plan = actions.plan_import(recipe, found, city=city, skip_unusable=skip_unusable, progress=_progress)
        _say_plan(plan, city, as_json=as_json, dry_run=dry_run)
        if plan.refused:
            raise ImportRefused(actions.unusable_text(plan))
        if dry_run or (plan.nothing_to_do and city is not None):
            return
        if not yes:
            click.confirm("Write this?", abort=True, err=True)
        with transaction.atomic():
            if city is None:
                assert recipe.city is not None
                city = actions.add_city(recipe.city)
                ensure_city_page(city)
            actions.write_import(plan, city=city, by=None, progress=_progress)
    except ImportRefused as error:
        _progress("")
        raise click.ClickException(str(error)) from None
    _progress("")
    click.echo(f"Written into {city.slug}. Its page: {settings.SITE_URL}/cities/{city.slug}/", err=as_json)


def _pair(text: str) -> tuple[str, str]:
    role, sign, name = text.partition("=")
    if not sign or not role or not name:
        raise click.BadParameter(
            f"{text!r}: write ROLE=NAME, for example map=areas.geojson.", param_hint="--file"
        )
    return role, name


def _city(slug: str | None) -> City | None:
    from convive.core.models import City

    return City.objects.filter(slug=slug).first() if slug else None


def _no_city(slug: str | None, named: str | None, create_city: bool) -> str:
    if slug is None and named is None:
        return "Which city? Say --city SLUG."
    if create_city and named is None:
        return "The recipe does not describe a city, so --create-city cannot make one."
    if create_city and slug not in (None, named):
        return f"There is no city {slug}, and the recipe describes {named}."
    return f"There is no city {slug or named}. Add --create-city to make it, or name another with --city."


def _progress(text: str) -> None:
    """One line that changes, on a terminal; nothing where the output is kept."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{text}", nl=False, err=True)


def _say_plan(plan: Plan, city: City | None, *, as_json: bool, dry_run: bool) -> None:
    _progress("")
    if as_json:
        report: dict[str, Any] = {**plan.as_json(), "city": city.slug if city else None, "dry_run": dry_run}
        report["problems"] = [{**problem.as_json(), "text": str(problem)} for problem in plan.problems]
        report["remarks"] = [str(remark) for remark in plan.remarks]
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    where = f"the city {city.slug}" if city else "a new city"
    click.echo(f"{plan.recipe.name}, into {where}")
    batch = plan.batch
    click.echo(f"\nRows read {batch.rows_read}, used {batch.rows_used}, cannot be used {batch.rows_unusable}")
    click.echo(f"\n{'':<14}{'new':>10}{'changed':>10}{'the same':>10}")
    for kind, change in plan.changes.items():
        name = kind.replace("_", " ").replace("values", "figures")
        click.echo(f"{name:<14}{change.created:>10}{change.changed:>10}{change.unchanged:>10}")
    _say_totals(plan)
    for remark in plan.remarks:
        click.echo(f"\nNote: {remark}")
    if plan.problems:
        click.echo("\nRows that cannot be used:")
        for problem in plan.problems[:SHOWN_PROBLEMS]:
            click.echo(f"  {problem}")
        if len(plan.problems) > SHOWN_PROBLEMS:
            click.echo(f"  and {len(plan.problems) - SHOWN_PROBLEMS} more; --json lists all.")
    if plan.nothing_to_do and not plan.refused:
        click.echo("\nNothing to do: the city has all of this already.")


def _say_totals(plan: Plan) -> None:
    """Sums to hold against the published figures: the first and the last period of each indicator and
    group.
    """
    click.echo("\nTotals, to hold against the published figures")
    by_line: dict[tuple[str, str, str], list[Any]] = {}
    for total in plan.totals:
        by_line.setdefault((total.area_set, total.indicator, total.group), []).append(total)
    for (area_set, indicator, group), totals in by_line.items():
        click.echo(f"  {indicator}, {group}, {area_set}" + (" (estimated)" if totals[0].estimated else ""))
        for total in totals if len(totals) <= 2 else (totals[0], totals[-1]):
            number = (
                f"{total.total:,.0f}" if total.total is not None else f"{total.lowest:g} to {total.highest:g}"
            )
            click.echo(f"    {total.period:<12} {number:>14}  in {total.areas} areas")
