"""Settings of the tests: the real ones, on an embedded PostgreSQL of their own."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ["CONVIVE_DATA"] = os.environ.get("CONVIVE_TEST_DATA", str(ROOT / ".convive" / "test"))
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY"):
    os.environ.pop(name, None)

from convive.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Pages are tested without the built front end; the browser tests run the real server, with it.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
