from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import exchange, intake, own_applications

PEOPLE = "in/<slug:city>/buddies/<slug:programme>/people/"
OWN = "me/in/<slug:city>/applications/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path(PEOPLE, intake.people, name="people"),
    path(f"{PEOPLE}import/", exchange.import_people, name="import-people"),
    path(f"{PEOPLE}import/<slug:key>/", exchange.going, name="import-going"),
    path(f"{PEOPLE}export.xlsx", exchange.export_xlsx, name="export-xlsx"),
    path(f"{PEOPLE}export.csv", exchange.export_csv, name="export-csv"),
    path(f"{PEOPLE}export-duos.csv", exchange.export_duos_csv, name="export-duos-csv"),
    path(f"{PEOPLE}<int:pk>/", intake.person, name="person"),
    path(f"{PEOPLE}<int:pk>/<slug:act>/", intake.act, name="person-act"),
    path(OWN, own_applications.own_application, name="own-application"),
    path(f"{OWN}stop/", own_applications.stop, name="own-application-stop"),
    path(f"{OWN}wait/", own_applications.wait, name="own-application-wait"),
    path(f"{OWN}go-on/", own_applications.go_on, name="own-application-go-on"),
]
