"""How much people of different groups share the places of a city: what can be asked, and what was found.

Everything here starts from figures that have been protected (`measures.queries`), and so may be shown.
"""

from convive.measures.mix.choosing import Asked, MixChoice, Who, choose_mix, mixable
from convive.measures.mix.results import Found, Summary

__all__ = ["Asked", "Found", "MixChoice", "Summary", "Who", "choose_mix", "mixable"]
