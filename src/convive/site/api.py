"""Open data and, later, everything else over HTTP and JSON: `/api/v1/`, described at `/api/v1/openapi.json`."""

from __future__ import annotations

from ninja import NinjaAPI

from convive.measures.api import router as measures
from convive.measures.mix.api import router as mix

api = NinjaAPI(
    title="Convive",
    version="1",
    description="Open data of the cities. Figures are protected: no number that is small enough to point to somebody.",
    urls_namespace="api",
    # The usual page of documentation fetches its script from elsewhere, which no page of ours does.
    docs_url=None,
)
api.add_router("", measures)
api.add_router("", mix)
