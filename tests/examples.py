"""How many examples a test by property looks at."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

# The suite takes the same examples in every run, so that what fails was changed. `--hypothesis-profile=search` takes
# others each time, and more of them.
SUITE, SEARCH = "suite", "search"
settings.register_profile(SUITE, deadline=None, derandomize=True, max_examples=40)
settings.register_profile(SEARCH, deadline=None)


def examples(number: int, **more: Any) -> settings:
    """`number` in a search; in the suite half of them, or 20, as the next run finds nothing new among them."""
    if settings.get_current_profile_name() == SUITE:
        number = min(number, max(20, number // 2))
    return settings(max_examples=number, **more)
