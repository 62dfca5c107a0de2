"""The editors' own page, `/content/account/`: a picture, a language, a time zone.

The name is changed at `/me/account/`. Wagtail's panel for it asks for a first and a last name, which accounts
here do not have, and there is no setting that leaves it out; with it, nothing on the page could be saved.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, NameEmailSettingsPanel


def _inactive(panel: BaseSettingsPanel) -> bool:
    return False


NameEmailSettingsPanel.is_active = _inactive


@hooks.register("register_account_menu_item")
def where_the_name_is_changed(request: HttpRequest) -> dict[str, str]:
    return {"url": reverse("core:me-account"), "label": _("Change your name or language")}
