from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.city.buddies import access, panels
from convive.city.buddies.models import Commitment
from convive.city.buddies.queries import funding as queries
from convive.core import desk
from convive.core.models import City, User
from convive.core.verbs import register_verbs

register_verbs(
    {
        "commitment.added": gettext_lazy("promised something to a funder"),
        "commitment.changed": gettext_lazy("changed what was promised to a funder"),
        "commitment.ended": gettext_lazy("ended what was promised to a funder"),
    }
)


def tasks(user: User, city: City) -> Iterable[desk.Task]:
    """Commitments that fall short, while there is still time."""
    if not access.coordinates(user, city):
        return
    programmes = {row.pk: row for row in access.programmes_once(user, city)}
    rows = Commitment.objects.filter(programme__in=programmes, since__lte=city.today, until__gte=city.today)
    by_organisation: dict[int | None, list[Commitment]] = {}
    for row in rows.order_by("pk"):
        row.programme = programmes[row.programme_id]
        by_organisation.setdefault(row.programme.organisation_id, []).append(row)
    for mine in by_organisation.values():
        for line in queries.lines_of_the_hour(mine, city.today):
            if line.warning:
                yield desk.Task(
                    title=f"{line.commitment}: {line.realised} / {line.commitment.committed}",
                    why=line.warning,
                    url=reverse("buddies:funders", args=[city.slug, line.commitment.programme.slug]),
                    action=_("See the report"),
                )


panels.register_tab(gettext_lazy("Planner"), "buddies:planner", 50)
panels.register_tab(gettext_lazy("Funders"), "buddies:funders", 60)
desk.register("buddies.funding", tasks=tasks)
