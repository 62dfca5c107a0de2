from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The shell: base templates, static files, translations, the demo."""

    name = "convive.site"
    label = "site"
