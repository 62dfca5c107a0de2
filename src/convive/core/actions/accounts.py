"""What a person does to their own account. Nobody else may, so there is no one to ask."""

from __future__ import annotations

from django.db import transaction

from convive.core import audit, people_data, sessions
from convive.core.models import User


@transaction.atomic
def change_account(user: User, *, name: str, language: str) -> User:
    """Give the account another name or language, here and wherever the person takes part.

    Raises:
        ValidationError: the name is empty or too long, or the language is none of the site's.
    """
    user.name, user.language = name, language
    user.full_clean(exclude=["email", "password"])
    user.save(update_fields=["name", "language"])
    audit.record_own("account.changed", user)
    people_data.follow(user)
    return user


@transaction.atomic
def end_session(user: User, session_id: int) -> bool:
    """End one of the person's sessions. False where it is not theirs, or over."""
    ended = sessions.end(user, session_id)
    if ended:
        audit.record_own("account.sessions-ended", user)
    return ended


@transaction.atomic
def end_other_sessions(user: User, *, but: str | None) -> int:
    """End every session of the person except the one with the key `but`. Returns how many."""
    ended = sessions.end_all(user, but=but)
    if ended:
        audit.record_own("account.sessions-ended", user)
    return ended
