"""Documents on paper: Typst templates rendered to PDF.

A template lies in an app's `documents/` folder and reads its data as JSON from `sys.inputs.data`. The
fonts are those of the site; nothing is fetched.
"""

from __future__ import annotations

import json
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

import typst


def render(package: str, template: str, data: dict[str, Any], files: dict[str, bytes] | None = None) -> bytes:
    """The PDF of `documents/<template>` in `package`, with `data` in it.

    `files` are pictures that the template reads by name, such as a chart's SVG.

    Raises:
        FileNotFoundError: the package has no such template.
        typst.TypstError: the template could not be set, with the place in it.
    """
    source = resources.files(package).joinpath("documents", template)
    house = resources.files("convive.core").joinpath("documents", "house.typ")
    with tempfile.TemporaryDirectory(prefix="convive-document-") as folder:
        root = Path(folder)
        (root / "main.typ").write_bytes(source.read_bytes())
        (root / "house.typ").write_bytes(house.read_bytes())
        for name, content in (files or {}).items():
            (root / Path(name).name).write_bytes(content)
        return typst.compile(
            str(root / "main.typ"),
            root=str(root),
            font_paths=font_folders(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
        )


def font_folders() -> list[str]:
    """Where the fonts of documents lie."""
    from django.conf import settings

    return [str(folder) for folder in settings.DOCUMENT_FONTS if folder.exists()]
