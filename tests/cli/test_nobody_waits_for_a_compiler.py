from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from convive.engines import kept
from convive.engines.warming import engines_to_warm

ENGINES = Path(kept.__file__).parent
ROOT = ENGINES.parents[2]

# In a process of its own: each loop that Python called, and with which types.
CALLED = """
from numba.core.dispatcher import Dispatcher

def called():
    loops = {
        loop
        for name, module in list(sys.modules.items()) if name.startswith("convive.engines")
        for loop in vars(module).values() if isinstance(loop, Dispatcher)
    }
    return sorted(
        [f"{loop.py_func.__module__}.{loop.__name__}", str(types)] for loop in loops for types in loop.signatures
    )
"""
WARMING = f"""
import json, sys
from convive.engines.warming import warm_up
{CALLED}
for name in json.loads(sys.argv[1]):
    warm_up(name)
print(json.dumps(called()))
"""
PEOPLE_AT_WORK = f"""
import json, sys
from click.testing import CliRunner
from distributed import LocalCluster
from convive.cli import main
{CALLED}
# A worker in this process, so that what it calls is seen too.
with LocalCluster(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
    for words in json.loads(sys.argv[1]):
        words = [word.replace("SCHEDULER", cluster.scheduler_address) for word in words]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, (words, done.output)
print(json.dumps(called()))
"""


def seen(program: str, given: object) -> set[tuple[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(given)],
        check=True, cwd=ROOT, timeout=600, capture_output=True, text=True,
    )  # fmt: skip
    return {(name, types) for name, types in json.loads(done.stdout.splitlines()[-1])}


