"""The calendar of one's own meetings: its secret address, and what stands behind it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convive.city.buddies.actions import feeds as actions
from convive.city.buddies.models import CalendarFeed
from convive.city.buddies.queries import feeds as queries
from convive.city.people.access import participant_door
from convive.core.middleware import city_or_404


@participant_door
def own_calendar(request: HttpRequest) -> HttpResponse:
    """Make the address, see it this once, or end it."""
    address = None
    if request.method == "POST":
        key = request.POST.get("participant", "")
        mine = {str(row.pk): row for row in request.participants}
        if key not in mine:
            return redirect("buddies:own-calendar", city=request.city.slug)
        if request.POST.get("do") == "end":
            actions.end_feed(mine[key], by=request.user)
            messages.success(request, _("The address does not work any more."))
            return redirect("buddies:own-calendar", city=request.city.slug)
        secret = actions.make_feed(mine[key], by=request.user)
        address = settings.SITE_URL + reverse("buddies:calendar", args=[request.city.slug, secret])
    rows = CalendarFeed.objects.filter(participant__in=request.participants, ended_at__isnull=True)
    feeds = {row.participant_id: row for row in rows}
    context = {"rows": [(row, feeds.get(row.pk)) for row in request.participants], "address": address}
    response = render(request, "buddies/me/calendar.html", context)
    # The address is shown once: no browser keeps this page.
    response["Cache-Control"] = "no-store"
    return response


def calendar(request: HttpRequest, city: str, key: str) -> HttpResponse:
    """A calendar, for whoever knows its key: 256 random bits, of which only the digest is kept."""
    city_or_404(request)
    participant = queries.participant_of(key)
    if participant is None:
        raise Http404
    response = HttpResponse(queries.calendar_of(participant), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
