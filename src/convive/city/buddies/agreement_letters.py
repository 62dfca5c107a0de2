"""The letters between two yes and the end of a duo: short, plain, in the language of the person."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies.codes import Side
from convive.city.buddies.models import Agreement, Application, Duo, Pause, Programme
from convive.city.people.models import Participant
from convive.core.mail import send_later

Written = tuple[str, list[str]]
Write = Callable[[Participant, Participant], Written]


def _send(to: Participant, write: Callable[[], Written], programme: Programme) -> None:
    if not to.email or to.erased_at is not None:
        return
    with translation.override(to.language):
        subject, lines = write()
        send_later(to.email, subject, "\n".join([*lines, *_contact(programme)]), to.language)


def _to(duo: Duo, write: Write, sides: Iterable[str] = Side.values) -> None:
    for side in sides:
        mine = duo.application(side).participant
        other = (duo.volunteer if side == Side.NEWCOMER else duo.newcomer).participant
        _send(mine, lambda mine=mine, other=other: write(mine, other), duo.programme)  # type: ignore[misc]


def _contact(programme: Programme) -> list[str]:
    reached = [programme.contact_name, programme.contact_phone, programme.contact_email]
    known = ", ".join(each for each in reached if each)
    return ["", _("Do you have a question?"), known] if known else []


def _url(name: str, *arguments: object) -> str:
    return settings.SITE_URL + reverse(f"buddies:{name}", args=arguments)


def _page(duo: Duo) -> str:
    return _url("own-duo", duo.programme.city.slug, duo.pk)


def _day(day: object) -> str:
    return date_format(day, "DATE_FORMAT")


def to_sign(agreement: Agreement) -> None:
    """To both: a version waits for them."""
    duo = agreement.duo
    url = _url("own-agreement", duo.programme.city.slug, duo.pk, agreement.number)

    def write(mine: Participant, other: Participant) -> Written:
        if duo.starts_on is None:
            subject = _("You and %(name)s: your agreement") % {"name": other.name}
            first = _("You both said yes. Now there is an agreement for you.")
        else:
            subject = _("You and %(name)s: a new agreement") % {"name": other.name}
            first = _("There is a new agreement for you. The old one holds until all of you have signed.")
        return subject, [first, _("Please read it and sign it here:"), url]

    _to(duo, write)


def begun(duo: Duo) -> None:
    """To both: everybody has signed."""

    def write(mine: Participant, other: Participant) -> Written:
        told = {"first": _day(duo.starts_on), "last": _day(duo.ends_on)}
        return _("You and %(name)s can begin") % {"name": other.name}, [
            _("Everybody has signed."),
            _("You can meet from %(first)s to %(last)s.") % told,
            _("Your page is here:"),
            _page(duo),
        ]

    _to(duo, write)


def holds(agreement: Agreement) -> None:
    """To both: everybody has signed the new version."""
    duo = agreement.duo

    def write(mine: Participant, other: Participant) -> Written:
        return _("You and %(name)s: the new agreement holds") % {"name": other.name}, [
            _("Everybody has signed."),
            _("You can meet until %(last)s.") % {"last": _day(agreement.ends_on)},
            _page(duo),
        ]

    _to(duo, write)


def paused(duo: Duo, pause: Pause) -> None:
    """To both: a pause. Why, is nobody's business."""

    def write(mine: Participant, other: Participant) -> Written:
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
            _page(duo),
        ]

    _to(duo, write)


def resumed(duo: Duo) -> None:
    """To both: the pause is over."""

    def write(mine: Participant, other: Participant) -> Written:
        return _("You and %(name)s: the pause is over") % {"name": other.name}, [
            _("You can meet again."),
            _page(duo),
        ]

    _to(duo, write)


def ends_soon(duo: Duo, sides: Iterable[str]) -> None:
    """That the term ends, and what can be done."""

    def write(mine: Participant, other: Participant) -> Written:
        told = {"name": other.name, "last": _day(duo.ends_on)}
        return _("You and %(name)s: your time ends on %(last)s") % told, [
            _("Your time together ends on %(last)s.") % told,
            _("Would you like to go on? Or stop? You choose it on your page:"),
            _page(duo),
        ]

    _to(duo, write, sides)


def closed(duo: Duo, asked: bool) -> None:
    """To both: the duo is over, and when their data are deleted. With `asked`, the newcomer is asked to go on as a
    volunteer.
    """

    def write(mine: Participant, other: Participant) -> Written:
        lines = [
            _("Your time with %(name)s is over. Thank you for every hour!") % {"name": other.name},
            _("We delete your personal data on %(day)s. You can ask us to do it earlier.")
            % {"day": _day(mine.delete_on)},
        ]
        if asked and mine.pk == duo.newcomer.participant_id:
            lines += ["", *_question(duo.newcomer)]
        return _("Thank you for meeting"), lines

    _to(duo, write)


def _question(application: Application) -> list[str]:
    return [
        _("Now you know how it works. Would you like to help somebody who is new? Say yes here:"),
        _url("own-go-on", application.programme.city.slug, application.pk),
    ]


def invited(application: Application) -> None:
    _send(
        application.participant,
        lambda: (_("Would you like to help somebody who is new?"), _question(application)),
        application.programme,
    )


def waits_again(application: Application) -> None:
    mine = application.participant

    def write() -> Written:
        return _("We look for somebody new for you"), [
            _("You wait for a new person to meet. We write to you when we find somebody."),
            _("We keep your personal data until %(day)s, or longer if you meet somebody.")
            % {"day": _day(mine.delete_on)},
        ]

    _send(mine, write, application.programme)
