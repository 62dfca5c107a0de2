"""What every process of `tests.workers` has when it begins: Django set up, the jobs and addresses of the site known,
what compiled loops are loaded with, and what tests import.
"""

from __future__ import annotations

import os

# A test reads what a worker tells.
os.environ["LOG_LEVEL"] = "INFO"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

from convive.site.starting import without_pauses

with without_pauses():
    django.setup()

    from django.urls import get_resolver
    from numba.core.registry import cpu_target
    from procrastinate import worker  # noqa: F401

    import tests.conftest  # noqa: F401

    get_resolver().reverse_dict  # noqa: B018
    cpu_target.target_context.refresh()
