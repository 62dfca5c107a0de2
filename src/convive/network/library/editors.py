"""Who writes the pages: the roles in the network, as the groups that Wagtail knows.

Wagtail asks for groups, and a role has dates; so the groups follow the roles when one is saved, and every
night.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from convive.core import clock
from convive.core.access import on
from convive.core.models import NetworkMembership, User
from convive.core.roles import NetworkRole

# Wagtail's own two groups: the first writes, the second also publishes.
GROUP_OF = {NetworkRole.EDITOR: "Editors", NetworkRole.SECRETARY: "Moderators"}


def follow_roles(user: User) -> None:
    """Put a person in the groups of the roles held today, and in no other of the two."""
    held = set(NetworkMembership.objects.filter(on(clock.today()), user=user).values_list("role", flat=True))
    for role, name in GROUP_OF.items():
        group = Group.objects.get(name=name)
        if role in held:
            user.groups.add(group)
        else:
            user.groups.remove(group)


@receiver([post_save, post_delete], sender=NetworkMembership)
def role_changed(instance: NetworkMembership, **kwargs: Any) -> None:
    follow_roles(instance.user)
