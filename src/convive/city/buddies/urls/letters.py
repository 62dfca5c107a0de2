from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import letters

urlpatterns: list[URLPattern] = [
    path("me/in/<slug:city>/calendar/", letters.own_calendar, name="own-calendar"),
    path("api/v1/cities/<slug:city>/calendar/<str:key>.ics", letters.calendar, name="calendar"),
]
