"""Why a duo is told of, in sentences with values. No score, and no word about a person."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convive.city.buddies.phases import Rhythm
from convive.city.buddies.queries.radar import Standing


def reasons(each: Standing) -> list[str]:
    """The sentences of a duo, the one that weighs most first."""
    told = []
    rule = each.cadence
    if each.call_wanted:
        told.append(_("One of the two would like a call."))
    if each.tried:
        told.append(
            ngettext(
                "Tried %(number)d time in vain since they last met.",
                "Tried %(number)d times in vain since they last met.",
                rule.attempts,
            )
            % {"number": rule.attempts}
        )
    if rule.rhythm in (Rhythm.LATE, Rhythm.SILENT) and rule.days > rule.agreed:
        told.append(_without_meeting(each))
    if each.follow_up_due is not None:
        told.append(_("A follow-up was due on %(day)s.") % {"day": date_format(each.follow_up_due, "j F")})
    if rule.rhythm == Rhythm.PAUSED:
        told.append(_("In a pause: the days stand still."))
    if not told:
        told.append(_met(each))
    return told


def _without_meeting(each: Standing) -> str:
    rule = each.cadence
    facts = {"days": rule.days, "agreed": rule.agreed}
    if rule.last_held is None:
        words = ngettext(
            "No meeting yet, %(days)d day after the start; agreed every %(agreed)d days.",
            "No meeting yet, %(days)d days after the start; agreed every %(agreed)d days.",
            rule.days,
        )
    elif rule.since != rule.last_held:
        words = ngettext(
            "No meeting since one was cancelled %(days)d day ago; agreed every %(agreed)d days.",
            "No meeting since one was cancelled %(days)d days ago; agreed every %(agreed)d days.",
            rule.days,
        )
    else:
        words = ngettext(
            "No meeting for %(days)d day; agreed every %(agreed)d days.",
            "No meeting for %(days)d days; agreed every %(agreed)d days.",
            rule.days,
        )
    return words % facts


def _met(each: Standing) -> str:
    rule = each.cadence
    due = date_format(rule.due_on, "j F")
    if rule.last_held is None:
        return _("Begun; the first meeting is expected by %(day)s.") % {"day": due}
    return _("Met on %(last)s; the next is expected by %(day)s.") % {
        "last": date_format(rule.last_held, "j F"),
        "day": due,
    }
