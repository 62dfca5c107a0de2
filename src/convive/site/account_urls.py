"""Addresses of libraries that lead to ours instead. They stand before the libraries' own.

allauth's list of sessions asks the database once a session, and its page of second steps says less than ours.
"""

from django.urls import path
from django.views.generic import RedirectView

from convive.core.views import single_sign_on

urlpatterns = [
    path("accounts/sessions/", RedirectView.as_view(pattern_name="core:me-sessions")),
    path("accounts/2fa/", RedirectView.as_view(pattern_name="core:me-sign-in")),
    path("accounts/oidc/<str:provider_id>/login/", single_sign_on.begin),
]
