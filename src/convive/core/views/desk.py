from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from convive.core import desk, queries
from convive.core.access import staff_door


@login_required
def my_cities(request: HttpRequest) -> HttpResponse:
    """The cities in which somebody works. With one city there is nothing to choose."""
    cities = queries.cities_where(request.user)
    if len(cities) == 1:
        return redirect("core:desk", city=cities[0].slug)
    return render(request, "core/my_cities.html", {"cities": cities})


@staff_door()
def desk_view(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "core/desk.html",
        {"tasks": desk.tasks(request.user, request.city), "rooms": desk.rooms(request.user, request.city)},
    )


def health(request: HttpRequest) -> JsonResponse:
    """For whoever watches the server: it answers, and so does the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "well"})
