"""The week's letter to each coordinator, of their own programmes alone. Counts and links: mail is no safe place for
names.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convive.city.buddies.access import programmes_of
from convive.city.buddies.codes import BuddyReason
from convive.city.buddies.models import Digest
from convive.city.buddies.queries.digests import Waiting, waiting
from convive.core import audit, clock
from convive.core.access import on
from convive.core.mail import send_later
from convive.core.models import City, Membership, User
from convive.core.roles import Role

MONDAY, HOUR = 0, 7


@transaction.atomic
def send_digests(city: City) -> int:
    """Send this week's letters, on Monday from seven o'clock of the city. Call it inside the city's scope.

    Who has theirs gets no second one; who has nothing waiting gets none. Returns how many letters.
    """
    here = clock.now().astimezone(ZoneInfo(city.time_zone))
    if here.weekday() != MONDAY or here.hour < HOUR:
        return 0
    week = here.date()
    roles = Membership.objects.filter(on(week), role=Role.BUDDY_COORDINATOR)
    users = User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("pk")
    told = set(Digest.objects.filter(week=week).values_list("user_id", flat=True))
    return sum(_send(city, user, week) for user in users if user.pk not in told)


def _send(city: City, user: User, week: dt.date) -> bool:
    found = [each for each in waiting(programmes_of(user, city), week) if each.anything]
    if not found or not user.email:
        return False
    row = Digest.objects.create(city=city, user=user, week=week)
    with translation.override(user.language):
        lines = [_("Good morning,"), ""]
        for each in found:
            lines += [each.programme.name, *(f"- {line}" for line in _lines(city, each)), ""]
        lines.append(_("There are no names in this letter: mail is not a safe place for them."))
        subject = _("Your buddies in %(city)s this week") % {"city": city.name}
        send_later(user.email, subject, "\n".join(lines), user.language)
    audit.record("digest.sent", row, by=None, why=BuddyReason.RUNNING, details={"programmes": len(found)})
    return True


def _lines(city: City, each: Waiting) -> list[str]:
    """What waits in one programme, each with the page where it is done."""
    programme = each.programme
    duos = settings.SITE_URL + reverse("buddies:radar", args=[city.slug, programme.slug])
    talks = settings.SITE_URL + reverse("buddies:follow-ups", args=[city.slug, programme.slug])
    lines = []
    if each.to_answer:
        words = ngettext(
            "%(number)d application waits for an answer.",
            "%(number)d applications wait for an answer.",
            each.to_answer,
        )
        lines.append(words % {"number": each.to_answer})
    if each.weeks_newcomer is not None:
        words = ngettext(
            "The newcomer who has waited longest has waited %(weeks)d week.",
            "The newcomer who has waited longest has waited %(weeks)d weeks.",
            each.weeks_newcomer,
        )
        lines.append(words % {"weeks": each.weeks_newcomer})
    if each.weeks_volunteer is not None:
        words = ngettext(
            "The volunteer who has waited longest has waited %(weeks)d week.",
            "The volunteer who has waited longest has waited %(weeks)d weeks.",
            each.weeks_volunteer,
        )
        lines.append(words % {"weeks": each.weeks_volunteer})
    if each.to_call:
        words = ngettext("%(number)d duo needs a call:", "%(number)d duos need a call:", each.to_call)
        lines.append(f"{words % {'number': each.to_call}} {duos}?rhythm=call")
    if each.follow_ups:
        words = ngettext("%(number)d follow-up is due:", "%(number)d follow-ups are due:", each.follow_ups)
        lines.append(f"{words % {'number': each.follow_ups}} {talks}")
    if each.unsigned:
        words = ngettext(
            "%(number)d agreement is not signed by all.",
            "%(number)d agreements are not signed by all.",
            each.unsigned,
        )
        lines.append(words % {"number": each.unsigned})
    return lines
