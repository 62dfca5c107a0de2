"""What Convive decides where django-allauth leaves the choice: who may sign in how, and in which words."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.forms import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from convive.core import clock, queries, sessions
from convive.core.models import User
from convive.core.sealing import cipher

# How somebody shows once more who they are, the easiest first.
PREFERRED = ("mfa_reauthenticate:webauthn", "reauthenticate", "mfa_reauthenticate")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come with a role or with applying to a programme; nobody makes one alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff land at their desk, everybody else at their own pages."""
        works = bool(queries.cities_where(request.user))
        return reverse("core:my-cities") if works else reverse("core:me")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("core:me-sign-in")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords are a refusal (429), not one more error in the form."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(respond_429(request)) from None

    def login(self, request: HttpRequest, user: User) -> None:
        # Before the library looks through the sessions one by one: now there are never many.
        sessions.tidy(user)
        super().login(request, user)
        request.session[sessions.SIGNED_IN_AT] = clock.now().timestamp()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago has shown who they are."""
        if sessions.signed_in_recently(self.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A passkey first, where there is one; and in the words of these pages."""
        methods = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        if "mfa_reauthenticate:webauthn" in methods:
            methods["mfa_reauthenticate:webauthn"]["description"] = _("Use a passkey")
        return [methods[key] for key in PREFERRED if key in methods]

    def set_password(self, user: User, password: str) -> None:
        """A new password ends the sessions that were opened with the old one."""
        super().set_password(user, password)
        sessions.end_all(user, but=self.request.session.session_key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the account."""
        user = _account_of(email)
        if user is not None:
            _remember_address(user)
        with translation.override(user.language if user else translation.get_language()):
            super().send_mail(template_prefix, email, context)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """A municipality's own sign-in opens an account that is there; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """A provider vouches for the addresses of its own domains alone. It could assert any other, and open
        the accounts of people whom it has never met.
        """
        domains = login.provider.app.settings.get("email_domains", [])
        return email.rpartition("@")[2].lower() in domains and super().can_authenticate_by_email(login, email)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("core:me-sign-in")


class SecondStepAdapter(DefaultMFAAdapter):
    """Keys of apps and seeds of recovery codes are encrypted: a copy of the database opens nothing."""

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """A passkey is named after the browser that makes it, until its owner names it."""
        return sessions.device(context.request.headers.get("User-Agent", ""))

    def build_totp_svg(self, url: str) -> str:
        """On white, so that a camera can read it on a dark page too."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return cipher("second-step").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher("second-step").decrypt(encrypted_text.encode()).decode()


def _account_of(email: str) -> User | None:
    address = EmailAddress.objects.filter(email=email.lower()).select_related("user").first()
    return address.user if address else User.objects.filter(email=email.lower(), is_active=True).first()


def _remember_address(user: User) -> None:
    """Whoever was invited has no list of addresses yet; typing a code from a mail then proves the address."""
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
