"""Short names in addresses, made from the names that people give."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify


def free_slug(text: str, rows: QuerySet[Any], otherwise: str, never: Collection[str] = ()) -> str:
    """A short name that none of `rows` has yet, and that is not in `never`.

    A name in Arabic letters leaves nothing of itself, so there is `otherwise` to fall back on.
    """
    base = slugify(text)[:50] or otherwise
    taken = {*never, *rows.filter(slug__startswith=base).values_list("slug", flat=True)}
    if base not in taken:
        return base
    return next(f"{base}-{number}" for number in range(2, len(taken) + 3) if f"{base}-{number}" not in taken)
