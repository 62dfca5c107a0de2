"""A change of any file on which a compiled loop rests makes it compile again."""

from __future__ import annotations

import ast
import functools
import os
import shutil
from pathlib import Path

import pytest

from convive.engines import kept

ENGINES = Path(kept.__file__).parent


def is_compiled(function: ast.FunctionDef) -> bool:
    return any("njit" in ast.unparse(each) for each in function.decorator_list)


@functools.cache
def read(path: Path) -> Module:
    return Module(path)


class Module:
    """What the names of a file stand for: something of its own, or something of another file of the engines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.own: dict[str, ast.AST] = {}
        self.others: dict[str, tuple[Path, str]] = {}
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.own[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for name in (each for target in targets for each in ast.walk(target)):
                    if isinstance(name, ast.Name) and node.value is not None:
                        self.own[name.id] = node.value
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("convive.engines"):
                file = ENGINES.joinpath(*str(node.module).split(".")[2:]).with_suffix(".py")
                for alias in node.names:
                    if file.is_file():
                        self.others[alias.asname or alias.name] = file, alias.name


def names_in(node: ast.AST) -> set[str]:
    """Names that the code uses. Types that are only written down are no part of what is compiled."""
    found = set()
    parts: list[ast.AST] = [node]
    if isinstance(node, ast.FunctionDef):
        parts = [*node.body, *node.args.defaults, *node.decorator_list]
    for part in parts:
        for each in ast.walk(part):
            if isinstance(each, ast.Name):
                found.add(each.id)
    return found


def rests_on(path: Path) -> set[Path]:
    """The files of which compiled loops in this file hold something."""
    waiting = []
    for name, node in read(path).own.items():
        if isinstance(node, ast.FunctionDef) and is_compiled(node):
            waiting.append((path, name))
    seen = set(waiting)
    while waiting:
        file, name = waiting.pop()
        module = read(file)
        if name in module.others:
            further = [module.others[name]]
        elif name in module.own:
            further = [(file, each) for each in names_in(module.own[name])]
        else:
            continue
        for each in further:
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return {file for file, name in seen if name in read(file).own}


WITH_LOOPS = sorted(
    path
    for path in ENGINES.rglob("*.py")
    if any(isinstance(node, ast.FunctionDef) and is_compiled(node) for node in read(path).own.values())
)


def test_loops_and_what_they_hold_are_seen() -> None:
    matching = ENGINES / "matching"
    assert len(WITH_LOOPS) > 15
    found = {path.name for path in rests_on(matching / "kernels_parts.py")}
    assert {"kernels_parts.py", "kernels_draw.py", "kernels_auction.py"} <= found
    assert "rules.py" in {path.name for path in rests_on(matching / "kernels_index.py")}


@pytest.mark.parametrize("path", WITH_LOOPS, ids=lambda path: path.relative_to(ENGINES).as_posix())
def test_a_change_of_each_file_changes_the_stamp(path: Path, tmp_path: Path) -> None:
    copied = tmp_path / "engines"
    shutil.copytree(ENGINES, copied, ignore=shutil.ignore_patterns("__pycache__"))
    own = copied / path.relative_to(ENGINES)

    def loop() -> None: ...

    def stamp() -> object:
        return kept.KernelFolder(loop, str(own)).get_source_stamp()

    before = stamp()
    assert stamp() == before
    files = rests_on(path)
    assert path in files
    for file in files:
        changed = copied / file.relative_to(ENGINES)
        was = changed.stat()
        os.utime(changed, ns=(was.st_atime_ns, was.st_mtime_ns + 1_000_000))
        assert stamp() != before, f"{file.relative_to(ENGINES)} is no part of the stamp"
        os.utime(changed, ns=(was.st_atime_ns, was.st_mtime_ns))
        assert stamp() == before
