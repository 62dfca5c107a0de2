"""Entering by a link from a letter, and asking for such a letter."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, Login
from allauth.core import ratelimit
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from convive.city.people import entry
from convive.core.mail import send_later
from convive.core.models import User


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for a letter with a link, to the page `next`. The answer is the same whether or not the address is known."""
    path = entry.safe_path(request.GET.get("next", ""))
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="enter", key=email):
            return ratelimit.respond_429(request)
        send_link(User.objects.filter(email=email, is_active=True).first(), path)
        return render(request, "people/enter_sent.html")
    context = {"form": form, "path": path}
    return render(request, "people/enter.html", context, status=422 if form.errors else 200)


@never_cache
def enter_by_link(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """One button to go on; a link that is old, used or not ours offers another letter to the same address."""
    user, path = entry.account_of(uidb64), entry.safe_path(request.GET.get("next", ""))
    if user is not None and request.user.is_authenticated and request.user.pk == user.pk:
        return redirect(path)
    good = user is not None and entry.opens(user, token)
    ours = user is not None and entry.was_sent(user, token)
    # Before somebody is in, the page speaks the language of their letters.
    language = user.language if user is not None and ours else translation.get_language()
    if request.method == "POST" and user is not None and good:
        return _go_in(request, user, token, path)
    with translation.override(language):
        if request.method == "POST" and request.POST.get("again"):
            if not ratelimit.consume(request, action="enter", key=uidb64):
                return ratelimit.respond_429(request)
            send_link(user if ours else None, path)
            return render(request, "people/enter_sent.html")
        template = "people/enter_good.html" if good else "people/enter_old.html"
        return render(request, template, {"path": path})


def _go_in(request: HttpRequest, user: User, token: str, path: str) -> HttpResponse:
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        # Once more, now that nobody else can use the link at the same moment.
        if not entry.opens(user, token):
            return redirect(request.get_full_path())
        # Whoever opens the letter has proved the address.
        address, _made = EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"primary": True, "verified": True}
        )
        if not address.verified:
            address.verified = True
            address.save(update_fields=["verified"])
        response = perform_login(request, Login(user=user, email=user.email, redirect_url=path))
    return response


def send_link(user: User | None, path: str) -> None:
    """Leave a letter with a new link, where there is somebody to send it to."""
    if user is None:
        return
    with translation.override(user.language):
        lines = [_("Here you can open your own page:"), entry.entry_link(user, path), ""]
        lines += [
            _("The link works for seven days, and once."),
            _("Did you not ask for it? Then do nothing."),
        ]
        send_later(user.email, _("Your link"), "\n".join(lines), user.language)
