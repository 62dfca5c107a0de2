"""Making the pages that every installation and every city has."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from convive.core import audit
from convive.core.languages import pick
from convive.core.models import City
from convive.core.reasons import Purpose
from convive.network.library.models import CitiesPage, CityPage, HomePage

# The list of cities in the address, in each language.
CITIES_SLUGS = {"en": "cities", "nl": "steden", "fr": "villes", "it": "citta", "sv": "stader", "ar": "مدن"}


@transaction.atomic
def ensure_site() -> HomePage:
    """The home of the network and the list of cities, in every language. What stands, stays."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if home is None:
        home = _first_home()
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get(language_code=code)
        with translation.override(code):
            mine = home.get_translation_or_none(locale) or _translated(home, locale, f"home-{code}")
            _ensure_cities(mine.specific, locale)
    return home


def _first_home() -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's own "Welcome" page stands where ours belongs.
    welcome = Page.objects.filter(depth=2, slug="home").exclude(content_type__model="homepage").first()
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    with translation.override(settings.LANGUAGE_CODE):
        home = root.add_child(instance=HomePage(slug="convive", locale=locale, **_home_texts()))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Convive")
    if welcome is not None:
        Page.objects.get(pk=welcome.pk).delete()
    return home


def _home_texts() -> dict[str, str]:
    return {
        "title": _("Cities that make people meet"),
        "introduction": _(
            "Here cities show how their people live together, what they do so that people meet, "
            "and what they learned."
        ),
    }


def _translated(page: Page, locale: Locale, slug: str) -> Page:
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, text in _home_texts().items():
        setattr(copy, name, text)
    copy.slug = slug
    copy.save()
    copy.save_revision().publish()
    return copy


def _ensure_cities(home: HomePage, locale: Locale) -> None:
    standing = CitiesPage.objects.filter(locale=locale).first()
    if standing is not None:
        return
    texts = {
        "title": _("Cities"),
        "introduction": _("Who lives where, in each city of the network."),
        "slug": CITIES_SLUGS[locale.language_code],
    }
    source = CitiesPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if source is None:
        home.add_child(instance=CitiesPage(locale=locale, **texts))
        return
    copy = source.copy_for_translation(locale)
    for name, text in texts.items():
        setattr(copy, name, text)
    copy.save()
    copy.save_revision().publish()


@transaction.atomic
def ensure_city_page(
    city: City,
    *,
    introductions: Mapping[str, str] | None = None,
    bodies: Mapping[str, str] | None = None,
) -> CityPage:
    """A city's page in every language. Texts that an editor has changed stay as they are."""
    ensure_site()
    standing = CityPage.objects.filter(subject=city, locale__language_code=settings.LANGUAGE_CODE).first()
    if standing is not None:
        return standing
    introductions, bodies = introductions or {}, bodies or {}
    first: CityPage | None = None
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get(language_code=code)
        texts = {
            "title": pick(city.names, code),
            "slug": city.slug,
            "introduction": introductions.get(code, ""),
            "body": bodies.get(code, ""),
        }
        if first is None:
            parent = CitiesPage.objects.get(locale=locale)
            first = parent.add_child(instance=CityPage(locale=locale, subject=city, **texts))
            first.save_revision().publish()
            continue
        copy = first.copy_for_translation(locale)
        for name, text in texts.items():
            setattr(copy, name, text)
        copy.save()
        copy.save_revision().publish()
    assert first is not None
    audit.record_in_network("page.added", city, by=None, why=Purpose.SET_UP)
    return first