def test_what_is_called_was_warmed(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("area,part,a,b\nx,1,9,1\ny,1,4,4\nz,2,0,7\n")
    empty = tmp_path / "empty.csv"
    empty.write_text("area,a,b\nx,9,1\ny,0,0\nz,2,7\n")
    cells = tmp_path / "cells.csv"
    cells.write_text("x,y,a,b,c\n0,0,9,1,3\n100,0,4,4,0\n300,200,0,7,1\n400,200,0,0,0\n")
    points = tmp_path / "points.csv"
    points.write_text("x,y,a,b\n0.123,0,9,1\n107.1,0.77,4,4\n306.5,204,0,7\n")
    newcomers = tmp_path / "newcomers.csv"
    newcomers.write_text("id,languages,available,x,y\nn1,nl:A2,mon:18-21,0,0\nn2,nl:A2,mon:18-19,0,9000\n")
    volunteers = tmp_path / "volunteers.csv"
    volunteers.write_text("id,languages,available,x,y\nv1,nl:C2,mon:18-21,500,0\nv2,nl:C2,tue:9-12,0,8000\n")
    criteria = tmp_path / "criteria.toml"
    criteria.write_text('[hard]\nlanguage = ["nl"]\noverlap_hours = 2\ndistance_km = 3\n')
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("newcomer,volunteer\nn2,v2\n")
    match = ["match", str(newcomers), str(volunteers), "--criteria", str(criteria)]
    work = [
        match,
        [*match, "--kept", str(pairs), "--json"],
        [*match, "--blocked", str(pairs)],
        ["mix", str(table), "--groups", "a,b", "--unit", "area", "--within", "part", "--permutations", "3"],
        ["mix", str(empty), "--groups", "a,b", "--permutations", "3", "--bootstrap", "3"],
        ["mix", "profile", str(cells), "--groups", "a,b,c", "--k", "3,9"],
        ["mix", "profile", str(cells), "--groups", "a", "--k", "3", "--ring", "whole", "--reach", "200"],
        [
            "mix",
            "profile",
            str(cells),
            "--groups",
            "a,b",
            "--k",
            "3,9",
            "--scheduler",
            "SCHEDULER",
            "--tile",
            "2",
        ],
        [*match, "--scheduler", "SCHEDULER"],
        ["mix", "profile", str(points), "--groups", "a,b", "--k", "3,9"],
        ["mix", "change", str(table), str(empty), "--groups", "a,b", "--unit", "area"],
        ["mix", "change", str(table), str(empty), "--groups", "a,b", "--unit", "area", "--resamples", "3"],
    ]
    # Whatever lies compiled in this folder already: what people call is what was called before them.
    called = seen(PEOPLE_AT_WORK, work)
    assert len(called) >= 10
    assert called - seen(WARMING, engines_to_warm()) == set()


def test_every_package_with_compiled_loops_says_how_to_warm_them():
    with_loops = {
        path.parent
        for path in ENGINES.rglob("*.py")
        if re.search(r"^@(numba\.)?njit", path.read_text(encoding="utf-8"), re.M)
    }
    warmed = {(ROOT / "src" / name.replace(".", "/")).parent for name in engines_to_warm()}
    assert with_loops
    assert with_loops == warmed


def test_what_was_compiled_is_no_part_of_the_source():
    kept_files = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "--cached", "*.nbi", "*.nbc"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if kept_files.returncode:
        pytest.skip("this is no git checkout")
    assert kept_files.stdout == ""


@pytest.fixture
def read_only_code(tmp_path, monkeypatch):
    """A module that somebody else owns, with what was compiled beside it."""
    source = tmp_path / "code" / "loops.py"
    beside = source.parent / "__pycache__"
    beside.mkdir(parents=True)
    source.write_text("def loop():\n    return 1\n")
    (beside / "loops.loop-1.py311.1.nbc").write_bytes(b"compiled")
    (beside / "loops.loop-1.py311.nbi").write_bytes(b"index")
    (beside / "loops.other-5.py311.nbi").write_bytes(b"another loop")
    names: dict[str, object] = {}
    exec(compile(source.read_text(), str(source), "exec"), names)  # noqa: S102
    home = tmp_path / "home"
    monkeypatch.setattr(kept, "_writable", lambda folder: folder != beside and home.is_dir())
    monkeypatch.setattr(
        kept.UserWideCacheLocator,
        "__init__",
        lambda self, function, file: setattr(self, "_cache_path", str(home / "code")),
    )
    return names["loop"], source, home


def test_an_account_that_may_not_write_beside_the_code_begins_with_what_is_compiled_there(read_only_code):
    loop, source, home = read_only_code
    (home / "code").mkdir(parents=True)
    found = Path(kept.KernelFolder(loop, str(source)).get_cache_path())
    assert found == home / "code"
    assert sorted(path.name for path in found.iterdir()) == [
        "loops.loop-1.py311.1.nbc",
        "loops.loop-1.py311.nbi",
    ]
    # What the account compiled itself since then is newer, and stays.
    (found / "loops.loop-1.py311.nbi").write_bytes(b"own index")
    kept.KernelFolder(loop, str(source))
    assert (found / "loops.loop-1.py311.nbi").read_bytes() == b"own index"


def test_a_loop_that_holds_another_files_loops_is_compiled_again_when_that_file_changes(tmp_path):
    own, beside = tmp_path / "kernels_two.py", tmp_path / "kernels.py"
    own.write_text("def loop():\n    return 1\n")
    beside.write_text("A = 1\n")
    names: dict[str, object] = {}
    exec(compile(own.read_text(), str(own), "exec"), names)  # noqa: S102
    before = kept.KernelFolder(names["loop"], str(own)).get_source_stamp()
    assert kept.KernelFolder(names["loop"], str(own)).get_source_stamp() == before
    beside.write_text("A = 12\n")
    assert kept.KernelFolder(names["loop"], str(own)).get_source_stamp() != before


def test_an_account_without_a_home_has_a_folder_that_nobody_else_can_read(read_only_code):
    loop, source, _home = read_only_code
    found = Path(kept.KernelFolder(loop, str(source)).get_cache_path())
    assert (found / "loops.loop-1.py311.nbi").read_bytes() == b"index"
    assert found.parent.stat().st_mode & 0o077 == 0
    assert found.parent.stat().st_uid == os.getuid()
