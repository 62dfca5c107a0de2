"""What the editors' pages need of ours."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def choosers() -> str:
    return format_html('<script src="{}" defer></script>', static("library/choosers.js"))
