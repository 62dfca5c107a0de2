"""If a sum changes on purpose, every demo made before becomes another city: say so in the changelog."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping

import pytest

from convive.site.demo import build
from convive.site.demo.crowd import memberships, organisations

SUMS = {
    ("small", "aldermonde"): "e248e4557b1b2a83abc75c1e8d3bc7737d088a9efc71b1a68a88abb56870fec5",
    ("large", "aldermonde"): "a29f78f90304fcc0cedf6448a84b5c69217820e30e27c5385bf2b2779d5aad62",
    ("small", "bjorkasund"): "666415b9adad5af330b55be7601c535ce4a62222b23ad253e53446859fc9fb6b",
    ("large", "bjorkasund"): "1e2a0f7aa2394acaa92add5e5121b3bd088bba0ec04b9c8cd25594a88cbdfbe3",
}
IN_A_PROCESS = """
from convive.site.demo import build
import hashlib
files = build("small").files()
print(hashlib.sha256(b"".join(name.encode() + files[name] for name in sorted(files))).hexdigest())
"""


def checksum(files: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(name.encode() + b"\0" + files[name] + b"\0")
    return total.hexdigest()


@pytest.mark.parametrize(("size", "slug"), SUMS)
def test_the_files_are_these_to_the_last_byte(size: str, slug: str) -> None:
    assert checksum(build(size, city=slug).files()) == SUMS[size, slug]  # type: ignore[arg-type]


def test_the_order_of_sets_and_dictionaries_in_memory_plays_no_part() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS],
            env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(answers) == 1


def test_the_crowd_is_the_same_every_time() -> None:
    assert (memberships(), organisations()) == (memberships(), organisations())
    assert memberships(seed="another") != memberships()


def test_the_large_city_is_made_in_less_than_three_seconds_of_work() -> None:
    before = time.process_time()
    build("large").files()
    assert time.process_time() - before < 3
