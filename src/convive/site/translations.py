"""Translations without GNU gettext: extract what must be translated, and compile what was.

python -m convive.site.translations extract    bring the catalogues up to date with the source
python -m convive.site.translations compile    make them ready for use (part of `make env`)
python -m convive.site.translations missing    list what is not translated yet
"""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
LOCALES = Path(__file__).resolve().parent / "locale"
SOURCE_LANGUAGE = "en"
LANGUAGES = ("nl", "fr", "it", "sv", "ar")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@functools.cache
def source_catalogue() -> Catalog:
    """Everything in the source that must be translated: read once, for all languages."""
    catalogue = Catalog(project="Convive", charset="utf-8", fuzzy=False)
    for file, _line, message, context in sorted(_messages(), key=lambda found: (str(found[0]), found[1])):
        # Places without line numbers: a catalogue should change when a text does, not when code moves.
        catalogue.add(message, locations=[(file.relative_to(PACKAGE).as_posix(), 0)], context=context)
    return catalogue


def _messages() -> Iterator[tuple[Path, int, str | tuple[str, ...], str | None]]:
    import django
    from django.conf import settings

    if not settings.configured:
        # Turning a template into source needs settings, but none in particular.
        settings.configure(USE_I18N=True)
        django.setup()
    from django.utils.translation.template import templatize

    for file in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            # Its lines keep the template's indentation, which as Python would be an error.
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(file)).splitlines())
        for line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode("utf-8")), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            if message and message != "":
                yield file, line, message, context


def path_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def catalogue_of(language: str) -> Catalog:
    """A language's catalogue as it lies in the source; empty where there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(
            locale=language,
            project="Convive",
            version="0",
            copyright_holder="the Convive authors",
            header_comment="# Convive, under the European Union Public Licence 1.2.",
            last_translator="Convive",
            language_team="Convive",
            charset="utf-8",
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str) -> list[str]:
    """Messages of the source without a translation, a doubtful one counted as none."""
    catalogue = catalogue_of(language)
    result = []
    for message in source_catalogue():
        if not message.id:
            continue
        known = catalogue.get(
            message.id if isinstance(message.id, str) else message.id[0], context=message.context
        )
        strings = [] if known is None else [known.string] if isinstance(known.string, str) else known.string
        if known is None or known.fuzzy or not strings or not all(strings):
            result.append(message.id if isinstance(message.id, str) else message.id[0])
    return result


def bring_up_to_date() -> None:
    """Add what is new in the source to every catalogue and take out what is gone."""
    source = source_catalogue()
    for language in LANGUAGES:
        catalogue = catalogue_of(language)
        catalogue.update(source, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalogue, width=110, omit_header=False, sort_output=True, ignore_obsolete=True)


def compile_all() -> None:
    for language in LANGUAGES:
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue_of(language))


def main() -> None:
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    if command == "extract":
        bring_up_to_date()
    elif command == "compile":
        compile_all()
    elif command == "missing":
        for language in LANGUAGES:
            for message in missing(language):
                print(f"{language}: {message}")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
