"""Django settings. Every value that differs between machines is read through `environment`."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import available_timezones

import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from convive.site import account_settings, embedded
from convive.site.environment import AS_OWNER as AS_OWNER_VARIABLE
from convive.site.environment import Environment, SettingError, database, kept_secret

env = Environment()
SITE = Path(__file__).resolve().parent
DATA = embedded.data_folder()

# Without an outside database this is a demo on one person's machine: loopback only, invented people, no
# secrets to keep.
DEMO = not env.has("DATABASE_URL")
if DEMO and env.has("SECRET_KEY"):
    raise SettingError("DATABASE_URL", "is missing, although SECRET_KEY is set")
AS_OWNER = os.environ.get(AS_OWNER_VARIABLE) == "1"
DEBUG = False

if DEMO:
    _addresses = embedded.start(DATA / "postgres", env.text("DATABASE_NAME", "convive"))
    _application, _owner = _addresses.application, _addresses.owner
    SECRET_KEY = kept_secret(DATA / "secret")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.integer('PORT', 8000)}")
else:
    _application = env.text("DATABASE_URL")
    _owner = env.text("DATABASE_OWNER_URL") if AS_OWNER else _application
    SECRET_KEY = env.text("SECRET_KEY")
    # Earlier keys, newest first, so that a new one ends no session and no second step.
    SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS", [])
    ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
    SITE_URL = env.text("SITE_URL")

DATABASES = {
    "default": database(
        "DATABASE_OWNER_URL" if AS_OWNER else "DATABASE_URL", _owner if AS_OWNER else _application
    )
}
APPLICATION_ROLE = database("DATABASE_URL", _application)["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Ours first: templates and commands here win over those of the libraries.
    "convive.site.apps.SiteConfig",
    "convive.core.apps.CoreConfig",
    "convive.measures.apps.MeasuresConfig",
    "convive.network.library.apps.LibraryConfig",
    "convive.city.people.apps.PeopleConfig",
    "convive.city.buddies.apps.BuddiesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_htmx",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "convive.network.library.middleware.EditorsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "convive.site.languages.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "convive.core.middleware.CityMiddleware",
    "convive.core.privacy.PrivatePagesMiddleware",
]

ROOT_URLCONF = "convive.site.urls"
WSGI_APPLICATION = "convive.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "convive.site.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("nl", _("Dutch")),
    ("fr", _("French")),
    ("it", _("Italian")),
    ("sv", _("Swedish")),
    ("ar", _("Arabic")),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [SITE / "locale"]
FORMAT_MODULE_PATH = "convive.site.formats"
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
# Working rooms have one address in every language; only public pages carry the language in theirs.
UNTRANSLATED_ADDRESSES = (
    "/in/",
    "/me/",
    "/join/",
    "/proof/",
    "/network/audit/",
    "/accounts/",
    "/api/",
    "/content/",
    "/documents/",
    "/language/",
    "/walk-in/",
    "/static/",
    "/media/",
    "/health/",
)
TIME_ZONE = "UTC"
USE_TZ = True

# Accounts
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/in/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
globals().update(account_settings.read(env, demo=DEMO))

# Jobs
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# History: the context (who, on which address) lies in the event itself, so that events need no second table.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()

# Static files and uploads
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
if DEMO:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty: the demo serves from the sources
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# The demo serves static files from where they lie; a server collects them once (docs/how-to/run-on-a-server.md).
WHITENOISE_USE_FINDERS = DEMO
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
DOCUMENT_FONTS = [SITE / "static" / "built" / "fonts"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024

# No public number below this counts people (docs/explanation/refusals.md).
DISCLOSURE_THRESHOLD = env.integer("DISCLOSURE_THRESHOLD", 5)
if DISCLOSURE_THRESHOLD < 3:
    raise SettingError("DISCLOSURE_THRESHOLD", "should be 3 or more")

# Mail
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "convive@localhost")
if env.has("MAIL_HOST"):
    EMAIL_HOST = env.text("MAIL_HOST")
    EMAIL_PORT = env.integer("MAIL_PORT", 587)
    EMAIL_HOST_USER = env.text("MAIL_USER", "")
    EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", "")
    EMAIL_USE_TLS = env.boolean("MAIL_TLS", True)
    # Codes to sign in are sent within the request: a server that says nothing must not hold a page for long.
    EMAIL_TIMEOUT = env.integer("MAIL_TIMEOUT", 10)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

# Safety
_secure = not DEMO
SECURE_SSL_REDIRECT = _secure and env.boolean("HTTPS_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _secure
SECURE_HSTS_PRELOAD = _secure
SESSION_COOKIE_SECURE = _secure
CSRF_COOKIE_SECURE = _secure
LANGUAGE_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if DEMO:
    # The demo answers on loopback, where there is no HTTPS to insist on.
    SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Content
WAGTAIL_SITE_NAME = "Convive"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Those that browsers know by name too.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILDOCS_EXTENSIONS = ["csv", "ods", "odt", "pdf", "xlsx"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
