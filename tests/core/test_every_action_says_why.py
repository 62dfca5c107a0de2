"""The actions of every app leave who, what, when, why, on which row, in the same transaction. One that is not in the
table fails.
"""

from __future__ import annotations

import datetime as dt
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from convive.core import actions, audit, clock
from convive.core.codes import Codes
from convive.core.models import AccountAuditEntry, AuditEntry, Membership, NetworkAuditEntry, User
from convive.core.models.audit import Entry
from convive.core.reasons import REASONS
from convive.core.roles import Role
from convive.core.tenancy import in_city
from convive.core.verbs import VERBS
from convive.measures import actions as figures
from convive.measures.importing.recipe import parse_recipe
from convive.measures.models import Import
from convive.measures.models.imports import Status
from tests.city import buddy_actions, people_actions
from tests.conftest import SINCE
from tests.measures import small

ENTRIES = (AuditEntry, NetworkAuditEntry, AccountAuditEntry)
# What an app offers beside its verbs: they write nothing, or only the page that a city has once it is there.
NO_ACTIONS = {"Written", "plan_import", "unusable_text", "ensure_site", "ensure_city_page"}
# Their progress is seen meanwhile; `test_a_killed_job_is_done_once.py` kills them at every step.
IN_STEPS = {"plan_upload", "write_upload"}
AUDITS = {entry._meta.db_table for entry in ENTRIES}
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)
# What other rooms have the people room write: its own actions are in the table.
OF_PEOPLE = {"check", "language", "participant"}


def membership(cast: SimpleNamespace, user: User) -> Membership:
    return Membership.objects.get(user=user)


def uploaded(cast: SimpleNamespace, status: Status | str) -> Import:
    """An import of the web that has come so far."""
    uploads = [(file.name, file.content) for file in small.files().values()]
    source = figures.start_import(cast.city, small.RECIPE, uploads, skip_unusable=False, by=cast.analyst)
    if status != Status.PLANNING:
        figures.plan_upload(cast.city, source.pk)
    if status == Status.WRITING:
        figures.agree_to_import(source, why="first-figures", by=cast.analyst)
    return source


def without_administrator(cast: SimpleNamespace) -> None:
    Membership.objects.filter(role=Role.CITY_ADMINISTRATOR).update(until=SINCE)


def session_of(user: User) -> UserSession:
    return UserSession.objects.create(user=user, ip="127.0.0.1", session_key=f"key-of-{user.pk}")


def a_day_later(cast: SimpleNamespace) -> None:
    with clock.moved_to(clock.now() + dt.timedelta(hours=25)):
        figures.clear_uploads(cast.city)


# What comes before an action, and the action, which gets what came before; and, where the table says so, the verbs that
# it writes, but for those of `OF_PEOPLE`.
Before, Act = Callable[[SimpleNamespace], Any], Callable[[SimpleNamespace, Any], object]
nothing: Before = lambda cast: None  # noqa: E731
ACTIONS: dict[str, tuple[Before, Act] | tuple[Before, Act, set[str]]] = {
    "add_organisation": (
        nothing,
        lambda cast, _: actions.add_organisation(
            cast.city, name="Choir", why="agreement", by=cast.city_administrator
        ),
    ),
    "give_role": (
        nothing,
        lambda cast, _: actions.give_role(
            cast.city, email="nia@example.org", role="analyst", why="takes-over", by=cast.city_administrator
        ),
    ),
    "end_role": (
        lambda cast: membership(cast, cast.analyst),
        lambda cast, row: actions.end_role(row, why="other_task", by=cast.city_administrator),
    ),
    "first_administrator": (
        without_administrator,
        lambda cast, _: actions.first_administrator(cast.city, email="first@example.org"),
    ),
    "give_network_role": (nothing, lambda cast, _: actions.give_network_role("nia@example.org", "editor")),
    "end_network_role": (nothing, lambda cast, _: actions.end_network_role(cast.editor.email, "editor")),
    "erase_account": (nothing, lambda cast, _: actions.erase_account(cast.newcomer, by=cast.newcomer)),
    "change_account": (
        nothing,
        lambda cast, _: actions.change_account(cast.newcomer, name="Another", language="nl"),
    ),
    "end_session": (
        lambda cast: session_of(cast.newcomer),
        lambda cast, session: actions.end_session(cast.newcomer, session.pk),
    ),
    "end_other_sessions": (
        lambda cast: session_of(cast.newcomer),
        lambda cast, _: actions.end_other_sessions(cast.newcomer, but=None),
    ),
    "add_city": (nothing, lambda cast, _: figures.add_city(parse_recipe(small.RECIPE).city)),
    "run_import": (nothing, lambda cast, _: small.fill(cast.city)),
    "write_import": (
        lambda cast: figures.plan_import(parse_recipe(small.RECIPE), small.files(), city=cast.city),
        lambda cast, plan: figures.write_import(plan, city=cast.city, by=None),
    ),
    "start_import": (nothing, lambda cast, _: uploaded(cast, Status.PLANNING)),
    "plan_upload": (
        lambda cast: uploaded(cast, Status.PLANNING),
        lambda cast, source: figures.plan_upload(cast.city, source.pk),
    ),
    "agree_to_import": (
        lambda cast: uploaded(cast, Status.PLANNED),
        lambda cast, source: figures.agree_to_import(source, why="newer-figures", by=cast.analyst),
    ),
    "discard_import": (
        lambda cast: uploaded(cast, Status.PLANNED),
        lambda cast, source: figures.discard_import(source, why="wrong-files", by=cast.analyst),
    ),
    "write_upload": (
        lambda cast: uploaded(cast, Status.WRITING),
        lambda cast, source: figures.write_upload(cast.city, source.pk),
    ),
    "clear_uploads": (lambda cast: uploaded(cast, Status.PLANNED), lambda cast, _: a_day_later(cast)),
    **people_actions.ACTIONS,
    **buddy_actions.ACTIONS,
}


