"""A programme's people and duos go out as a file, and come in from one: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies.access import runs
from convive.city.buddies.codes import BuddyReason
from convive.city.buddies.exchange import exporting
from convive.city.buddies.exchange.planning import PersonStep, Plan, plan
from convive.city.buddies.exchange.reading import read_files
from convive.city.buddies.exchange.sealing import Files
from convive.city.buddies.exchange.writing import write_application, write_duo, write_person
from convive.city.buddies.models import Application, Programme
from convive.city.people.models import Participant
from convive.core import audit
from convive.core.access import require
from convive.core.models import User

# After so many people, how far it is.
EVERY = 10
FORMS: Mapping[str, Callable[[Programme], bytes]] = {
    "people.xlsx": exporting.workbook,
    "people.csv": lambda programme: exporting.as_csv(exporting.people(programme)),
    "duos.csv": lambda programme: exporting.as_csv(exporting.duos(programme)),
}


class PlanChanged(Exception):
    """Between the dry run and the yes, somebody changed something: what would be done now is in `plan`."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("the plan changed")
        self.plan = plan


def dry_run(programme: Programme, files: Files, *, by: User) -> Plan:
    """What an import would do. Writes nothing.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ImportRefused: a file is no table of people.
    """
    require(runs(by, programme))
    return plan(programme, read_files(files))


@transaction.atomic
def import_people(
    programme: Programme,
    files: Files,
    *,
    digest: str,
    by: User,
    progress: Callable[[int], None] = lambda percent: None,
) -> Plan:
    """Do what a dry run showed, whose `digest` this is: all of it, or nothing. `progress` is told how far it is.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ImportRefused: a file is no table of people.
        ValidationError: there are rows that cannot be used.
        PlanChanged: it would do something else now.
    """
    require(runs(by, programme))
    # Two imports at once would each add the same people.
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    list(Application.objects.select_for_update(of=("self",)).filter(programme=programme).values_list("pk"))
    made = dry_run(programme, files, by=by)
    if made.problems:
        raise ValidationError(_("There are rows that cannot be used. Nothing was written."))
    if made.digest != digest:
        raise PlanChanged(made)
    _write(programme, made, by, progress)
    audit.record("programme.imported", programme, by=by, why=BuddyReason.IMPORTED, details=made.counts)
    return made


def _write(programme: Programme, made: Plan, by: User, progress: Callable[[int], None]) -> None:
    people: dict[str, Participant] = {}
    written: dict[int, Application] = {}
    today = programme.city.today
    for number, step in enumerate(made.people):
        if number % EVERY == 0:
            progress(100 * number // len(made.people))
        if step.is_new or step.changed:
            since = step.since(today)
            person = step.participant or people.get(step.person)
            person = write_person(programme, person, step.given, step.changed, since, by)
            people[step.person] = person
            written[step.row] = write_application(programme, step, person, since, by)

    def application(who: Application | PersonStep) -> Application:
        return who if isinstance(who, Application) else who.application or written[who.row]

    # What is over is written first: somebody's next duo then finds its place free.
    for duo in sorted(made.duos, key=lambda step: step.is_open):
        if duo.is_new or duo.changed:
            write_duo(programme, duo, application(duo.newcomer), application(duo.volunteer), by)


@transaction.atomic
def export_people(programme: Programme, form: str, *, by: User) -> bytes:
    """Everybody and every duo as a file: one of `FORMS`.

    Raises:
        PermissionDenied: `by` does not run the programme.
        KeyError: there is no such form.
    """
    require(runs(by, programme))
    content = FORMS[form](programme)
    audit.record("programme.exported", programme, by=by, why=BuddyReason.RUNNING, details={"file": form})
    return content
