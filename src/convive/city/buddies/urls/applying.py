from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import applying

urlpatterns: list[URLPattern] = [
    path("join/<slug:city>/", applying.join, name="join"),
    path("join/<slug:city>/<slug:programme>/", applying.join_programme, name="join-programme"),
    path("join/<slug:city>/<slug:programme>/thanks/", applying.thanks, name="join-thanks"),
    path("join/<slug:city>/<slug:programme>/<slug:side>/", applying.join_side, name="join-side"),
]
