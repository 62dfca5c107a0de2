from __future__ import annotations

from procrastinate.contrib.django import app

from convive.core.models import NetworkMembership, User
from convive.network.library.editors import follow_roles


@app.periodic(cron="23 0 * * *")
@app.task(name="convive.network.library.jobs.follow_all_roles", queueing_lock="follow_all_roles")
def follow_all_roles(timestamp: int) -> int:
    """Every night: whoever's role in the network begins or has ended enters or leaves the editors. Returns how many."""
    users = User.objects.filter(pk__in=NetworkMembership.objects.values("user"))
    for user in users:
        follow_roles(user)
    return len(users)
