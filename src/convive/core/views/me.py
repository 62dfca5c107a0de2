"""A person's own pages: who they are here, how they sign in, and how they leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from convive.core import access, actions, own_data, own_pages, queries, sessions
from convive.core.account_forms import OwnAccountForm

# The newest acts that the first page shows; all of them are in the file of one's data.
OWN_ACTS = 10
View = Callable[..., HttpResponseBase]


def signed_in_just_now(view: View) -> View:
    """Ask the person to show once more who they are, before something that cannot be undone.

    Whoever has a password, a passkey or an authenticator app is asked for it. Whoever has none, and signs in
    by a mailed code or by single sign-on, signs in again.
    """
    with_a_key = reauthentication_required(view, app="allauth.account")

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if get_adapter().get_reauthentication_methods(request.user):
            try:
                return with_a_key(request, *args, **kwargs)
            except ReauthenticationRequired:
                if request.method == "POST":
                    # Else the library would keep this request, and carry it out after some later sign-in.
                    return redirect(request.path)
                raise
        if not sessions.signed_in_recently(request):
            logout(request)
            messages.info(request, _("Please sign in again to go on."))
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return login_required(guarded)


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "core/me/overview.html",
        {
            "pages": own_pages.pages(request.user),
            "roles": own_data.roles_of(request.user),
            "acts": queries.own_acts(request.user)[:OWN_ACTS],
            "sees_network_audit": access.sees_network_audit(request.user),
        },
    )


@login_required
def account(request: HttpRequest) -> HttpResponse:
    form = OwnAccountForm(request.POST or None, instance=request.user)
    if form.is_valid():
        user = actions.change_account(request.user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Your changes are saved."))
        response = redirect("core:me")
        # A language chosen earlier in this browser would win over that of the account.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite=settings.LANGUAGE_COOKIE_SAMESITE)
        return response
    return render(request, "core/me/account.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def ways_to_sign_in(request: HttpRequest) -> HttpResponse:
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(
        request,
        "core/me/sign_in.html",
        {
            "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
            "app": Authenticator.Type.TOTP in kinds,
            "recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
            "connections": SocialAccount.objects.filter(user=request.user).count(),
            "single_sign_on": bool(settings.SOCIALACCOUNT_PROVIDERS),
        },
    )


@login_required
def sessions_view(request: HttpRequest) -> HttpResponse:
    user, here = request.user, request.session.session_key
    if request.method == "POST":
        chosen = request.POST.get("end", "")
        if chosen == "others":
            actions.end_other_sessions(user, but=here)
            messages.success(request, _("You are signed out everywhere else."))
        elif chosen.isdecimal() and actions.end_session(user, int(chosen)):
            messages.success(request, _("That session has ended."))
        return redirect("core:me-sessions")
    return render(request, "core/me/sessions.html", {"places": sessions.places(user, current_key=here)})


@login_required
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """Everything kept about the person, as a file."""
    return JsonResponse(
        own_data.own_data(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="my-convive-data.json"'},
    )


@signed_in_just_now
def erase(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.erase_account(request.user, by=request.user)
        logout(request)
        messages.success(request, _("Your account is erased."))
        return redirect("/")
    return render(request, "core/me/erase.html")
