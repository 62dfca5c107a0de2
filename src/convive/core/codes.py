"""Closed lists of codes with their names for people. An app adds its own in `ready`."""

from __future__ import annotations

from collections.abc import Mapping


class Codes:
    """What may be written, and what each is called on the screen."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._names: dict[str, object] = {}

    def register(self, names: Mapping[str, object]) -> None:
        """Give codes their names. Registering one twice with another name is a mistake."""
        for code, name in names.items():
            if self._names.setdefault(code, name) is not name:
                raise ValueError(f"the {self._kind} {code!r} is registered twice")

    def checked(self, code: object) -> str:
        """The code as it is written.

        Raises: KeyError: it was not registered.
        """
        if str(code) not in self._names:
            raise KeyError(f"the {self._kind} {str(code)!r} is not registered")
        return str(code)

    def name(self, code: str) -> str:
        """The code in words for people, in the language of the moment."""
        return str(self._names.get(code, code))

    def all(self) -> dict[str, object]:
        """Every registered code with its name."""
        return dict(self._names)
