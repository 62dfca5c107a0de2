"""Which engines have compiled loops. A package that has some has a module `warm`, and where that takes long another
`warm_…`, to be compiled side by side; each with a function `warm_up()`.

`warm_up()` calls every kernel with the types that it meets in earnest (whole tables, tables that cannot be
written to, one group and several), through the engine's public functions where it can. `convive warm` runs them all.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

import convive.engines


def engines_to_warm() -> list[str]:
    """Names of these modules below `convive.engines`, in alphabetical order."""
    found = [module.name for module in pkgutil.walk_packages(convive.engines.__path__, "convive.engines.")]
    return sorted(name for name in found if name.rpartition(".")[2].partition("_")[0] == "warm")


def warm_up(name: str) -> str:
    """Compiles, or reads from the cache, the kernels of one engine; gives its name back."""
    import_module(name).warm_up()
    return name
