"""Settings of the tests: the real ones, on an embedded PostgreSQL of their own."""

import hashlib
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEMORY, ROOM = Path("/dev/shm"), 2**31


def folder() -> Path:
    """Where the databases of the tests lie: in memory where there is room for them, as a disk may take a second for
    each database that is made or dropped.
    """
    own = MEMORY / f"convive-{os.getuid()}-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}"
    # Once it is there, all processes stay with it, however full it has become.
    if own.exists() or (os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM):
        own.mkdir(mode=0o700, exist_ok=True)
        if own.stat().st_uid == os.getuid() and not own.is_symlink():
            return own
    return ROOT / ".convive" / "test"


os.environ["CONVIVE_DATA"] = os.environ.get("CONVIVE_TEST_DATA") or str(folder())
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY"):
    os.environ.pop(name, None)

from convive.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Every test has a browser without script of its own: none lists all static files before its first page.
WHITENOISE_AUTOREFRESH = True
# Pages are tested without the built front end; the browser tests run the real server, with it.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
