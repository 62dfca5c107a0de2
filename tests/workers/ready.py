"""What every process of `tests.workers` has when it begins: Django set up, and the jobs of the site known."""

from __future__ import annotations

import os

# A test reads what a worker tells.
os.environ["LOG_LEVEL"] = "INFO"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

from convive.site.starting import without_pauses

with without_pauses():
    django.setup()

    import pytest  # noqa: F401
    from procrastinate import worker  # noqa: F401
