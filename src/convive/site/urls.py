"""Every address of the site. `tests/doors` says who may open each."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from convive.site.api import api
from convive.site.languages import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("convive.site.account_urls")),
    path("", include("convive.core.urls")),
    path("", include("convive.measures.urls")),
    path("", include("convive.city.people.urls")),
    path("", include("convive.city.buddies.urls")),
    path("api/v1/", api.urls),
    path("accounts/", include("allauth.urls")),
    # One door to sign in, with its second factor and its limits; Wagtail's own two stay shut.
    path("content/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("content/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("language/", set_language, name="set_language"),
]
if settings.DEMO:
    # On a server the proxy serves what editors uploaded (docs/how-to/run-on-a-server.md).
    urlpatterns += [
        path("", include("convive.site.demo.urls")),
        path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    ]
urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False)
