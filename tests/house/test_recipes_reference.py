"""docs/reference/recipes.md lists every key of a recipe; docs/how-to/import-figures.md shows a whole one."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from convive.measures.importing.problems import RecipeError
from convive.measures.importing.recipe import parse_recipe, shipped_recipes
from convive.measures.importing.toml_tables import Table
from convive.site import translations

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "reference" / "recipes.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "import-figures.md").read_text(encoding="utf-8")

# What a place in a recipe is called on the page. Periods and the columns of `where` are shown in another way.
HEADINGS = {
    "": "At the top",
    "city": "[city]",
    "files.*": "[files]",
    "sources.*": "[sources.CODE]",
    "area_sets": "[[area_sets]]",
    "area_sets.areas": "[area_sets.areas]",
    "area_sets.areas.parent": "[area_sets.areas.parent]",
    "dimensions": "[[dimensions]]",
    "dimensions.groups": "[[dimensions.groups]]",
    "indicators": "[[indicators]]",
    "values": "[[values]]",
    "values.columns": "[[values.columns]]",
    "values.long": "[values.long]",
    "values.derive": "[[values.derive]]",
    "weights": "[[weights]]",
}


def whole_recipe() -> str:
    """All the parts that the how-to shows, one after another."""
    return "\n".join(re.findall(r"```toml\n(.*?)```", HOW_TO, re.S))


def place_of(table: Table) -> str:
    parts = [re.sub(r" \d+( \(.*\))?$", "", part) for part in table.key.split(", ")] if table.key else []
    if parts and parts[0] in {"files", "sources"} and len(parts) > 1:
        parts[1] = "*"
    return ".".join(parts)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Every key that the reader asks for, by place, in all the recipes there are."""
    found: dict[str, set[str]] = defaultdict(set)
    done = Table.done

    def remember(table: Table) -> None:
        found[place_of(table)] |= table.asked
        done(table)

    monkeypatch.setattr(Table, "done", remember)
    for text in (whole_recipe(), *shipped_recipes().values()):
        parse_recipe(text)
    return found


def section(heading: str) -> str:
    found = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#+ |\Z)", PAGE, re.M | re.S)
    assert found, heading
    return found[1]


def keys_on_the_page(heading: str) -> set[str]:
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|", section(heading), re.M)
    return {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}


@pytest.mark.parametrize("place", HEADINGS)
def test_the_page_lists_the_keys_that_are_read_and_no_others(place: str, asked: dict[str, set[str]]) -> None:
    assert keys_on_the_page(HEADINGS[place]) == asked[place]


def test_no_place_in_a_recipe_is_missing_from_the_page(asked: dict[str, set[str]]) -> None:
    assert set(asked) - {"values.period"} == set(HEADINGS)
    for key in asked["values.period"] | {"end", "format", "day"}:
        assert f"{key} =" in section("period")


@pytest.mark.parametrize("form", re.findall(r"^\| `(\{.*?\})` \|", section("period"), re.M))
def test_the_forms_of_a_period_are_read(form: str) -> None:
    text = whole_recipe().replace('period = { column = "date", format = "%d.%m.%Y" }', f"period = {form}")
    parse_recipe(text)
    with pytest.raises(RecipeError):
        parse_recipe(text.replace(f"period = {form}", 'period = { day = "31 December" }'))


def test_what_the_how_to_says_about_errors_is_what_the_errors_say() -> None:
    said = re.findall(r"^\| “(.+)” \|", HOW_TO, re.M)
    assert len(said) > 10
    texts = [
        re.sub(r"%\(\w+\)s|%s|\{.*?\}", "…", message.id)
        for message in translations.source_catalogue()
        if isinstance(message.id, str)
    ]
    # The command line speaks English only, so its sentences are not in the catalogue.
    command = Path(translations.PACKAGE / "cli" / "importing.py").read_text(encoding="utf-8")
    texts.append(re.sub(r"\{.*?\}", "…", command))
    # Quotation marks around what stands for a name are not part of the sentence.
    plain = [re.sub(r"[“”]", "", text) for text in texts]
    missing = []
    for phrase in said:
        pieces = [piece.strip() for piece in re.sub(r"[“”]", "", phrase).split("…") if piece.strip(" :.")]
        if not any(all(piece in text for piece in pieces) for text in plain):
            missing.append(phrase)
    assert missing == []
