"""An invented buddy programme: people in every phase, duos, and a year of meetings. Nobody in it exists."""

from convive.site.demo.buddies.load import make

__all__ = ["make"]
