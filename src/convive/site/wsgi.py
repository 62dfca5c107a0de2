"""The entry of a web server such as gunicorn: `convive.site.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convive.site.settings")
application = get_wsgi_application()
# All pages are there before the first reader, and before the server forks. What was imported stays, so the collector
# need not walk through it again and again, and forks share its memory.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
