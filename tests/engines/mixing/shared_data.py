"""Real and published data, where they are at hand. Tests that use them skip, saying so, where they are not."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

SHARED = Path(__file__).parents[3] / "../shared"


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/{name} is not at hand")
    return path


def cases() -> list[dict[str, Any]]:
    return json.loads(shared("cases/mixing.json").read_text())["cases"]


def schools(year: str) -> tuple[np.ndarray, list[str], pl.DataFrame]:
    """Counts by school, the groups, and state, district and school of each row."""
    frame = pl.read_csv(shared(f"data/ref_segregation_known_values/schools{year}_SYNTHETIC.csv"))
    keys = ["state", "district", "school"]
    wide = frame.pivot("race", index=keys, values="n", aggregate_function="sum").fill_null(0).sort(keys)
    groups = [column for column in wide.columns if column not in keys]
    return wide.select(groups).to_numpy(), groups, wide.select(keys)


def sacramento() -> dict[str, np.ndarray]:
    """The numeric columns of a dBase III file."""
    raw = shared("data/mixing/sacramento2/sacramentot2.dbf").read_bytes()
    rows, header, width = struct.unpack("<IHH", raw[4:12])
    fields, place, offset = {}, 32, 1
    while raw[place] != 0x0D:
        name = raw[place : place + 11].split(b"\0")[0].decode()
        fields[name] = (chr(raw[place + 11]), offset, raw[place + 16])
        offset += raw[place + 16]
        place += 32
    lines = [raw[header + row * width : header + (row + 1) * width] for row in range(rows)]
    return {
        name: np.array([float(line[start : start + size]) for line in lines])
        for name, (kind, start, size) in fields.items()
        if kind in "NF"
    }
