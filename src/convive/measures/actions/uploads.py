"""Imports on the web: files come in, a worker reads them, a person says yes, a worker writes them."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import City, User
from convive.core.tenancy import in_city
from convive.measures.access import may_import
from convive.measures.actions.importing import plan_import, write_import
from convive.measures.importing.problems import ImportRefused
from convive.measures.importing.reading import SourceFile
from convive.measures.importing.recipe import FileSpec, Recipe, parse_recipe
from convive.measures.models import Import, ImportFile
from convive.measures.models.imports import Status
from convive.measures.reasons import AgreeReason, DiscardReason, ImportPurpose

logger = logging.getLogger(__name__)

MOST_BYTES = 60 * 1024 * 1024
UPLOADS_STAY = dt.timedelta(days=1)
Named = tuple[str, bytes]


@transaction.atomic
def start_import(
    city: City, recipe_text: str, uploads: Sequence[Named], *, skip_unusable: bool, by: User
) -> Import:
    """Take files in and leave the reading to a worker. Call it inside the city's scope.

    Raises:
        PermissionDenied: the person may not.
        ImportRefused: the recipe is wrong, or files are missing, too many or too large.
    """
    from convive.measures import jobs

    require(may_import(by, city))
    recipe = parse_recipe(recipe_text)
    if sum(len(content) for _name, content in uploads) > MOST_BYTES:
        raise ImportRefused(
            _("The files are larger than %(most)s MB together. Import them on the command line.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    matched = match_files(recipe, uploads)
    source = Import.objects.create(
        city=city,
        by=by,
        at=clock.now(),
        recipe_name=recipe.name[:200],
        recipe_text=recipe_text,
        skip_unusable=skip_unusable,
        files=[SourceFile(spec, name, content).as_json() for spec, name, content in matched],
    )
    ImportFile.objects.bulk_create(
        ImportFile(city=city, source=source, role=spec.role, name=name, content=content)
        for spec, name, content in matched
    )
    audit.record("import.started", source, by=by, why=ImportPurpose.LOOK)
    jobs.plan_upload.defer(city_id=city.pk, import_id=source.pk)
    return source


def match_files(recipe: Recipe, uploads: Sequence[Named]) -> list[tuple[FileSpec, str, bytes]]:
    """Which upload is which file of the recipe: by its name; the last one left over is the last one
    missing.
    """
    left = {name.lower(): (name, content) for name, content in uploads}
    if len(left) < len(uploads):
        raise ImportRefused(_("Two of the files have the same name."))
    matched: dict[str, Named] = {}
    for role, spec in recipe.files.items():
        if spec.name.lower() in left:
            matched[role] = left.pop(spec.name.lower())
    missing = [role for role in recipe.files if role not in matched]
    if len(missing) == 1 and len(left) == 1:
        matched[missing.pop()] = left.popitem()[1]
    if missing:
        names = ", ".join(recipe.files[role].name for role in missing)
        raise ImportRefused(_("The recipe needs these files as well: %(names)s.") % {"names": names})
    if left:
        names = ", ".join(name for name, _content in left.values())
        raise ImportRefused(_("The recipe does not read these files: %(names)s.") % {"names": names})
    return [(spec, *matched[role]) for role, spec in recipe.files.items()]


@transaction.atomic
def agree_to_import(source: Import, *, why: AgreeReason | str, by: User) -> None:
    """A person has seen the dry run and says yes: a worker writes it. Call it inside the city's scope.

    Raises:
        PermissionDenied: the person may not.
        ValueError: `why` is no reason to say yes.
        ImportRefused: there is nothing to agree to.
    """
    from convive.measures import jobs

    require(may_import(by, source.city))
    agreed = Import.objects.filter(pk=source.pk, status=Status.PLANNED).update(
        # From now on a worker has a day for it.
        status=Status.WRITING,
        by=by,
        why=str(AgreeReason(why)),
        progress=0,
        at=clock.now(),
    )
    if not agreed:
        raise ImportRefused(_("This import is not waiting for a yes."))
    audit.record("import.agreed", source, by=by, why=AgreeReason(why))
    jobs.write_upload.defer(city_id=source.city_id, import_id=source.pk)


@transaction.atomic
def discard_import(source: Import, *, why: DiscardReason | str, by: User) -> None:
    """Put an import away that was not written: its files are deleted. Call it inside the city's scope.

    Raises:
        PermissionDenied: the person may not.
        ValueError: `why` is no reason to put an import away.
        ImportRefused: it is written, or being written.
    """
    require(may_import(by, source.city))
    open_ones = [Status.PLANNING, Status.PLANNED, Status.REFUSED, Status.FAILED]
    put_away = Import.objects.filter(pk=source.pk, status__in=open_ones).update(status=Status.DISCARDED)
    if not put_away:
        raise ImportRefused(_("This import cannot be put away any more."))
    ImportFile.objects.filter(source=source).delete()
    audit.record("import.discarded", source, by=by, why=DiscardReason(why))


def plan_upload(city: City, import_id: int) -> None:
    """Read the files of an import and keep the dry run. Safe to run again."""

    def plan(source: Import, recipe: Recipe, files: dict[str, SourceFile]) -> dict[str, Any]:
        steps = 4 + len(recipe.area_sets) + len(recipe.values) + len(recipe.weights)
        at = iter(range(1, 10_000))

        def progress(_text: str) -> None:
            with in_city(city):
                Import.objects.filter(pk=import_id).update(progress=min(99, 100 * next(at) // steps))

        made = plan_import(recipe, files, city=city, skip_unusable=source.skip_unusable, progress=progress)
        return {
            "report": made.as_json(),
            "rows_read": made.batch.rows_read,
            "rows_used": made.batch.rows_used,
            "rows_unusable": made.batch.rows_unusable,
            "status": Status.REFUSED if made.refused else Status.PLANNED,
            "progress": 100,
        }

    _work(city, import_id, str(Status.PLANNING), plan)


def write_upload(city: City, import_id: int) -> None:
    """Write an import that a person agreed to, if it would still do what they saw. Safe to run again."""

    def write(source: Import, recipe: Recipe, files: dict[str, SourceFile]) -> dict[str, Any]:
        agreed = source.report.get("digest")
        plan = plan_import(recipe, files, city=city, skip_unusable=source.skip_unusable)
        if plan.digest != agreed:
            # Not an error: what they would agree to is another thing now, so they are asked again.
            changed = {**plan.as_json(), "changed_since": True}
            status = Status.REFUSED if plan.refused else Status.PLANNED
            return {"report": changed, "status": status, "progress": 100}
        write_import(plan, city=city, by=source.by, source=source, why=source.why)
        return {}

    _work(city, import_id, str(Status.WRITING), write)
    with in_city(city):
        ImportFile.objects.filter(source__pk=import_id, source__status=Status.WRITTEN).delete()


Work = Callable[[Import, Recipe, dict[str, SourceFile]], dict[str, Any]]


def _work(city: City, import_id: int, expected: str, work: Work) -> None:
    """Do one step of an import, and keep how it went. What is wrong with the files is said to the person
    in their own language; anything else is our fault, goes to the log, and leaves the import failed.
    """
    with in_city(city):
        source = Import.objects.select_related("by").filter(pk=import_id, status=expected).first()
        if source is None:
            return
        uploads = list(ImportFile.objects.filter(source=source))
    with _language_of(source.by):
        try:
            recipe = parse_recipe(source.recipe_text)
            files = {
                each.role: SourceFile(recipe.files[each.role], each.name, bytes(each.content))
                for each in uploads
            }
            if set(files) != set(recipe.files):
                raise ImportRefused(
                    _("The files are no longer here: they are kept for a day. Upload them again.")
                )
            changes = work(source, recipe, files)
        except ImportRefused as error:
            changes = {"status": Status.REFUSED, "report": {"error": str(error)}}
        except Exception:
            logger.exception("import %s of city %s failed", import_id, city.slug)
            changes = {"status": Status.FAILED, "report": {}}
    if changes:
        with in_city(city):
            # Nobody's step is counted twice: another worker may have done it in the meantime.
            if Import.objects.filter(pk=import_id, status=expected).update(**changes):
                status = str(changes["status"])
                audit.record(f"import.{status}", source, by=None, why=_why(status, changes["report"]))


def _why(status: str, report: dict[str, Any]) -> object:
    if report.get("changed_since"):
        return ImportPurpose.CHANGED_SINCE
    return {
        str(Status.PLANNED): ImportPurpose.READABLE,
        str(Status.REFUSED): ImportPurpose.UNUSABLE,
        str(Status.FAILED): ImportPurpose.FAULT,
    }[status]


@contextmanager
def _language_of(user: User | None):
    with translation.override(user.language if user else translation.get_language()):
        yield


@transaction.atomic
def clear_uploads(city: City) -> int:
    """Delete uploaded files a day after a person last did something for their import, and put the import away;
    one that a worker should have been done with long ago has failed. Returns how many imports.
    """
    before = clock.now() - UPLOADS_STAY
    old = Import.objects.filter(uploads__isnull=False, at__lt=before).distinct()
    # Locked, so that a worker that is still at one finishes first.
    rows = list(Import.objects.filter(pk__in=old.values("pk")).select_for_update().order_by("pk"))
    ImportFile.objects.filter(source__in=rows).delete()
    for row in rows:
        if row.status in (Status.PLANNING, Status.WRITING):
            _end(row, str(Status.FAILED), "import.given-up")
        elif row.status not in (Status.WRITTEN, Status.DISCARDED):
            _end(row, str(Status.DISCARDED), "import.discarded")
    return len(rows)


def _end(source: Import, status: str, verb: str) -> None:
    Import.objects.filter(pk=source.pk).update(status=status)
    audit.record(verb, source, by=None, why=ImportPurpose.DAY_OVER)
