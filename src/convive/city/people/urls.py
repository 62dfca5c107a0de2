from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.people.views import coordinating, data, entering, home, questions

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("me/enter/", entering.enter, name="enter"),
    path("me/enter/<str:uidb64>/<str:token>/", entering.enter_by_link, name="enter-by-link"),
    path("in/<slug:city>/participants/to-tell/", coordinating.to_tell, name="to-tell"),
    path("in/<slug:city>/participants/<int:pk>/told/", coordinating.told, name="told"),
    path(
        "in/<slug:city>/participants/<int:pk>/delete/",
        coordinating.delete_on_request,
        name="delete-on-request",
    ),
    path("me/in/<slug:city>/", home.own_home, name="own-home"),
    path("me/in/<slug:city>/you/<slug:question>/", questions.own_facts, name="own-facts"),
    path("me/in/<slug:city>/consents/", data.own_consents, name="own-consents"),
    path("me/in/<slug:city>/data/", data.own_data, name="own-data"),
    path("me/in/<slug:city>/delete/", data.own_erase, name="own-erase"),
]
