from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import answers, matching

TABLE = "in/<slug:city>/buddies/<slug:programme>/matching/"
DUO = "in/<slug:city>/buddies/duos/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(TABLE, matching.matching, name="matching"),
    path(f"{TABLE}propose/", matching.propose, name="propose-duos"),
    path(f"{TABLE}again/", matching.again, name="matching-again"),
    path(f"{TABLE}ask/", matching.ask, name="ask-duos"),
    path(f"{TABLE}close/", matching.close, name="close-round"),
    path(f"{TABLE}lines/<int:pk>/<slug:act>/", matching.change_line, name="round-line"),
    path(f"{TABLE}people/<int:pk>/", matching.choose, name="choose"),
    path(f"{TABLE}<int:round>/", matching.past_round, name="round"),
    path(f"{TABLE}<int:round>/waiting/<slug:side>/", matching.people_waiting, name="people-waiting"),
    path(f"{DUO}answer/", answers.answer_for, name="answer-for"),
    path(f"{DUO}take-back/", answers.take_back, name="take-back-duo"),
    path("me/in/<slug:city>/proposals/<int:pk>/", answers.own_proposal, name="own-proposal"),
]
