"""Two invented cities to walk into, the people in them, and what their pages say.

Pure: no Django, no clock, no network. `build` makes a city from a seed, the same on every machine.
"""

from .aldermonde import ALDERMONDE
from .bjorkasund import BJORKASUND
from .city import PLANS, Area, DemoCity, Size, build
from .plans import Plan

__all__ = ["ALDERMONDE", "BJORKASUND", "PLANS", "Area", "DemoCity", "Plan", "Size", "build"]
