"""The file of an import on its way between the dry run, the yes and the worker.

What was uploaded is not kept: it goes back to the browser of the coordinator, sealed with a key of this site, and
comes again with the yes. Nothing about a person lies on a disk or in the database before somebody has said yes, and
nothing must be cleared away after. To have it uploaded twice instead would let another file slip in between, and be
one step more.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import InvalidToken

from convive.city.buddies.models import Programme
from convive.core.models import User
from convive.core.sealing import cipher

PURPOSE = "buddy-import"
# Seconds for which a dry run can be agreed to.
HOLDS = 60 * 60

Files = Mapping[str, tuple[str, bytes]]


def seal(files: Files, digest: str, programme: Programme, by: User) -> str:
    """The files of a dry run and its digest, for this coordinator and programme, as a text that opens nowhere else."""
    packed: dict[str, Any] = {
        "programme": programme.pk,
        "by": by.pk,
        "digest": digest,
        "files": {
            role: [name, base64.b64encode(content).decode()] for role, (name, content) in files.items()
        },
    }
    return cipher(PURPOSE).encrypt(zlib.compress(json.dumps(packed).encode())).decode()


def unseal(sealed: str, programme: Programme, by: User) -> tuple[dict[str, tuple[str, bytes]], str] | None:
    """The files and the digest; None where they were not sealed here, for another, or too long ago."""
    try:
        packed = json.loads(zlib.decompress(cipher(PURPOSE).decrypt(sealed.encode(), ttl=HOLDS)))
    except InvalidToken:
        return None
    if (packed["programme"], packed["by"]) != (programme.pk, by.pk):
        return None
    files = {role: (name, base64.b64decode(content)) for role, (name, content) in packed["files"].items()}
    return files, packed["digest"]
