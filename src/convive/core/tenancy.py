"""The city is the tenant. Two walls stand between cities, and each holds without the other.

In Python, a query on a city's table outside a scope raises (django-scopes). In PostgreSQL, row-level
security shows only the rows of the city named in a setting that lives as long as the transaction.
`in_city` raises both walls. docs/explanation/two-walls.md tells why.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, models, transaction
from django_scopes import ScopedManager, scope

if TYPE_CHECKING:
    from convive.core.models import City

CITY_SETTING = "convive.city"
PERSON_SETTING = "convive.person"
CAUSE_SETTING = "convive.cause"


class CityModel(models.Model):
    """A table whose rows belong to one city. `migrate` puts row-level security on every table made from
    this.
    """

    # The column by which a person may read their own rows in every city; most tables have none.
    OWN_ROWS: str = ""

    city = models.ForeignKey("core.City", on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ScopedManager(city="city")

    class Meta:
        abstract = True


class ParticipantModel(CityModel):
    """A table whose rows are about people who take part. Their versions are shown to no administrator of the city."""

    # What `convive_erase_participant` does to the history of a row when the person leaves: the column that holds the
    # participant's key, and the columns that are emptied, each with the SQL of what stays. None: all of it goes.
    ERASED_BY: str = ""
    ERASED_TO: dict[str, str] | None = None

    class Meta:
        abstract = True


@contextmanager
def in_city(city: City) -> Iterator[City]:
    """Inside the block, queries see this city's rows and no others. Opens a transaction.

    Nested blocks are allowed, for another city too: the outer city comes back when the inner block ends.
    """
    with _setting(CITY_SETTING, str(city.pk)), scope(city=city):
        yield city


@contextmanager
def as_person(user_id: int) -> Iterator[None]:
    """Inside the block, a person's own rows can be read in every city (of tables with `OWN_ROWS`), and nothing else."""
    with _setting(PERSON_SETTING, str(user_id)):
        yield


@contextmanager
def caused_by(key: int) -> Iterator[None]:
    """Inside the block, what `core.history` keeps of replaced rows says what replaced them: an import, by its key."""
    with _setting(CAUSE_SETTING, str(key)):
        yield


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    """A setting for a block, in a transaction. The value before it comes back, unless the setting ends with the
    transaction anyway: after an error, and where the transaction is of this block.
    """
    ends_with_it = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH was AS MATERIALIZED (SELECT coalesce(current_setting(%s, true), '') AS value)"
                " SELECT value, set_config(%s, %s, true) FROM was",
                [name, name, value],
            )
            before = cursor.fetchone()[0]
        yield
        if not ends_with_it and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, true)", [name, before])
