from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "convive.core"
    label = "core"
    verbose_name = _("Cities and accounts")

    def ready(self) -> None:
        from convive.core import checks, own_acts, rooms  # noqa: F401

        own_acts.listen()
