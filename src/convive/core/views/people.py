from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convive.core import access, actions, queries
from convive.core.acting import attempt
from convive.core.forms import EndRoleForm, OrganisationForm, RoleForm
from convive.core.models import Membership

ROWS_A_PAGE = 50


@access.staff_door(access.sees_people)
def people(request: HttpRequest) -> HttpResponse:
    words, ended = request.GET.get("words", "").strip(), request.GET.get("ended") == "1"
    rows = queries.people(request.city, words=words, ended=ended)
    return render(
        request,
        "core/people.html",
        {
            "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
            "words": words,
            "ended": ended,
            "may_manage": access.manages_people(request.user, request.city),
        },
    )


@access.staff_door(access.manages_people)
def give_role(request: HttpRequest) -> HttpResponse:
    form = RoleForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.give_role, request.city, **form.cleaned_data, by=request.user
    ):
        messages.success(request, _("%(name)s has the role now.") % {"name": form.cleaned_data["name"]})
        return redirect("core:people", city=request.city.slug)
    return render(request, "core/give_role.html", {"form": form}, status=422 if form.errors else 200)


@access.staff_door(access.manages_people)
def end_role(request: HttpRequest, membership: int) -> HttpResponse:
    row = get_object_or_404(Membership.objects.select_related("user"), pk=membership)
    form = EndRoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.end_role, row, **form.cleaned_data, by=request.user):
        messages.success(request, _("The role has ended. Its dates stay on record."))
        return redirect("core:people", city=request.city.slug)
    return render(
        request,
        "core/end_role.html",
        {"membership": row, "form": form},
        status=422 if form.errors else 200,
    )


@access.staff_door(access.sees_people)
def organisations(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "core/organisations.html",
        {
            "organisations": queries.organisations(request.city),
            "may_manage": access.manages_people(request.user, request.city),
        },
    )


@access.staff_door(access.manages_people)
def add_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.add_organisation, request.city, **form.cleaned_data, by=request.user
    ):
        messages.success(request, _("%(name)s was added.") % {"name": form.cleaned_data["name"]})
        return redirect("core:organisations", city=request.city.slug)
    return render(request, "core/add_organisation.html", {"form": form}, status=422 if form.errors else 200)
