"""The letters between two yes and the end of a duo: short, plain, in the language of the person."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies.codes import Side
from convive.city.buddies.models import Agreement, Application, Duo, Pause
from convive.city.people.letters import write
from convive.city.people.models import Participant

Written = tuple[str, list[str]]
Write = Callable[[Participant, Participant], Written]


def _to(duo: Duo, words: Write, path: Callable[[Participant], str] | None = None) -> None:
    """To both, each with a link to the page of the duo, or to `path`."""
    for side in Side.values:
        mine, other = duo.application(side).participant, duo.other(side).participant
        page = path(mine) if path else _path("own-duo", duo.programme.city.slug, duo.pk)
        write(mine, lambda mine=mine, other=other: words(mine, other), page, contact=duo.programme.contact)  # type: ignore[misc]


def _path(name: str, *arguments: object) -> str:
    return reverse(f"buddies:{name}", args=arguments)


def _day(day: object) -> str:
    return date_format(day, "DATE_FORMAT")


def to_sign(agreement: Agreement) -> None:
    """To both: a version waits for them."""
    duo = agreement.duo
    page = _path("own-agreement", duo.programme.city.slug, duo.pk, agreement.number)

    def words(mine: Participant, other: Participant) -> Written:
        if duo.starts_on is None:
            subject = _("You and %(name)s: your agreement") % {"name": other.name}
            first = _("You both said yes. Now there is an agreement for you.")
        else:
            subject = _("You and %(name)s: a new agreement") % {"name": other.name}
            first = _("There is a new agreement for you. The old one holds until all of you have signed.")
        return subject, [first, _("Please read it and sign it here:")]

    _to(duo, words, lambda _mine: page)


def begun(duo: Duo) -> None:
    """To both: everybody has signed."""

    def words(mine: Participant, other: Participant) -> Written:
        told = {"first": _day(duo.starts_on), "last": _day(duo.ends_on)}
        return _("You and %(name)s can begin") % {"name": other.name}, [
            _("Everybody has signed."),
            _("You can meet from %(first)s to %(last)s.") % told,
            _("Your page is here:"),
        ]

    _to(duo, words)


def holds(agreement: Agreement) -> None:
    """To both: everybody has signed the new version."""
    duo = agreement.duo

    def words(mine: Participant, other: Participant) -> Written:
        return _("You and %(name)s: the new agreement holds") % {"name": other.name}, [
            _("Everybody has signed."),
            _("You can meet until %(last)s.") % {"last": _day(agreement.ends_on)},
        ]

    _to(duo, words)


def paused(duo: Duo, pause: Pause) -> None:
    """To both: a pause. Why, is nobody's business."""

    def words(mine: Participant, other: Participant) -> Written:
        told = {"name": other.name, "first": _day(pause.since), "last": _day(pause.until or pause.since)}
        if pause.until is None:
            when = _("Your pause begins on %(first)s.") % told
        else:
            when = _("Your pause is from %(first)s to %(last)s.") % told
        return _("You and %(name)s: a pause") % told, [
            when,
            _("You get no reminders in these days."),
            _("Your last day stays the same: %(last)s. You can ask for more time on your page:")
            % {"last": _day(duo.ends_on)},
        ]

    _to(duo, words)


def resumed(duo: Duo) -> None:
    """To both: the pause is over."""

    def words(mine: Participant, other: Participant) -> Written:
        return _("You and %(name)s: the pause is over") % {"name": other.name}, [
            _("You can meet again."),
        ]

    _to(duo, words)


def closed(duo: Duo, asked: bool) -> None:
    """To both: the duo is over, and when their data are deleted. With `asked`, the newcomer is asked to go on as a
    volunteer.
    """

    def is_asked(mine: Participant) -> bool:
        return asked and mine.pk == duo.newcomer.participant_id

    def words(mine: Participant, other: Participant) -> Written:
        lines = [
            _("Your time with %(name)s is over. Thank you for every hour!") % {"name": other.name},
            _("We delete your personal data on %(day)s. You can ask us to do it earlier.")
            % {"day": _day(mine.delete_on)},
        ]
        return _("Thank you for meeting"), [*lines, "", _question()] if is_asked(mine) else lines

    duo_page = _path("own-duo", duo.programme.city.slug, duo.pk)
    _to(duo, words, lambda mine: _go_on(duo.newcomer) if is_asked(mine) else duo_page)


def _question() -> str:
    return _("Now you know how it works. Would you like to help somebody who is new? Say yes here:")


def _go_on(application: Application) -> str:
    return _path("own-go-on", application.programme.city.slug, application.pk)


def invited(application: Application) -> None:
    def words() -> Written:
        return _("Would you like to help somebody who is new?"), [_question()]

    write(application.participant, words, _go_on(application), contact=application.programme.contact)


def waits_again(application: Application) -> None:
    mine = application.participant

    def words() -> Written:
        return _("We look for somebody new for you"), [
            _("You wait for a new person to meet. We write to you when we find somebody."),
            _("We keep your personal data until %(day)s, or longer if you meet somebody.")
            % {"day": _day(mine.delete_on)},
        ]

    write(mine, words, contact=application.programme.contact)
