from __future__ import annotations

from urllib.parse import urlsplit

from allauth.socialaccount.providers.openid_connect.views import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to the municipality's own sign-in, by a page and not by an answer to the form.

    The policy lets forms lead to this site only, and browsers hold the redirects after a form to it too.
    """
    response = login(request, provider_id)
    if isinstance(response, HttpResponseRedirect):
        host = urlsplit(response.url).netloc
        if host and host != request.get_host():
            return render(request, "socialaccount/login_redirect.html", {"redirect_to": response.url})
    return response
