# Needs Python 3.11 or newer and make; everything else is installed into .venv.
#   make run     try it: the service, a practice tracker and an example contract
#   make test    all tests            make check   linter, formatter, types, directions of imports
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# The first Python that is new enough, or nothing.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$name; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help run test check format schema pictures bench chaos clean

help: ## show this
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: $(VENV)/.installed ## try it: service, practice tracker, example contract
	@$(BIN)/ugovor demo

test: $(VENV)/.installed-dev ## run all tests
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev ## linter, formatter, types, directions of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/.installed ## write the JSON Schema of the mappings anew
	$(BIN)/ugovor schema > $(VENV)/schema.json
	mv $(VENV)/schema.json mappings/contract.schema.json

pictures: $(VENV)/.installed-dev ## take the README's pictures anew (needs Chromium)
	$(BIN)/python tests/e2e/take_pictures.py

bench: $(VENV)/.installed-dev ## measure: ratios of one run, written into the README's table
	cd tests && ../$(BIN)/python -m bench $(BENCH)

chaos: $(VENV)/.installed-dev ## kill, restart, fail and lie for 10,000 deliveries on both databases
	cd tests && ../$(BIN)/python -m chaos $(CHAOS)

clean: ## remove what was installed and cached
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage* *.egg-info

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found. Install it, or name it: make PYTHON=/path/to/python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV), once …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing with what the tests need into $(VENV), once …"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed
