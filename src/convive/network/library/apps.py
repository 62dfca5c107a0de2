from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """The pages of the network: its home, its cities; later profiles, practices and stories."""

    name = "convive.network.library"
    label = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        from convive.network.library import editors  # noqa: F401
