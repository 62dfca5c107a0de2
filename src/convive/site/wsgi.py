"""The entry of a web server such as gunicorn: `convive.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convive.site.settings")
application = get_wsgi_application()
