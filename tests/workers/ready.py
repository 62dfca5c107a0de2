"""What every process of `tests.workers` has when it begins: Django set up, and the jobs of the site known."""

from __future__ import annotations

import os

# A test reads what a worker tells.
os.environ["LOG_LEVEL"] = "INFO"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

import pytest  # noqa: E402, F401
from procrastinate import worker  # noqa: E402, F401
