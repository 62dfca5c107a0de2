"""Every page of the site: how a browser comes to it, or why an address is not a page.

`test_no_page_is_left_out.py` holds this against the addresses of the site, its kinds of public pages and its error
pages; the tests named in `WALKS` open what stands here.
"""

from __future__ import annotations

from tests.browser import buddy_own_pages, buddy_pages
from tests.browser.visits import CITY, Visit, desk, editors, own

WALKS: dict[str, tuple[Visit, ...]] = {
    # test_every_page.py
    "public": (
        Visit("library.HomePage", "/"),
        Visit("library.CitiesPage", "/cities/"),
        Visit("library.CityPage", f"/cities/{CITY}/"),
        Visit("library.CityPage", "/cities/bjorkasund/"),
        Visit("library.CityPage", f"/cities/{CITY}/?indicator=mean_income"),
        Visit("library.CityPage:mix", f"/cities/{CITY}/mix/", ready="#areas"),
        Visit("library.CityPage:mix", f"/cities/{CITY}/mix/?group=all-age", ready="#areas"),
        Visit("library.CityPage:mix_compare", f"/cities/{CITY}/mix/compare/", ready="#both"),
        Visit("walk-in/", "/walk-in/"),
    ),
    "desk": (
        Visit("in/", "/in/", "secretary"),
        desk(""),
        desk("people/"),
        desk("people/", "people/?words=zzz"),
        desk("people/give-role/"),
        desk("people/<int:membership>/end/", "people/{membership}/end/"),
        desk("organisations/", alike=("fr",)),
        desk("organisations/add/"),
        desk("audit/"),
        desk("audit/<str:object_type>/<str:object_key>/", "audit/core.city/1/"),
        desk("import/", alike=("nl",)),
        desk("import/new/"),
        desk("import/<int:pk>/", "import/1/", named=True),
        Visit("network/audit/", "/network/audit/", "secretary"),
    ),
    "errors": (
        Visit("400.html", status=400),
        Visit("403.html", f"/in/{CITY}/audit/", "analyst", status=403),
        Visit("403_csrf.html", status=403),
        Visit("404.html", "/no-such-page/", status=404),
        Visit("429.html", status=429),
        Visit("500.html", status=500),
    ),
    "behind a password": (
        Visit("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/"),
        Visit("documents/authenticate_with_password/<int:restriction_id>/"),
    ),
    # test_account_pages.py
    "signing in": tuple(
        Visit(f"accounts/{route}", f"/accounts/{route}")
        for route in (
            "login/",
            "login/code/",
            "password/reset/",
            "signup/",
            "inactive/",
            "3rdparty/login/cancelled/",
        )
    )
    + (Visit("accounts/3rdparty/login/error/", "/accounts/3rdparty/login/error/", status=401),),
    "on the way in": (
        own("accounts/login/code/confirm/"),
        own("accounts/password/reset/confirm/"),
        own("accounts/password/reset/complete/"),
        own("accounts/2fa/authenticate/"),
        Visit("accounts/oidc/<str:provider_id>/login/", "/accounts/oidc/sso/login/"),
        Visit("accounts/oidc/<str:provider_id>/login/", "/accounts/login/"),
    ),
    "one's own": (
        own("me/", named=True),
        own("me/account/"),
        own("me/sign-in/"),
        own("me/sessions/"),
        own("me/erase/"),
        own("accounts/logout/"),
        own("accounts/email/"),
        own("accounts/confirm-email/"),
        own("accounts/password/set/"),
        own("accounts/password/change/"),
        own("accounts/reauthenticate/"),
        own("accounts/3rdparty/"),
        own("accounts/2fa/reauthenticate/"),
        own("accounts/2fa/totp/activate/"),
        own("accounts/2fa/totp/deactivate/"),
        own("accounts/2fa/recovery-codes/"),
        own("accounts/2fa/recovery-codes/generate/"),
        own("accounts/2fa/webauthn/"),
        own("accounts/2fa/webauthn/add/"),
        own("accounts/2fa/webauthn/reauthenticate/"),
        own("accounts/2fa/webauthn/keys/<int:pk>/edit/"),
        own("accounts/2fa/webauthn/keys/<int:pk>/remove/"),
    ),
    # test_editors_pages.py
    "editors": (
        editors(""),
        editors("pages/"),
        editors("pages/<int:parent_page_id>/", "pages/{parent}/"),
        editors("pages/<int:page_id>/edit/", "pages/{page}/edit/"),
        editors(
            "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
            "pages/add/library/citypage/{parent}/",
        ),
        editors("pages/<int:page_id>/history/", "pages/{page}/history/"),
        editors("pages/<int:page_id>/delete/", "pages/{page}/delete/"),
        editors("pages/<int:page_id>/unpublish/", "pages/{page}/unpublish/"),
        editors("pages/search/"),
        editors("images/"),
        editors("images/add/"),
        editors("images/multiple/add/"),
        editors("documents/"),
        editors("documents/add/"),
        editors("documents/multiple/add/"),
        editors("localize/submit/page/<int:page_id>/", "localize/submit/page/{page}/"),
        editors("localize/reports/translations/"),
        editors("reports/site-history/"),
        editors("account/"),
        editors("test404/"),
    ),
    # test_buddy_pages.py
    "buddies: staff": buddy_pages.STAFF,
    # test_buddy_own_pages.py
    "buddies: own": buddy_own_pages.OWN_PAGES,
    "buddies: open to all": buddy_own_pages.OPEN_TO_ALL,
}

