from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BuddiesConfig(AppConfig):
    name = "convive.city.buddies"
    label = "buddies"
    verbose_name = _("Buddies")

    def ready(self) -> None:
        from convive.city.buddies import rooms  # noqa: F401
