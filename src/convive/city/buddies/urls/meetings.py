from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import activities, follow_ups, meetings, radar

DUO = "in/<slug:city>/buddies/duos/<int:pk>"
OWN_DUO = "me/in/<slug:city>/duos/<int:pk>"
PROGRAMME = "in/<slug:city>/buddies/<slug:programme>"
ACTIVITY = "in/<slug:city>/buddies/activities/<int:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{OWN_DUO}/meeting/", meetings.own_meeting, name="own-meeting"),
    path(f"{OWN_DUO}/plan/", meetings.own_plan, name="own-plan"),
    path(f"{OWN_DUO}/not-met/", meetings.own_not_met, name="own-not-met"),
    path("me/in/<slug:city>/meetings/<int:pk>/", meetings.own_told, name="own-told"),
    path("me/in/<slug:city>/meetings/<int:pk>/take-back/", meetings.own_take_back, name="own-take-back"),
    path(f"{DUO}/meeting/", meetings.meeting_for, name="meeting"),
    path(f"{DUO}/plan/", meetings.plan_for, name="plan"),
    path(f"{DUO}/not-met/", meetings.not_met_for, name="not-met"),
    path(f"{DUO}/called/", meetings.called, name="called"),
    path(f"{DUO}/follow-up/", follow_ups.follow_up, name="follow-up"),
    path(f"{DUO}/tried/", follow_ups.tried, name="tried"),
    path("in/<slug:city>/buddies/meetings/<int:pk>/", meetings.told_for, name="told"),
    path("in/<slug:city>/buddies/meetings/<int:pk>/take-back/", meetings.take_back_for, name="take-back"),
    path(f"{PROGRAMME}/duos/", radar.radar, name="radar"),
    path(f"{PROGRAMME}/follow-ups/", follow_ups.follow_ups, name="follow-ups"),
    path(f"{PROGRAMME}/activities/", activities.activities, name="activities"),
    path(f"{PROGRAMME}/activities/new/", activities.new_activity, name="new-activity"),
    path(f"{ACTIVITY}/", activities.activity, name="activity"),
    path(f"{ACTIVITY}/change/", activities.change_activity, name="change-activity"),
    path(f"{ACTIVITY}/sign-up/", activities.sign_up_for, name="sign-up-for"),
    path("me/in/<slug:city>/activities/", activities.own_activities, name="own-activities"),
    path("me/in/<slug:city>/activities/<int:pk>/", activities.own_activity, name="own-activity"),
]