REDIRECT, FILE, DATA, PART, REFUSED = (
    "leads on",
    "a file",
    "for scripts and machines",
    "a part of a page",
    "refused",
)
ALIKE = "Wagtail makes it of the same frame, forms and lists as its pages that are opened"

# Addresses that are no pages, and what they are. The names are patterns of a whole address.
NO_PAGES: dict[str, str] = {
    # Ours
    r"library\.CityPage:(areas|mix)_geojson|library\.CityPage:.*chart_json": DATA,
    r"library\.CityPage:.*(chart_svg|_pdf)": FILE,
    "me/data/": FILE,
    "health/": DATA,
    "language/": "a form's address, which leads on",
    r"walk-in/<str:key>/": REDIRECT,
    r"media/.*": FILE,
    r"api/v1/.*": DATA,
    # What allauth brings
    "accounts/sessions/|accounts/2fa/": "leads on to our own page",
    "accounts/2fa/recovery-codes/download/": FILE,
    "accounts/2fa/webauthn/login/": DATA,
    "accounts/social/.*": "leads on to the address that is used now",
    "accounts/3rdparty/signup/": "leads on: nobody makes an account by single sign-on",
    r"accounts/oidc/\^.*": "leads on: where the provider sends people back to; before it stands an address of ours",
    "accounts/password/reset/done/": "not used: what is mailed is a code to type, and no link",
    # What Wagtail brings
    "_util/login/|content/login/": "leads on to our own page",
    r"documents/\^.*": FILE,
    r"\^.*": "the public pages, which stand under their kinds",
    "content/api/.*|content/localize/api/.*|content/editing-sessions/.*": DATA,
    "content/dismissibles/|content/(localize/)?jsi18n/|content/sprite/": DATA,
    "content/.*results/.*|content/.*choose.*|content/.*chosen.*|content/.*-chooser/.*": PART,
    "content/tag-autocomplete/.*|content/block-preview/|content/pages/workflow/.*": PART,
    "content/pages/<int:parent_page_id>/add_subpage/": "leads on: below each kind of page stands one kind",
    "content/password_reset/.*": REFUSED,
    "content/(users|groups|sites|locales|collections|workflows|snippets|settings)/.*": "refused: no role may",
    "content/logout/": REDIRECT,
    r"content/\^\.\*.*": "everything that is not there: test404",
    "content/failwhale/": "only for looking at Wagtail's page of its own faults, for which ours stands: 500.html",
    "content/reports/(aging-pages|locked|page-types-usage|workflow|workflow_tasks)/": ALIKE,
    "content/bulk/.*|content/pages/(create|usage)/.*": ALIKE,
    r"content/pages/<int:(page_id|page_to_move_id)>/(?!edit/$|history/$|delete/$|unpublish/$).*": ALIKE,
    r"content/pages/.*(preview/|\^\(\?P).*": ALIKE,
    "content/localize/(submit/snippet|update|translate|page)/.*": ALIKE,
    "content/(documents|images)/(edit/|delete/|usage/|multiple/|<).*<?.*>.*": ALIKE,
    # The buddy rooms
    **buddy_pages.NO_PAGES,
    **buddy_own_pages.NO_PAGES,
}
