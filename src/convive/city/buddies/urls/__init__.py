"""The addresses of the buddy room, by noun."""

from convive.city.buddies.urls import (
    agreements,
    applying,
    duos,
    funding,
    hours,
    intake,
    letters,
    matching,
    meetings,
    programmes,
)

app_name = "buddies"
urlpatterns = [
    *programmes.urlpatterns,
    *duos.urlpatterns,
    *applying.urlpatterns,
    *intake.urlpatterns,
    *matching.urlpatterns,
    *agreements.urlpatterns,
    *meetings.urlpatterns,
    *hours.urlpatterns,
    *funding.urlpatterns,
    *letters.urlpatterns,
]
