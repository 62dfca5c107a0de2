"""Science: arrays and dataclasses in, results with reasons out. No Django, clock, network, files or own randomness."""

import os

# Numba asks once where compiled loops are kept; see kept.py for why its own answer is not enough.
os.environ.setdefault(
    "NUMBA_CACHE_LOCATOR_CLASSES",
    "UserProvidedCacheLocator,convive.engines.kept.KernelFolder,IPythonCacheLocator,ZipCacheLocator",
)
