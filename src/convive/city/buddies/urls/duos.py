from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import duos

urlpatterns: list[URLPattern] = [
    path("in/<slug:city>/buddies/duos/<int:pk>/", duos.duo, name="duo"),
    path("me/in/<slug:city>/duos/<int:pk>/", duos.own_duo, name="own-duo"),
]
