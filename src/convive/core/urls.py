from django.urls import path

from convive.core.views import audit, desk, me, people

app_name = "core"
urlpatterns = [
    path("in/", desk.my_cities, name="my-cities"),
    path("in/<slug:city>/", desk.desk_view, name="desk"),
    path("in/<slug:city>/people/", people.people, name="people"),
    path("in/<slug:city>/people/give-role/", people.give_role, name="give-role"),
    path("in/<slug:city>/people/<int:membership>/end/", people.end_role, name="end-role"),
    path("in/<slug:city>/organisations/", people.organisations, name="organisations"),
    path("in/<slug:city>/organisations/add/", people.add_organisation, name="add-organisation"),
    path("in/<slug:city>/audit/", audit.audit, name="audit"),
    path("in/<slug:city>/audit/<str:object_type>/<str:object_key>/", audit.history, name="history"),
    path("network/audit/", audit.network_audit, name="network-audit"),
    path("me/", me.overview, name="me"),
    path("me/account/", me.account, name="me-account"),
    path("me/sign-in/", me.ways_to_sign_in, name="me-sign-in"),
    path("me/sessions/", me.sessions_view, name="me-sessions"),
    path("me/data/", me.data, name="me-data"),
    path("me/erase/", me.erase, name="me-erase"),
    path("health/", desk.health, name="health"),
]
