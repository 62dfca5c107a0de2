"""The security policy of the editors' pages."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse


class EditorsPolicyMiddleware:
    """The editors' pages set a few inline styles from their own scripts. No page of ours may, and the rule for
    scripts is the same everywhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/content/"):
            # A preview is a whole page of ours, made by a request of its own that has set its headers already.
            del response["Content-Security-Policy"]
            response["X-Frame-Options"] = "SAMEORIGIN"
            response._csp_update = {"style-src": "'unsafe-inline'"}
            # A page that is being written is previewed in a frame beside it.
            response._csp_replace = {"frame-ancestors": [SELF]}
        return response
