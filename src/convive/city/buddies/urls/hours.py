from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import hours, proofs

urlpatterns: list[URLPattern] = [
    path("me/in/<slug:city>/hours/", hours.own_hours, name="own-hours"),
    path("me/in/<slug:city>/hours/add/", hours.add_hours, name="add-hours"),
    path("me/in/<slug:city>/hours/proof/", proofs.make, name="make-proof"),
    path("me/in/<slug:city>/hours/proofs/<str:code>/", proofs.own, name="own-proof"),
    path("me/in/<slug:city>/hours/proofs/<str:code>/proof.pdf", proofs.paper, name="proof-paper"),
    path("me/in/<slug:city>/hours/proofs/<str:code>/take-back/", proofs.take_back, name="take-back-proof"),
    path("me/in/<slug:city>/hours/<int:pk>/", hours.own_entry, name="own-entry"),
    path("me/in/<slug:city>/hours/<int:pk>/code.svg", hours.own_code, name="own-entry-code"),
    path("me/in/<slug:city>/hours/<int:pk>/delete/", hours.delete_hours, name="delete-hours"),
    path("in/<slug:city>/hours/", hours.enter_code, name="enter-hours-code"),
    path("in/<slug:city>/hours/<str:code>/", hours.confirm, name="confirm-hours"),
    path("in/<slug:city>/buddies/<slug:programme>/hours/", hours.programme_hours, name="programme-hours"),
    path("proof/<slug:city>/<str:code>/", proofs.verify, name="verify-proof"),
]
