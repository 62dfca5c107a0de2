"""The entry of a web server such as gunicorn: `convive.site.wsgi:application`."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils import translation

from convive.site.starting import without_pauses

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convive.site.settings")
with without_pauses():
    application = get_wsgi_application()
    # All pages are there, in every language, before the first reader, and before the server forks.
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            get_resolver().reverse_dict  # noqa: B018
    gc.collect()
