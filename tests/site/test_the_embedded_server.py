"""PostgreSQL of the demo and the tests ends with the last process that uses it, whoever was killed before."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

JOIN = """
import sys
from pathlib import Path
from convive.site import embedded
print(embedded.start(Path(sys.argv[1])).administrator, flush=True)
sys.stdin.read()
"""
Join = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def join(data: Path) -> Iterator[Join]:
    """Starts a process that uses the server until its input ends."""
    begun: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", JOIN, str(data / "postgres")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        assert process.stdout
        assert answers(process.stdout.readline().strip())
        return process

    yield begin
    for process in begun:
        process.communicate(timeout=60)


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)
    assert process.returncode == 0


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(timeout=60)


def answers(address: str) -> bool:
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def runs(data: Path) -> bool:
    return (data / "postgres" / "postmaster.pid").exists()


def reset(data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from convive.cli import main; main()", "demo", "--reset"],
        env={**os.environ, "CONVIVE_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_stays_for_the_others(join: Join, data: Path) -> None:
    one, other = join(), join()
    leave(one)
    assert runs(data)
    leave(other)
    assert not runs(data)


def test_it_does_not_wait_for_who_was_killed(join: Join, data: Path) -> None:
    kill(join())
    assert runs(data)
    leave(join())
    assert not runs(data)


def test_it_starts_where_another_program_has_the_number_of_one_that_was_killed(
    join: Join, data: Path
) -> None:
    user, file = join(), data / "postgres" / "postmaster.pid"
    _number, others = file.read_text().split("\n", maxsplit=1)
    leave(user)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as program:
        file.write_text(f"{program.pid}\n{others}")
        leave(join())
        assert not runs(data)
        program.communicate(b"\n")
        assert program.returncode == 0


def test_nothing_is_deleted_while_somebody_uses_it(join: Join, data: Path) -> None:
    user = join()
    refused = reset(data)
    assert (refused.returncode, refused.stderr) == (
        1,
        "The demo is running. End it with Ctrl-C, then reset.\n",
    )
    assert runs(data)
    leave(user)
    assert not runs(data)
    assert (data / "postgres" / "PG_VERSION").exists()


def test_data_are_deleted_after_who_used_them_was_killed(join: Join, data: Path) -> None:
    kill(join())
    assert reset(data).returncode == 0
    assert not (data / "postgres").exists()
    leave(join())
    assert (data / "postgres" / "PG_VERSION").exists()