def offered() -> Iterator[str]:
    """What the actions of each app offer: what they name in `__all__`, else what is defined there, and what is in the
    modules of a package, as "module.function".
    """
    for app in apps.get_app_configs():
        name = f"{app.name}.actions"
        if not app.name.startswith("convive.") or not find_spec(name):
            continue
        module = import_module(name)
        if hasattr(module, "__all__"):
            yield from module.__all__
            continue
        yield from (key for key, _value in own(module))
        for each in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
            functions = (key for key, value in own(import_module(each.name)) if inspect.isfunction(value))
            yield from (f"{each.name.removeprefix(name)[1:]}.{key}" for key in functions)


def own(module: ModuleType) -> list[tuple[str, object]]:
    """What is defined in a module for others."""
    found = vars(module).items()
    return [
        (key, each)
        for key, each in found
        if key[0] != "_" and getattr(each, "__module__", "") == module.__name__
    ]


def test_the_table_holds_every_action_there_is() -> None:
    none = NO_ACTIONS | buddy_actions.NOT_ACTS
    assert not none & set(ACTIONS)
    assert none | set(ACTIONS) == set(offered())


def test_the_table_reaches_every_verb_of_the_buddy_room() -> None:
    reached = {verb for _before, _act, *told in ACTIONS.values() for verbs in told for verb in verbs}
    nouns = {noun(verb) for *_before_and_act, verbs in buddy_actions.ACTIONS.values() for verb in verbs}
    assert {verb for verb in VERBS.all() if noun(verb) in nouns} <= reached


def noun(verb: str) -> str:
    return verb.partition(".")[0]


@contextmanager
def transactions() -> Iterator[dict[str | None, set[str]]]:
    """The tables that are written to inside the block, by the transaction that would hold them if none were open
    around the block. None: without one, each statement by itself.
    """
    around = len(connection.savepoint_ids)
    found: dict[str | None, set[str]] = {}

    def watch(execute: Callable[..., Any], statement: Any, *rest: Any) -> Any:
        if written := WRITES.match(str(statement)):
            # Blocks without a savepoint, as of a single `save`, have no name.
            outermost = next(iter(connection.savepoint_ids[around:]), None)
            found.setdefault(outermost, set()).add(written[1])
        return execute(statement, *rest)

    with connection.execute_wrapper(watch):
        yield found


def entries() -> list[Entry]:
    return [entry for model in ENTRIES for entry in model.objects.all()]


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_leaves_an_entry_with_its_reason(name: str, cast: SimpleNamespace) -> None:
    before, act, *expected = ACTIONS[name]
    with in_city(cast.city):
        found = before(cast)
        known = {(type(entry), entry.pk) for entry in entries()}
        with transactions() as written:
            act(cast, found)
        new = [entry for entry in entries() if (type(entry), entry.pk) not in known]
    assert new, f"{name} writes nothing in any audit"
    if name not in IN_STEPS:
        for at, tables in written.items():
            assert at is not None or len(tables) == 1, f"{name} writes in no transaction of its own: {tables}"
            assert tables & AUDITS, f"{name} writes in a transaction in which it does not say so: {tables}"
    for entry in new:
        assert entry.why in REASONS.all()
        assert entry.verb in VERBS.all()
        assert entry.why_told != entry.why, "a reason is told in words"
        assert entry.object_key
    for verbs in expected:
        assert {entry.verb for entry in new if noun(entry.verb) not in OF_PEOPLE} == verbs


@pytest.mark.parametrize("why", ["", "because I say so", "analyst"])
def test_a_reason_that_is_not_on_the_list_cannot_be_written(why: str, cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        with pytest.raises(KeyError, match="not registered"):
            audit.record("organisation.added", cast.buddies, by=None, why=why)
        assert not AuditEntry.objects.exists()


def test_a_reason_of_another_act_is_refused(cast: SimpleNamespace) -> None:
    with in_city(cast.city), pytest.raises(ValueError, match="starts"):
        actions.end_role(
            membership(cast, cast.analyst),
            why="starts",
            by=cast.city_administrator,
        )


@pytest.mark.parametrize("model", ENTRIES, ids=lambda model: model.__name__)
def test_the_database_takes_no_entry_without_a_reason(model: type[Entry], cast: SimpleNamespace) -> None:
    fields = {"at": clock.now(), "verb": "city.added", "object_type": "core.city", "object_key": "1"}
    if model is AuditEntry:
        fields["city"] = cast.city
    with in_city(cast.city):
        with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
            model.objects.create(why="", **fields)
        model.objects.create(why="set-up", **fields)


def test_a_code_is_registered_once() -> None:
    codes = Codes("sort")
    codes.register({"a": "first"})
    codes.register({"a": "first"})
    with pytest.raises(ValueError, match="registered twice"):
        codes.register({"a": "".join(["sec", "ond"])})


def test_whoever_gives_a_role_is_asked_why_and_the_audit_tells(cast: SimpleNamespace, signed_in) -> None:
    client = signed_in(cast.city_administrator)
    page = client.get("/in/rivertown/people/give-role/").content.decode()
    assert '<option value="starts" selected>' in page
    form = {"email": "nia@example.org", "name": "Nia", "role": "analyst", "organisation": ""}
    assert client.post("/in/rivertown/people/give-role/", form).status_code == 422
    assert client.post("/in/rivertown/people/give-role/", form | {"why": "stands-in"}).status_code == 302
    assert "Stands in for somebody" in client.get("/in/rivertown/audit/").content.decode()
