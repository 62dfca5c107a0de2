#!/bin/sh
# Every check, in the order in which they are quickest to fail. Called by `make test`.
set -eu
bin=.venv/bin

# Dozens of processes begin with the same files, so each file is compiled once, however Python is set on this machine.
export PYTHONDONTWRITEBYTECODE=

step() { printf '\n== %s\n' "$1"; }

# The databases to clone from are made beside the checks, which need one processor. A test that comes before they are
# there waits for them.
$bin/python -m tests.databases &
databases=$!
trap 'kill "$databases" 2>/dev/null || true' EXIT

step "format and lint"
$bin/ruff format --check .
$bin/ruff check .
step "types"
$bin/mypy
step "architecture"
$bin/lint-imports
step "browser"
CONVIVE_BROWSER=$($bin/python -m tests.browser.find)
export CONVIVE_BROWSER
echo "$CONVIVE_BROWSER"
step "tests"
# In the order of tests/conftest.py: by itself, xdist would begin with the files that have most tests, however short.
exec $bin/python -m pytest -n "${TEST_PROCESSES:-2}" --dist loadfile --no-loadscope-reorder "$@"
