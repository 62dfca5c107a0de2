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
    ("small", "aldermonde"): "1dd364bf0849636ab0dc8ad7dbe04285a486c94ae6d7bf3732732ab999be1ac2",
    ("large", "aldermonde"): "866476997ef98eca3aad0897404625e982a36602c15efe4c6ebdf57f0baea109",
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
