"""Letters of the intake: to the person, in their language, in few words."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies.models import Application
from convive.core import mail


def planned(row: Application) -> None:
    """When the intake talk is, and whom to tell if that does not suit."""
    assert row.intake_on is not None
    at = row.intake_on.astimezone(ZoneInfo(row.programme.city.time_zone))

    def text() -> tuple[str, str]:
        when = {"day": date_format(at, "l j F Y"), "time": date_format(at, "TIME_FORMAT")}
        subject = _("Our talk on %(day)s at %(time)s") % when
        told = _(
            "Hello %(name)s,\n\nWe would like to get to know you. Our talk is on %(day)s at %(time)s.\n\n"
            "You cannot come? Please tell us: %(contact)s"
        )
        return subject, told % {**when, **_common(row)}

    _send(row, text)


def waiting(row: Application) -> None:
    """The person is on the list from now on."""

    def text() -> tuple[str, str]:
        told = _(
            "Hello %(name)s,\n\nThank you for the talk. We now look for somebody for you to meet. This can take some "
            "weeks. We write to you when we have found somebody.\n\nDo you have a question? Ask us: %(contact)s"
        )
        return _("We look for somebody for you"), told % _common(row)

    _send(row, text)


def withdrawn(row: Application) -> None:
    """The coordinator wrote down that the person stops: they are told, in case it is wrong."""

    def text() -> tuple[str, str]:
        told = _(
            "Hello %(name)s,\n\nYou told us that you stop. We do not look for somebody for you any more.\n\n"
            "Is this wrong, or do you want to come back? Tell us: %(contact)s"
        )
        return _("You have stopped with %(programme)s") % _common(row), told % _common(row)

    _send(row, text)


def _send(row: Application, text: Any) -> None:
    person = row.participant
    if not person.email:
        return
    with translation.override(person.language):
        subject, body = text()
    mail.send_later(
        person.email, subject, f"{body}\n\n{row.programme.contact_name}".rstrip(), person.language
    )


def _common(row: Application) -> dict[str, str]:
    programme = row.programme
    contact = ", ".join(filter(None, (programme.contact_email, programme.contact_phone)))
    return {"name": row.participant.name, "programme": programme.name, "contact": contact}
