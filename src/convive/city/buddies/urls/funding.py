from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import funding, planner

PROGRAMME = "in/<slug:city>/buddies/<slug:programme>"

urlpatterns: list[URLPattern] = [
    path(f"{PROGRAMME}/funders/", funding.funders, name="funders"),
    path(f"{PROGRAMME}/funders/add/", funding.add, name="add-commitment"),
    path(f"{PROGRAMME}/funders/report.xlsx", funding.spreadsheet, name="funders-spreadsheet"),
    path(f"{PROGRAMME}/funders/report.pdf", funding.paper, name="funders-paper"),
    path(f"{PROGRAMME}/funders/<int:pk>/", funding.change, name="change-commitment"),
    path(f"{PROGRAMME}/funders/<int:pk>/end/", funding.end, name="end-commitment"),
    path(f"{PROGRAMME}/planner/", planner.planner, name="planner"),
    path(f"{PROGRAMME}/planner/waits.svg", planner.picture, name="planner-picture"),
    path(f"{PROGRAMME}/planner/waits.json", planner.specification, name="planner-chart"),
]
