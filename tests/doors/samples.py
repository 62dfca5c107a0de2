"""An address for every pattern that a library brings, with parts that exist where there can be one."""

from __future__ import annotations

import re
from types import SimpleNamespace

# What stands in an address by its name; anything else that is a number is 1.
WORDS = {
    "provider_id": "sso",
    "key": "nobody-of-that-name",
    "app_label": "library",
    "app_name": "library",
    "content_type_app_name": "library",
    "model_name": "citypage",
    "content_type_model_name": "citypage",
    "action_name": "approve",
    "action": "delete",
    "mode": "editor",
    "filter_spec": "width-100",
    "object_id": "1",
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
    "uidb64": "MQ",
    "token": "set-password",
    "path": "absent.png",
}
OF_A_PAGE = {"page_id", "page_pk", "page_to_move_id", "parent_page_id", "destination_id", "pk"}


def sample(route: str, house: SimpleNamespace) -> str:
    """An address of this pattern, as Django writes the pattern."""

    def part(name: str) -> str:
        return str(house.page.pk) if name in OF_A_PAGE else WORDS.get(name, "1")

    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: part(found[1]), route)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: part(found[1]), path)
    path = path.replace(r"(\d+)", "1").replace("(.*)", "absent.pdf").replace(".*", "nothing")
    path = path.replace(r"\.", ".").replace("^", "").replace("$", "")
    assert re.fullmatch(r"[\w./-]*", path), f"no sample for {route}: {path}"
    return "/" + path
