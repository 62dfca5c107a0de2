from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from convive.core import access, queries

ROWS_A_PAGE = 50


@access.staff_door(access.sees_audit)
def audit(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.trail(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "core/audit.html", {"page": page})


@access.staff_door(access.sees_audit)
def history(request: HttpRequest, object_type: str, object_key: str) -> HttpResponse:
    try:
        versions = queries.versions(request.city, object_type, object_key)
    except (LookupError, ValueError):
        raise Http404 from None
    trail = queries.trail(object_type=object_type, object_key=object_key)[:ROWS_A_PAGE]
    if not versions and not trail:
        raise Http404
    return render(
        request,
        "core/history.html",
        {
            "versions": versions,
            "object_name": queries.type_name(object_type),
            "object_key": object_key,
            "trail": trail,
        },
    )


@access.network_door(access.sees_network_audit)
def network_audit(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.network_trail(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "core/network_audit.html", {"page": page, "acts": queries.network_acts(page)})
