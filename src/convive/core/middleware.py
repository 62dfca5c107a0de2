"""Finds the city named in the address and puts the request inside its walls."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from convive.core.models import City
from convive.core.tenancy import in_city

GetResponse = Callable[[HttpRequest], HttpResponse]

CITY_ADDRESS = re.compile(r"^/(?:in|me/in|join|proof|api/v1/cities)/(?P<slug>[-\w]+)(?:/|$)")


class CityMiddleware:
    """Sets `request.city`. Everything that a request to a city's address reads or writes stays in that
    city.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.city = None
        match = CITY_ADDRESS.match(request.path_info)
        city = City.objects.filter(slug=match["slug"]).first() if match else None
        if city is None:
            return self.get_response(request)
        request.city = city
        # Times are told as the city's own clocks tell them.
        with in_city(city), timezone.override(city.time_zone):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def city_or_404(request: HttpRequest) -> City:
    """The city of a public address."""
    city = getattr(request, "city", None)
    if city is None:
        raise Http404
    return city
