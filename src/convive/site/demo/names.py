"""Names for neighbourhoods, put together as names of fields, farms and quays are in Flanders."""

from __future__ import annotations

import random

# fmt: off
_STEMS = (
    "Appel", "Aster", "Beemd", "Beuken", "Biezen", "Blauw", "Bleek", "Boter", "Braam", "Brug", "Brouwers",
    "Distel", "Doorn", "Duif", "Eiken", "Elzen", "Essen", "Fazant", "Gaard", "Ganzen", "Gerst", "Haver",
    "Hazelaar", "Heester", "Hooi", "Hop", "Iepen", "IJzer", "Jasmijn", "Kalk", "Kalver", "Kersen", "Klaver",
    "Klokken", "Koolzaad", "Kraan", "Kwartel", "Kievit", "Kuipers", "Lelie", "Leeuwerik", "Linnen", "Lis",
    "Look", "Meidoorn", "Merel", "Mispel", "Mout", "Munt", "Nachtegaal", "Noten", "Olmen", "Paarden",
    "Papaver", "Pere", "Populieren", "Reiger", "Riet", "Rogge", "Schaap", "Schippers", "Sleedoorn",
    "Spiegel", "Tarwe", "Touw", "Tuin", "Varen", "Veder", "Vlas", "Vlier", "Vlinder", "Vossen", "Wevers",
    "Wilgen", "Winter", "Wol", "Zilver", "Zomer", "Zout", "Zwaluw",
)
# fmt: on
_TOWN = ("poort", "plein", "markt", "kaai", "werf", "hof", "gang", "vest", "brug", "toren")
_COUNTRY = ("veld", "kouter", "hoek", "akker", "dries", "gaarde", "beemd", "weide", "hoeve", "pad", "rand")


class Names:
    """Hands out each name once."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._town = self._mix(_TOWN)
        self._country = self._mix(_COUNTRY)

    def _mix(self, endings: tuple[str, ...]) -> list[str]:
        names = [
            stem + ending
            for stem in _STEMS
            for ending in endings
            if not ending.startswith(stem[:4].lower()) and stem.lower() not in ending
        ]
        # Shuffled by hand: the order of random.shuffle is not promised from one Python to the next.
        for at in range(len(names) - 1, 0, -1):
            other = self._rng.randrange(at + 1)
            names[at], names[other] = names[other], names[at]
        return names

    def take(self, *, in_town: bool) -> str:
        """A name that nobody has yet."""
        return (self._town if in_town else self._country).pop()
