"""Language of a request, and the same page in another language."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from wagtail.models import Locale, Page, Site

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The language of the address, else the one chosen before, else of the account, else of the browser.

    A public page's address in another language than English begins with its code (`/nl/…`). Whoever comes
    to the plain address with another language is sent there, so that a shared link always shows the same
    text. Working rooms have one address in every language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_address = translation.get_language_from_path(request.path_info)
        language, moved = in_address or _chosen(request), None
        if not in_address and not request.path_info.startswith(settings.UNTRANSLATED_ADDRESSES):
            language, moved = _of_a_public_page(request, language)
        # Given back at the end: whatever this thread does next has a language of its own.
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = HttpResponseRedirect(moved) if moved else self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response if in_address else _varied(response)


def _of_a_public_page(request: HttpRequest, chosen: str) -> tuple[str, str | None]:
    """The language in which to answer a plain address, and where to send the reader instead, if anywhere."""
    if chosen == settings.LANGUAGE_CODE:
        return chosen, None
    page, rest = _find_page(request, request.path_info)
    if page is None:
        return chosen, None  # there is no such page, which is told in the reader's language
    moved = _address_in(request, page, rest, chosen, request.META.get("QUERY_STRING", ""))
    if moved is None or request.method not in {"GET", "HEAD"}:
        return settings.LANGUAGE_CODE, None  # a page without a translation is shown as it is
    return chosen, moved


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def _chosen(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    user = getattr(request, "user", None)
    if cookie not in dict(settings.LANGUAGES) and user is not None and user.is_authenticated:
        return user.language
    return translation.get_language_from_request(request)


def translated_address(request: HttpRequest, address: str, language: str) -> str | None:
    """Where the page at `address` stands in `language`; None where there is no such page or translation."""
    parts = urlsplit(address)
    page, rest = _find_page(request, parts.path)
    return _address_in(request, page, rest, language, parts.query) if page else None


def _find_page(request: HttpRequest, path: str) -> tuple[Page | None, list[str]]:
    site = Site.find_for_request(request)
    if site is None:
        return None, []
    in_address = translation.get_language_from_path(path)
    parts = [unquote(part) for part in path.split("/") if part]
    return _page_at(site.root_page, in_address or settings.LANGUAGE_CODE, parts[1:] if in_address else parts)


def _address_in(request: HttpRequest, page: Page, rest: list[str], language: str, query: str) -> str | None:
    locale = Locale.objects.filter(language_code=language).first()
    moved = page.get_translation_or_none(locale) if locale else None
    if moved is None or not moved.live:
        return None
    with translation.override(language):
        url = moved.get_url(request)
    if rest:
        url = f"{url}{'/'.join(rest)}/"
    return f"{url}?{query}" if query else url


def _page_at(root: Page, language: str, parts: list[str]) -> tuple[Page | None, list[str]]:
    """The live page at the end of a path in one language, and what of the path is the page's own (a
    chart, a PDF).
    """
    locale = Locale.objects.filter(language_code=language).first()
    page = root.get_translation_or_none(locale) if locale else None
    while page is not None and parts:
        child = page.get_children().live().filter(slug=parts[0]).first()
        if child is None:
            return (
                (page, parts)
                if page.specific_class and hasattr(page.specific_class, "get_subpage_urls")
                else (None, [])
            )
        page, parts = child, parts[1:]
    return page, []


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie, and go back to the same page in that language."""
    language, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    if language not in dict(settings.LANGUAGES):
        return HttpResponseRedirect(back)
    address = (
        None
        if back.startswith(settings.UNTRANSLATED_ADDRESSES)
        else translated_address(request, back, language)
    )
    response = HttpResponseRedirect(address or back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
