"""How a view calls an action: what it refuses is shown where it belongs, what was done is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest


def attempt(form: BaseForm, action: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """What an action returns, or True where that is nothing; None where the form is not valid or the action refuses,
    with its words in the form.
    """
    if not form.is_valid():
        return None
    try:
        made = action(*args, **values)
    except ValidationError as error:
        refuse(form, error)
        return None
    return made or True


def refuse(form: BaseForm, error: ValidationError) -> None:
    """What an action refuses, shown at the field of which it speaks where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def act(request: HttpRequest, action: Callable[..., Any], *args: Any, done: str, **values: Any) -> bool:
    """Call an action of a button without a form. Says `done` on the next page, or else what stood in the way."""
    try:
        action(*args, **values)
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
        return False
    if done:
        messages.success(request, done)
    return True
