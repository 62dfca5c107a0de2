# Two commands: `make demo` runs Convive, `make test` tests it.
# Needs Python 3.11 or newer, make, and a package index.

PYTHON ?= python3
PORT ?= 8000
SIZE ?= small
BIN := .venv/bin
STATIC := src/convive/site/static/built
FRONTEND := frontend/package-lock.json frontend/package.json $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/build/*')
KERNELS := $(shell grep -rl --include=*.py '^@.*njit' src/convive/engines)
READY := .venv/.base $(STATIC)/.built .venv/.translations
CATALOGUES := $(wildcard src/convive/site/locale/*/LC_MESSAGES/django.po)

.PHONY: help demo env test reset lock
help:
	@echo "make demo    run Convive with an invented city (PORT=8000, SIZE=small or large)"
	@echo "make test    run every check and test"
	@echo "make env     only set up"
	@echo "make reset   delete the demo's data and start over"
	@echo "make lock    compile requirements/*.in again, for developers"

# The demo compiles the engines beside serving its pages, so that nobody waits for them to see one.
demo: $(READY)
	@$(BIN)/convive demo --port $(PORT) --size $(SIZE) $$($(MAKE) -q .venv/.kernels >/dev/null 2>&1 || echo --compile .venv/.kernels)

env: $(READY) .venv/.kernels

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit("Convive needs Python 3.11 or newer; this is %d.%d. Try: make PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "Creating the environment in .venv"
	@$(PYTHON) -m venv .venv || { echo "The environment could not be made. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

.venv/.base: .venv/.python requirements/base.txt pyproject.toml
	@echo "Installing what Convive needs (about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@echo "Installing what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

$(STATIC)/.built: .venv/.base $(FRONTEND)
	@echo "Building the front end"
	@cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build
	@touch $@

.venv/.translations: .venv/.base $(CATALOGUES)
	@$(BIN)/python -m convive.site.translations compile
	@touch $@

.venv/.kernels: .venv/.base $(KERNELS)
	@echo "Compiling the engines (about a minute)"
	@$(BIN)/convive warm
	@touch $@

test: env .venv/.dev
	@sh tests/run.sh

reset: .venv/.base
	@$(BIN)/convive demo --reset

lock:
	@$(BIN)/python -m pip install --quiet uv
	@for name in base dev; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/$$name.in -o requirements/$$name.txt; done
