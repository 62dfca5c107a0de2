"""Names and texts that a city writes in several languages."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _


def pick(names: Mapping[str, str], language: str | None = None) -> str:
    """The text in `language` (else the active one), else English, else whichever comes first.

    An empty mapping gives an empty text: a missing name must not break a page.
    """
    language = (language or get_language() or "en").split("-")[0]
    for code in (language, "en"):
        if names.get(code):
            return names[code]
    return next((text for text in names.values() if text), "")


def own_names() -> list[tuple[str, str]]:
    """The site's languages, each by its own name: whoever looks for theirs may not read the one of the page."""
    return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


def check_names(names: object) -> None:
    """Validator for a field of names: `{"en": "Districts", "nl": "Wijken"}`, at least one, none empty."""
    known = {code for code, _name in settings.LANGUAGES}
    if not isinstance(names, dict) or not names:
        raise ValidationError(_("Give a name in at least one language."))
    for code, text in names.items():
        if code not in known:
            raise ValidationError(
                _("%(code)s is not one of the languages of this site."), params={"code": code}
            )
        if not isinstance(text, str) or not text.strip():
            raise ValidationError(_("The name in %(code)s is empty."), params={"code": code})
