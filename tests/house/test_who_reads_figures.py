"""No module reads figures as they were counted but those that import, decide and protect."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "convive"
# Who may read figures as they were counted: what imports them, what decides, and the queries that protect.
READERS = {
    "measures/coverage.py",
    "measures/deciding.py",
    "measures/importing/known.py",
    "measures/importing/writing.py",
    "measures/queries/figures.py",
    "measures/releases.py",
    # What an import replaces, for those who may import.
    "measures/queries/imports.py",
}
# Sums and ends over all areas, as they were counted: who may read them.
SUMS_READERS = {"measures/coverage.py", "measures/queries/figures.py"}
SUMS = {"total", "mean", "lowest", "highest", "fewest"}
MANAGER = {
    "all",
    "filter",
    "exclude",
    "aggregate",
    "annotate",
    "values",
    "values_list",
    "get",
    "first",
    "last",
}
MODELS = {"Value", "ValueEvent", "Release"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = str(path.relative_to(PACKAGE))
        if "/migrations/" not in name and not name.startswith(("engines/", "measures/models/")):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def readings(tree: ast.Module) -> set[str]:
    """How a module gets at figures as they were counted."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("convive.measures.models"):
            found |= MODELS & {name.name for name in node.names}
        elif (
            isinstance(node, ast.Attribute)
            and node.attr in MODELS
            and isinstance(node.value, ast.Name | ast.Attribute)
        ):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            found |= {node.attr} if owner in {"models", "value"} else set()
        elif (
            isinstance(node, ast.Attribute) and node.attr in MANAGER and isinstance(node.value, ast.Attribute)
        ):
            # The figures of an indicator, an area, a group: `area.values.all()`. What is `self`'s or a batch's are not.
            owner = node.value.value
            own = isinstance(owner, ast.Name) and owner.id in {"self", "batch"}
            found |= {f".values.{node.attr}"} if node.value.attr == "values" and not own else set()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if (
                "measures_value" in text
                or text.startswith("values__")
                or text in {"measures.Value", "measures.value"}
            ):
                found.add(text.strip().splitlines()[0])
    return found


def test_no_module_reads_figures_but_those_that_protect_them() -> None:
    around = {name: found for name, tree in modules() if name not in READERS and (found := readings(tree))}
    assert around == {}


@pytest.mark.parametrize(
    "text",
    [
        "from convive.measures.models import Area, Value",
        "from convive.measures import models\nmodels.Value.objects.all()",
        "indicator.values.filter(area=area)",
        'cursor.execute("SELECT value FROM measures_value")',
        'Area.objects.annotate(total=Sum("values__value"))',
        'apps.get_model("measures.Value")',
    ],
)
def test_a_module_that_would_is_found(text: str) -> None:
    assert readings(ast.parse(text))


def test_no_module_reads_the_sums_of_coverage_but_those_that_protect_them() -> None:
    found = {}
    for name, tree in modules():
        uses = any(isinstance(node, ast.Name) and node.id == "Coverage" for node in ast.walk(tree))
        columns = {
            node.value if isinstance(node, ast.Constant) else node.attr
            for node in ast.walk(tree)
            if (isinstance(node, ast.Constant) and node.value in SUMS)
            or (isinstance(node, ast.Attribute) and node.attr in SUMS)
        }
        if uses and columns and name not in SUMS_READERS:
            found[name] = columns
    assert found == {}
