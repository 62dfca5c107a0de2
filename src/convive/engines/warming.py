"""Which engines have compiled loops. A package that has some has a module `warm` with a function `warm_up()`.

`warm_up()` calls every kernel with the types that it meets in earnest (whole tables, tables that cannot be
written to, one group and several), through the engine's public functions where it can. `convive warm` runs them all.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

import convive.engines


def engines_to_warm() -> list[str]:
    """Names of the modules `warm` below `convive.engines`, in alphabetical order."""
    found = pkgutil.walk_packages(convive.engines.__path__, "convive.engines.")
    return sorted(module.name for module in found if module.name.endswith(".warm"))


def warm_up(name: str) -> str:
    """Compiles, or reads from the cache, the kernels of one engine; gives its name back."""
    import_module(name).warm_up()
    return name
