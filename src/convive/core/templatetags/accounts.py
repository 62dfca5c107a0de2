from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON for a data attribute, escaped like any text: the policy allows no script in pages."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def is_address_of_a_number(host: str) -> bool:
    """Whether a page is shown at a bare IP address, for which browsers make no passkeys."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name.startswith("[") or name.replace(".", "").isdigit()
