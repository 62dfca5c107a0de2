"""The entry of a web server such as gunicorn: `convive.site.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from convive.site.starting import without_pauses

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convive.site.settings")
with without_pauses():
    application = get_wsgi_application()
    # All pages are there before the first reader, and before the server forks.
    get_resolver().url_patterns  # noqa: B018
    gc.collect()
