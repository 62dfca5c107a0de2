from __future__ import annotations

import subprocess
import sys

import pytest

# Two, of which the second knows what the first holds open.
TWO_CHILDREN = """
import time
from django.conf import settings
from convive.cli import server

def child():
    print("there", flush=True)
    time.sleep(600)

settings.configure()
for _number in range(2):
    server.fork(child)
time.sleep(600)
"""
COMPILING = "from convive.cli import main; main(['warm'])"


@pytest.mark.parametrize(("program", "lines"), [(TWO_CHILDREN, 2), (COMPILING, 1)])
def test_children_end_where_their_parent_is_killed(program: str, lines: int) -> None:
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        for _line in range(lines):
            assert parent.stdout.readline()
        parent.kill()
        # What they would write to is open for as long as one of them is there.
        parent.communicate(timeout=60)
