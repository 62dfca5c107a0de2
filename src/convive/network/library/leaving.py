"""What the editors' pages keep about a person, for the download of own data and for erasing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
)
from wagtail.users.models import UserProfile

from convive.core.models import User

# They say something about the person alone, and nothing about a page.
OWN = (UserProfile, EditingSession, FormState, PageSubscription, APIToken)


def export(user: User) -> dict[str, Any]:
    """The person's settings as an editor, and what they wrote and when. Always the same queries."""
    profile = UserProfile.objects.filter(user=user).first()
    entries = [
        {"at": entry.timestamp, "what": entry.action, "title": entry.label}
        for log in (PageLogEntry, ModelLogEntry)
        for entry in log.objects.filter(user=user)
    ]
    return {
        "settings": profile
        and {
            "language": profile.preferred_language,
            "time_zone": profile.current_time_zone,
            "picture": profile.avatar.name,
        },
        "edits": sorted(entries, key=lambda entry: entry["at"]),
        "comments": [
            {"at": row.created_at, "text": row.text}
            for model in (Comment, CommentReply)
            for row in model.objects.filter(user=user).order_by("created_at")
        ],
        "uploads": [
            {"at": row.created_at, "title": row.title}
            for model in (Image, Document)
            for row in model.objects.filter(uploaded_by_user=user).order_by("created_at")
        ],
    }


def erase(user: User) -> None:
    """Take the person out. What they wrote stays, by an account that no longer says whose it was."""
    for profile in UserProfile.objects.filter(user=user).exclude(avatar=""):
        # When it is certain: a file does not come back with a transaction that is undone.
        transaction.on_commit(partial(profile.avatar.storage.delete, profile.avatar.name), robust=True)
    for model in OWN:
        model.objects.filter(user=user).delete()
    # An entry about the account is labelled with its name.
    account = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=account, object_id=str(user.pk)).delete()
    # Nobody else could open the lock of somebody who is gone.
    Page.objects.filter(locked_by=user).update(locked=False, locked_by=None, locked_at=None)
