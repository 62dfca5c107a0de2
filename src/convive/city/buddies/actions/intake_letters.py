"""Letters of the intake: to the person, in their language, in few words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies.models import Application
from convive.city.people.letters import Words, write


def planned(row: Application) -> None:
    """When the intake talk is, and whom to tell if that does not suit."""
    assert row.intake_on is not None
    at = row.intake_on.astimezone(ZoneInfo(row.programme.city.time_zone))

    def words() -> tuple[str, list[str]]:
        when = {"day": date_format(at, "l j F Y"), "time": date_format(at, "TIME_FORMAT")}
        return _("Our talk on %(day)s at %(time)s") % when, [
            _("We would like to get to know you. Our talk is on %(day)s at %(time)s.") % when,
            _("You cannot come? Please tell us."),
        ]

    _send(row, words)


def waiting(row: Application) -> None:
    """The person is on the list from now on."""

    def words() -> tuple[str, list[str]]:
        return _("We look for somebody for you"), [
            _("Thank you for the talk. We now look for somebody for you to meet. This can take some weeks."),
            _("We write to you when we have found somebody."),
            _("We keep your personal data until %(day)s, or longer if you meet somebody.")
            % {"day": date_format(row.participant.delete_on, "DATE_FORMAT")},
        ]

    _send(row, words)


def withdrawn(row: Application) -> None:
    """The coordinator wrote down that the person stops: they are told, in case it is wrong."""

    def words() -> tuple[str, list[str]]:
        return _("You have stopped with %(programme)s") % {"programme": row.programme.name}, [
            _("You told us that you stop. We do not look for somebody for you any more."),
            _("Is this wrong, or do you want to come back? Tell us."),
        ]

    _send(row, words)


def _send(row: Application, words: Words) -> None:
    write(row.participant, words, contact=row.programme.contact)
