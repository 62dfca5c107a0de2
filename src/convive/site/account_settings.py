"""Settings of accounts: how people sign in, and how often they may try.

Read by `settings`, and kept apart so that one page shows everything about signing in.
"""

from __future__ import annotations

import re
from typing import Any

from convive.site.environment import Environment, SettingError

# A code in a mail must survive a slow mailbox and a walk to another room.
CODE_LASTS = 15 * 60
CODE_ATTEMPTS = 3
OIDC_PROVIDER = "sso"
OIDC_NEEDED = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_DOMAINS")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def read(env: Environment, *, demo: bool) -> dict[str, Any]:
    """The settings, by name.

    Raises:
        SettingError: single sign-on is set in part, or for something that is not a domain.
    """
    return {
        # Whoever asks is known by e-mail address; there are no user names.
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_UNIQUE_EMAIL": True,
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_ADAPTER": "convive.core.adapters.AccountAdapter",
        # Everything that is mailed is a code to type, never a link that signs somebody in.
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT": CODE_LASTS,
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS": CODE_ATTEMPTS,
        "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": CODE_LASTS,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS": CODE_ATTEMPTS,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": CODE_LASTS,
        "ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS": CODE_ATTEMPTS,
        "ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND": True,
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": True,
        "ACCOUNT_LOGIN_TIMEOUT": CODE_LASTS,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 10 * 60,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "http" if demo else "https",
        # `ip`: a network address (a town hall may share one); `key`: an e-mail address; `user`: an account.
        "ACCOUNT_RATE_LIMITS": {
            "login": "30/m/ip",
            "login_failed": "10/m/ip,5/5m/key",
            "request_login_code": "20/m/ip,5/h/key",
            "reset_password": "10/m/ip,5/h/key",
            "reset_password_from_key": "10/m/ip",
            "confirm_email": "1/10s/key",
            "reauthenticate": "5/m/user",
            "change_password": "5/m/user",
            "manage_email": "10/h/user",
            "signup": "5/m/ip",
            # Forms of people who take part: applying, and asking for a link by mail.
            "join": "30/h/ip,3/d/key",
            "enter": "20/h/ip,3/h/key",
        },
        # The reverse proxies in front, whose word about a visitor's address is taken.
        "ALLAUTH_TRUSTED_PROXY_COUNT": env.integer("PROXIES", 0 if demo else 1),
        "MFA_ADAPTER": "convive.core.adapters.SecondStepAdapter",
        "MFA_SUPPORTED_TYPES": ["recovery_codes", "totp", "webauthn"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": demo,
        "MFA_TOTP_ISSUER": "Convive",
        "MFA_RATE_LIMITS": {"webauthn_login": "10/m/ip"},
        "USERSESSIONS_TRACK_ACTIVITY": False,
        **_single_sign_on(env),
        # Rate limits and used codes must be known to every process: they lie in PostgreSQL, as sessions do.
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "core_shared_cache",
                "OPTIONS": {"MAX_ENTRIES": 20_000},
            }
        },
        # The content rooms have no sign-in of their own: it would know no second step and no rate limit.
        "WAGTAILADMIN_LOGIN_URL": "/accounts/login/",
    }


def _single_sign_on(env: Environment) -> dict[str, Any]:
    """A municipality's own sign-in by OpenID Connect, where the environment names one."""
    domains = [domain.lower() for domain in env.names("OIDC_DOMAINS", [])]
    values = {name: env.text(name, "") for name in OIDC_NEEDED if name != "OIDC_DOMAINS"}
    name = env.text("OIDC_NAME", "OpenID Connect")
    given = [key for key in OIDC_NEEDED if values.get(key) or (key == "OIDC_DOMAINS" and domains)]
    missing = [key for key in OIDC_NEEDED if key not in given]
    if given and missing:
        raise SettingError(missing[0], f"is missing, although {given[0]} is set")
    if not all(DOMAIN.fullmatch(domain) for domain in domains):
        raise SettingError("OIDC_DOMAINS", "should be domains separated by commas, such as rivertown.example")
    app = {
        "provider_id": OIDC_PROVIDER,
        "name": name,
        "client_id": values["OIDC_CLIENT_ID"],
        "secret": values["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": values["OIDC_ISSUER"], "email_domains": domains},
    }
    providers = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}} if given else {}
    return {
        "SOCIALACCOUNT_ADAPTER": "convive.core.adapters.SingleSignOnAdapter",
        "SOCIALACCOUNT_PROVIDERS": providers,
        # An existing account is found by an e-mail address that the provider has verified, in a domain for
        # which it may speak (`SingleSignOnAdapter`); none is made.
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
        "SOCIALACCOUNT_STORE_TOKENS": False,
    }
