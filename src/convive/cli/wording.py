"""Turns of phrase that several commands print."""

from __future__ import annotations


def many(number: int, noun: str) -> str:
    """How many, with the noun in its number."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
