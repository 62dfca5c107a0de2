from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """The pages of the network: its home, its cities; later profiles, practices and stories."""

    name = "convive.network.library"
    label = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        from convive.core import people_data
        from convive.core.verbs import register_verbs
        from convive.network.library import account_page, editors, leaving  # noqa: F401

        people_data.register("editing", leaving.export, leaving.erase)
        register_verbs({"page.added": _("made the page of a city")})
        post_migrate.connect(make_the_first_pages, sender=self)


def make_the_first_pages(sender: AppConfig, plan: list[Any], **kwargs: Any) -> None:
    """A new installation opens with a home of its own, in every language."""
    from convive.network.library.actions import ensure_site

    # Asked after every migration; `ensure_site` leaves what stands.
    ensure_site()
