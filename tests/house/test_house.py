"""The habits of the house, held by tests."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from convive.site import translations

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "convive"
LONGEST = 400


def kept_files(*endings: str) -> list[Path]:
    """Every file of the project that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if name.endswith(endings) and (ROOT / name).is_file()]


def test_no_file_of_code_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in kept_files(".py", ".js", ".mjs", ".css", ".html")
        if "/migrations/" not in str(path)
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_nothing_names_a_place_on_one_machine_or_an_index() -> None:
    words = re.compile(r"(/" + "work/|/" + r"home/\w+/|/root/|--(extra-)?index-url|pypi\.org/simple)")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in kept_files(
            ".py", ".md", ".toml", ".txt", ".in", ".json", ".html", ".js", ".mjs", ".sh", "Makefile", "run"
        )
        if path.name != Path(__file__).name
        and (match := words.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.html")):
        yield str(path.relative_to(PACKAGE)), path.read_text(encoding="utf-8")


def test_no_template_carries_script_or_style_that_the_policy_forbids() -> None:
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=|javascript:"
    )
    found = [f"{name}: {m.group()}" for name, text in templates() if (m := forbidden.search(text))]
    assert found == []


def test_no_template_reaches_outside() -> None:
    outside = re.compile(r"""(?:src|href|action)=["']https?://""")
    assert [name for name, text in templates() if outside.search(text)] == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert translations.missing(language) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_translation_keeps_every_placeholder(language: str) -> None:
    marks = re.compile(r"%\(\w+\)[sd]|%[sd]")
    wrong = []
    for message in translations.catalogue_of(language):
        if not message.id:
            continue
        singular = message.id if isinstance(message.id, str) else message.id[0]
        strings = [message.string] if isinstance(message.string, str) else message.string
        wanted = sorted(marks.findall(singular if isinstance(message.id, str) else message.id[1]))
        wrong += [text for text in strings if sorted(marks.findall(text)) != wanted]
    assert wrong == []


ANATOMY = {
    "models", "phases", "actions", "queries", "access", "jobs", "forms", "views", "urls", "api", "apps",
    "migrations", "templates", "static", "documents", "locale",
}  # fmt: skip


@pytest.mark.parametrize("floor", ["city", "network"])
def test_an_app_has_the_anatomy_of_the_house(floor: str) -> None:
    """An app may have modules of its own beside those that every app has; each says first what it is for."""
    for app in (PACKAGE / floor).glob("*/apps.py"):
        names = {path.stem for path in app.parent.iterdir() if path.suffix == ".py" or path.is_dir()}
        for extra in names - ANATOMY - {"__init__", "__pycache__"}:
            module = app.parent / f"{extra}.py"
            text = (module if module.exists() else app.parent / extra / "__init__.py").read_text(
                encoding="utf-8"
            )
            assert text.startswith('"""'), f"{app.parent.name}/{extra} does not say what it is for"
