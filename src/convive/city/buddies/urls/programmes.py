from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import programmes

OF_ONE = "in/<slug:city>/buddies/<slug:programme>/"
urlpatterns: list[URLPattern] = [
    path("in/<slug:city>/buddies/", programmes.programmes, name="programmes"),
    path("in/<slug:city>/buddies/programmes/new/", programmes.new_programme, name="new-programme"),
    path(f"{OF_ONE}settings/", programmes.settings, name="settings"),
    path(f"{OF_ONE}settings/criteria/", programmes.criteria, name="criteria"),
]
