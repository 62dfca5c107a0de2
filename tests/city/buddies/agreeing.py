"""A duo of the cast that said yes, its coordinator, and a coordinator of another organisation of the same city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.codes import Side, Signer
from convive.city.buddies.models import Agreement, Duo
from convive.core import clock
from convive.core.models import AuditEntry, User
from convive.core.tenancy import in_city
from tests.city import making
from tests.conftest import letters


@contextmanager
def rivertown(cast: SimpleNamespace, day: int = 0) -> Iterator[SimpleNamespace]:
    """Inside the city, so many days after making.TODAY."""
    with clock.moved_to(making.at(day)), in_city(cast.city):
        yield people(cast)


def people(cast: SimpleNamespace, **programme: object) -> SimpleNamespace:
    row = making.programme(cast.city, cast.buddies, **programme)
    other = making.coordinator_of(cast.neighbours, name="Another coordinator")
    newcomer = making.pooled(row, Side.NEWCOMER, user=cast.newcomer, name="Amal Haddad", language="ar")
    volunteer = making.pooled(row, Side.VOLUNTEER, user=cast.volunteer, name="Bram Peeters", language="nl")
    return SimpleNamespace(
        city=cast.city,
        programme=row,
        coordinator=cast.buddy_coordinator,
        other=other,
        newcomer=cast.newcomer,
        volunteer=cast.volunteer,
        duo=making.accepted(row, newcomer, volunteer),
    )


def signer_of(here: SimpleNamespace, signer: str) -> User:
    return here.coordinator if signer == Signer.ORGANISATION else getattr(here, signer)


def sign(here: SimpleNamespace, agreement: Agreement, *signers: str) -> None:
    for signer in signers or Signer.values:
        actions.sign(agreement, signer, by=signer_of(here, signer), language="en")


def begun(here: SimpleNamespace) -> Duo:
    """The duo, signed by all three today."""
    sign(here, actions.draw_up(here.duo, by=here.coordinator))
    here.duo = fresh(here.duo)
    return here.duo


def fresh(duo: Duo) -> Duo:
    return Duo.objects.get(pk=duo.pk)


def verbs() -> list[tuple[str, str]]:
    """Verb and reason of every entry, the oldest first."""
    # That people were told the day on which their data are deleted is an act of the room of people, and tested there.
    acts = AuditEntry.objects.exclude(verb="participant.told")
    return list(acts.order_by("pk").values_list("verb", "why"))


def subjects() -> list[tuple[str, str]]:
    return [(letter.to, letter.subject) for letter in letters()]


def days(number: int) -> dt.date:
    return making.day(number)
