"""Import files into a city: first the plan, then all of it or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.exceptions import AlreadyEnqueued

from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import City, User
from convive.core.tenancy import caused_by, in_city
from convive.measures.access import may_import
from convive.measures.importing.batch import Progress, read_batch
from convive.measures.importing.known import Known, read_known
from convive.measures.importing.plan import Plan, make_plan
from convive.measures.importing.problems import ImportRefused
from convive.measures.importing.reading import SourceFile
from convive.measures.importing.recipe import CitySpec, Recipe
from convive.measures.importing.writing import Writer, lock_imports
from convive.measures.models import Import
from convive.measures.models.imports import Status
from convive.measures.reasons import ImportPurpose


def quiet(text: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Written:
    """What an import did. Without a change there is no row for it, and nothing was written."""

    plan: Plan
    source: Import | None


def plan_import(
    recipe: Recipe,
    files: Mapping[str, SourceFile],
    *,
    city: City | None,
    skip_unusable: bool = False,
    progress: Progress = quiet,
) -> Plan:
    """The dry run. Without a city, what the import would do to a new one.

    Raises:
        ImportRefused: a file is not what the recipe says.
    """
    known = Known()
    if city is not None:
        with in_city(city):
            known = read_known(recipe)
    codes = {key: set(areas) for key, areas in known.areas.items()}
    # Reading takes the time, and needs no database: no transaction stays open meanwhile.
    batch = read_batch(recipe, files, codes, progress)
    progress(_("Comparing with what the city has"))
    return make_plan(batch, known, skip_unusable=skip_unusable)


def write_import(
    plan: Plan,
    *,
    city: City,
    by: User | None,
    source: Import | None = None,
    why: object = ImportPurpose.RECIPE,
    progress: Progress = quiet,
) -> Written:
    """Write what a plan says, all or nothing, in one transaction.

    The plan is worked out anew under a lock, from what the city has now; if that would do something else
    than what was agreed to, nothing is written. `by` is None for the command line; a person must have the
    right. `source` is the row of an import that was prepared on the web, and `why` a code of the audit.

    Raises: PermissionDenied: the person may not. ImportRefused: rows cannot be used, or the city's
    figures changed in between.
    """
    with in_city(city):
        require(by is None or may_import(by, city))
        lock_imports(city)
        now = make_plan(plan.batch, read_known(plan.recipe), skip_unusable=plan.skip_unusable)
        if now.refused:
            raise ImportRefused(unusable_text(now))
        if now.digest != plan.digest:
            raise ImportRefused(
                _("The city’s figures have changed since you looked. Look again, then decide.")
            )
        if now.nothing_to_do and source is None:
            return Written(now, None)
        source = source or Import(city=city, by=by, at=clock.now())
        _describe(source, now)
        source.status, source.why, source.progress = Status.WRITTEN, str(why), 100
        source.save()
        if not now.nothing_to_do:
            with caused_by(source.pk):
                Writer(now, city, source, progress).write()
            details = {"rows": source.rows_used, "left_out": source.rows_unusable, "recipe": now.recipe.name}
            audit.record("import.written", source, by=by, why=why, details=details)
            _prepare_pages(city)
        return Written(now, source)


def _prepare_pages(city: City) -> None:
    """What is worked out of figures is worked out anew, once, when all of this is written."""
    from convive.measures import jobs

    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        jobs.prepare_mix.configure(queueing_lock=f"prepare_mix:{city.pk}").defer(city_id=city.pk)


def unusable_text(plan: Plan) -> str:
    """Why a plan is refused, in one sentence."""
    return _("%(count)s rows cannot be used, so nothing is imported. The first: %(first)s") % {
        "count": plan.batch.rows_unusable,
        "first": plan.problems[0],
    }


def _describe(source: Import, plan: Plan) -> None:
    source.recipe_name = plan.recipe.name[:200]
    source.recipe_text = plan.recipe.text
    source.files = [file.as_json() for file in plan.batch.files.values()]
    source.rows_read = plan.batch.rows_read
    source.rows_used = plan.batch.rows_used
    source.rows_unusable = plan.batch.rows_unusable
    source.skip_unusable = plan.skip_unusable
    source.report = plan.as_json()


def run_import(
    recipe: Recipe,
    files: Mapping[str, SourceFile],
    *,
    city: City,
    by: User | None,
    skip_unusable: bool = False,
    why: object = ImportPurpose.RECIPE,
    progress: Progress = quiet,
) -> Written:
    """Plan and write at once, for callers that need nobody's yes (the demo, a script).

    Raises:
        ImportRefused: a file is not what the recipe says, or rows cannot be used.
    """
    plan = plan_import(recipe, files, city=city, skip_unusable=skip_unusable, progress=progress)
    return write_import(plan, city=city, by=by, why=why, progress=progress)


def add_city(
    spec: CitySpec, *, invented: bool = False, by: User | None = None, why: object = ImportPurpose.RECIPE
) -> City:
    """Make the city that a recipe describes.

    Raises:
        ImportRefused: something about it is not valid, or it is there already.
    """
    city = City(
        slug=spec.slug,
        names=spec.names,
        country=spec.country,
        official_code=spec.official_code,
        official_code_year=spec.official_code_year,
        time_zone=spec.time_zone,
        languages=list(spec.languages),
        invented=invented,
    )
    try:
        city.full_clean()
    except ValidationError as error:
        told = "; ".join(f"{key}: {' '.join(texts)}" for key, texts in error.message_dict.items())
        raise ImportRefused(_("The recipe’s city cannot be made: %(told)s") % {"told": told}) from None
    with transaction.atomic():
        city.save()
        with in_city(city):
            audit.record("city.added", city, by=by, why=why)
        audit.record_in_network("city.added", city, by=by, why=why)
    return city
