from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "convive.city.people"
    label = "people"
    verbose_name = _("People who take part")

    def ready(self) -> None:
        from convive.city.people import rooms  # noqa: F401
