"""Who may do what with figures. What is public has passed `engines.disclosure` first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convive.core import access

if TYPE_CHECKING:
    from convive.core.models import City, User


def may_import(user: User, city: City) -> bool:
    """Read files into the city's figures, and look at earlier imports: files hold unprotected numbers."""
    return access.imports_figures(user, city)
