"""One visit of a browser to a page, and the addresses that visits are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CITY = "aldermonde"
IN = "in/<slug:city>/"


@dataclass(frozen=True)
class Visit:
    """One page: its address in the table of doors, the label of its model or the file of its template; how a
    browser comes to it, as who, and what the server answers.
    """

    key: str
    address: str = ""
    who: str = "nobody"
    status: int = 200
    named: bool = False
    """Its heading is somebody's name or the like, the same in every language."""
    alike: tuple[str, ...] = ()
    """The languages that have the English word for its heading."""
    ready: str = ""
    """What is on it once it is whole: while a worker is still at its figures, a page shows how far it is."""
    of_ours: bool = True
    """In our shell, and not in that of the editors' pages."""


def desk(route: str, address: str = "", who: str = "administrator", **more: Any) -> Visit:
    return Visit(f"{IN}{route}", f"/in/{CITY}/{address or route}", who, **more)


def own(route: str, who: str = "newcomer", **more: Any) -> Visit:
    return Visit(route, f"/{route}", who, **more)


def editors(route: str, address: str = "") -> Visit:
    """A page that Wagtail brings; `{page}` in its address is the number of a city's page."""
    return Visit(f"content/{route}", f"/content/{address or route}", "secretary", of_ours=False)
