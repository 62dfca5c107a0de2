from __future__ import annotations

from procrastinate.contrib.django import app

from convive.core.models import NetworkMembership, User
from convive.network.library.editors import follow_roles


@app.periodic(cron="23 0 * * *")
@app.task(name="convive.network.library.jobs.follow_all_roles", queueing_lock="follow_all_roles")
def follow_all_roles(timestamp: int) -> int:
    """Every night: whose role in the network begins or ended enters or leaves the editors."""
    users = User.objects.filter(pk__in=NetworkMembership.objects.values("user"))
    for user in users:
        follow_roles(user)
    return len(users)
