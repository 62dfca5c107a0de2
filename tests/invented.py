"""The invented cities, each made once for all the tests of one process, none of which changes it."""

from __future__ import annotations

import functools

from convive.site.demo import ALDERMONDE, DemoCity, Size, build


@functools.cache
def invented(size: Size = "small", city: str = ALDERMONDE.slug) -> DemoCity:
    return build(size, city=city)
