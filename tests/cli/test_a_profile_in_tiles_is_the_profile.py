from __future__ import annotations

import json
import subprocess
import sys

import polars as pl
import pytest
from click.testing import CliRunner

from convive.cli.mix import tiled
from convive.cli.mix.profile import profile_command
from convive.cli.mix.stored import Stored
from tests.engines.mixing.scale.towns import scattered_cells

# A scheduler with workers of its own, in a process of its own; ends with its standard input.
SCHEDULER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None, memory_limit=0) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    column, row, counts = scattered_cells(2000, 250, groups=2, seed=21)
    table = pl.DataFrame({"x": column * 100 + 50, "y": row * 100 + 50, "a": counts[:, 0], "b": counts[:, 1]})
    folder = tmp_path_factory.mktemp("town")
    table.write_parquet(folder / "cells.parquet", row_group_size=300)
    table.write_csv(folder / "cells.csv")
    (folder / "parts").mkdir()
    table[:700].write_parquet(folder / "parts" / "1.parquet")
    table[700:].write_parquet(folder / "parts" / "2.parquet")
    out = folder / "profile.parquet"
    whole = run(folder / "cells.parquet", "--json", "-o", out)
    return folder, json.loads(whole.stdout), pl.read_parquet(out)


def run(path, *words):
    words = [str(path), "--groups", "a,b", "--k", "20,150,900", *(str(word) for word in words)]
    result = CliRunner().invoke(profile_command, words)
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize(("source", "tile"), [("cells.parquet", 150), ("cells.csv", 900)])
def test_processes_of_this_machine_give_the_bits_of_one_piece(town, tmp_path, source, tile):
    folder, data, written = town
    out = tmp_path / "tiles.parquet"
    result = run(folder / source, "--workers", 2, "--tile", tile, "--json", "-o", out)
    assert json.loads(result.stdout) == data
    assert pl.read_parquet(out).equals(written.cast(pl.read_parquet(out).schema), null_equal=True)


def test_a_scheduler_reached_by_tcp_gives_the_bits_of_one_piece(town, tmp_path):
    folder, data, written = town
    process = subprocess.Popen(
        [sys.executable, "-c", SCHEDULER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("tcp://127.0.0.1:")
        out = tmp_path / "parts"
        result = run(folder / "parts", "--scheduler", address, "--tile", 200, "--json", "-o", out)
    finally:
        process.communicate(timeout=60)
    assert json.loads(result.stdout) == data
    parts = sorted(out.iterdir())
    assert len(parts) > 3
    together = pl.concat([pl.read_parquet(part) for part in parts])
    assert together.sort("x", "y").equals(written.sort("x", "y").cast(together.schema), null_equal=True)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"a": pl.when(pl.col("x") == 350).then(-4).otherwise(pl.col("a"))}, "column “a”: -4 is negative"),
        (
            {"y": pl.when(pl.col("x") == 350).then(None).otherwise(pl.col("y"))},
            "column “y”: the cell is blank",
        ),
        ({"b": pl.col("b") + 0.5}, "is not a whole number of people"),
        ({"x": pl.col("x") + (pl.col("x") == 350) * 30}, "is not on a lattice of 100 metres"),
        ({"x": 50, "y": 50}, "the cell (50, 50) is there twice"),
    ],
)
def test_what_cannot_be_used_is_named_by_row_and_column(tmp_path, change, says):
    table = pl.DataFrame({"x": [50, 150, 350], "y": [50, 50, 150], "a": [1, 2, 3], "b": [3, 2, 1]})
    path = tmp_path / "cells.parquet"
    table.with_columns(**change).write_parquet(path)
    words = [str(path), "--groups", "a,b", "--cell", "100", "--k", "2", "--workers", "1"]
    result = CliRunner().invoke(profile_command, words)
    assert result.exit_code == 1
    assert "cells.parquet: row " in result.output
    assert says in result.output


def test_files_are_gone_through_three_times_before_the_first_tile(town, monkeypatch):
    rows = pl.read_parquet(town[0] / "cells.parquet").height
    passes = []
    collect = pl.LazyFrame.collect
    monkeypatch.setattr(pl.LazyFrame, "collect", lambda *a, **k: passes.append(1) or collect(*a, **k))
    stored = Stored.of(town[0] / "parts", "x", "y", ("a", "b"), None)
    survey = stored.survey()
    assert len(passes) == 3
    assert (stored.cell, stored.rows) == (100, rows)
    assert survey.cells.sum() <= stored.rows


@pytest.mark.parametrize("ending", [".parquet", ".pq", ".geoparquet"])
def test_a_large_parquet_file_is_cut_whatever_it_is_called(town, tmp_path, monkeypatch, ending):
    path = tmp_path / f"cells{ending}"
    path.write_bytes((town[0] / "cells.parquet").read_bytes())
    assert not tiled.wants_tiles(path, None, None)
    monkeypatch.setattr(tiled, "LARGE", pl.read_parquet(town[0] / "cells.parquet").height - 1)
    assert tiled.wants_tiles(path, None, None)
    assert not tiled.wants_tiles(town[0] / "cells.csv", None, None)


def test_no_scheduler_there_is_an_error_that_says_so(town):
    words = [str(town[0] / "cells.parquet"), "--groups", "a,b", "--scheduler", "nonsense://127.0.0.1:1"]
    result = CliRunner().invoke(profile_command, words)
    assert result.exit_code == 1
    assert "There is no scheduler at nonsense://127.0.0.1:1" in result.output
