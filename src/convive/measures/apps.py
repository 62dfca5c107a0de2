from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    name = "convive.measures"
    label = "measures"
    verbose_name = _("Figures")

    def ready(self) -> None:
        from convive.measures import rooms  # noqa: F401
