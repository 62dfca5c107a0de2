"""Pages with personal data are kept by nobody on the way, and not by the browser either."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

# A browser in a library or at a reception desk has a next visitor, and a "back" button.
PRIVATE = ("/in/", "/me/", "/accounts/", "/network/audit/", "/join/", "/proof/")
# Here the same address answers with a page, or with the part of it that a script asked for.
IN_PARTS = "/in/"


class PrivatePagesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(PRIVATE):
            patch_cache_control(response, private=True, no_store=True)
        if request.path_info.startswith(IN_PARTS):
            patch_vary_headers(response, ["HX-Request"])
        return response
