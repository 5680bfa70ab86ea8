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

# The tests of a file stay together; each process has a PostgreSQL of its own. One process more than two cores: what
# plays with real processes waits more than it works.
TEST_PROCESSES ?= 3

# What the tests stand on is type-checked as well; only the cases themselves are not.
TEST_HELPER_FOLDERS := tests:tests/sites:tests/integration:tests/e2e
TEST_HELPERS = $(shell find tests/*.py $(addprefix tests/,sites integration e2e bench chaos trace) -name '*.py' ! -name 'test_*' ! -name conftest.py)

.DEFAULT_GOAL := help
.PHONY: help run test test-redmine check format schema pictures bench chaos trace fuzz wheel requirements audit youtrack-app youtrack-test youtrack-check clean

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 21

run: $(VENV)/.installed ## try it: service, practice tracker, example contract
	@$(BIN)/ugovor demo --play

# What is compiled is kept, beside the rest that was installed, whatever the caller's Python is told: the tests
# start the service a hundred times.
test test-redmine: export PYTHONDONTWRITEBYTECODE =
test test-redmine: export PYTHONPYCACHEPREFIX = $(CURDIR)/$(VENV)/pycache

test: $(VENV)/.installed-dev ## run all tests
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder
	@$(MAKE) --no-print-directory youtrack-test
	@echo "The genuine Redmine was not run: \`make test-redmine\` does."

test-redmine: $(VENV)/.installed-dev ## tell the stories on a genuine Redmine; as root on Debian 12 it is installed first
	@if [ "$$(id -u)" = 0 ]; then tests/e2e/redmine/install.sh; fi
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile -m redmine tests/contract tests/integration

check: $(VENV)/.installed-dev ## linter, formatter, types, directions of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	MYPYPATH=$(TEST_HELPER_FOLDERS) $(BIN)/mypy --explicit-package-bases $(TEST_HELPERS)
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory youtrack-check

format: $(VENV)/.installed-dev ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/.installed ## write the JSON Schema of the mappings anew
	$(BIN)/ugovor schema > $(VENV)/schema.json
	mv $(VENV)/schema.json mappings/contract.schema.json

pictures: $(VENV)/.installed-dev ## take the README's pictures anew (needs Chromium)
	PYTHONPATH=tests $(BIN)/python tests/e2e/take_pictures.py

bench: $(VENV)/.installed-dev ## measure: ratios of one run, written into the table of docs/figures.md
	cd tests && ../$(BIN)/python -m bench $(BENCH)

chaos: $(VENV)/.installed-dev ## kill, restart, fail and lie for 10,000 deliveries on both databases
	cd tests && ../$(BIN)/python -m chaos $(CHAOS)

trace: $(VENV)/.installed-dev ## print through how many functions and files one decision runs
	$(BIN)/python tests/trace/trace_decisions.py $(TRACE)

FUZZ_SECONDS ?= 60
fuzz: $(VENV)/.installed-dev ## fuzz receiver, parsers and commands with atheris, a minute each (FUZZ_SECONDS)
	$(PIP) --editable '.[fuzz]'
	cd tests && for target in receiver stranger parsers commands; do ../$(BIN)/python -m fuzz $$target $(FUZZ_SECONDS) || exit 1; done

# The wheel for deploy/Containerfile, and the sources; the same bytes from the same commit.
wheel: $(VENV)/.installed-dev ## build wheel and sources into dist/, the wheel into deploy/ as well
	$(PIP) build
	SOURCE_DATE_EPOCH=$$(git log -1 --pretty=%ct) $(BIN)/python -m build --outdir dist .
	cp dist/*.whl deploy/

requirements: $(VENV)/.installed-dev ## pin what the container installs, with hashes
	$(PIP) --editable '.[release]'
	{ echo '# Exact versions with hashes of what `ugovor` needs, for the container. Written by `make requirements`.'; 	  $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate 	    --no-emit-index-url --no-emit-find-links --output-file - pyproject.toml; } > deploy/requirements.txt

audit: $(VENV)/.installed-dev ## look for known faults in what the container installs (exit 3: the list was not reached)
	$(PIP) --editable '.[release]'
	@$(BIN)/python deploy/audit.py deploy/requirements.txt

# The app for YouTrack is JavaScript. Where node is missing its tests are not run, and that is said.
APP := deploy/youtrack
HAS_NODE := $(shell node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1 && echo yes)
NO_NODE = echo "Not done: the $(1) of the YouTrack app need node 18 or newer and npm (UGOVOR_NEEDS_NODE=1 makes that an error)."; test -z "$$UGOVOR_NEEDS_NODE"

youtrack-app: $(BIN)/python ## pack the app for YouTrack into dist/
	@mkdir -p dist && $(BIN)/python $(APP)/pack.py dist

ifeq ($(HAS_NODE),yes)
youtrack-test: $(APP)/node_modules/.installed
	@cd $(APP) && npm test --silent

youtrack-check: $(APP)/node_modules/.installed
	@cd $(APP) && npm run --silent check && echo "tsc: no fault in the YouTrack app"

$(APP)/node_modules/.installed: $(APP)/package-lock.json
	@cd $(APP) && npm ci --silent --no-audit --no-fund
	@touch $@
else
youtrack-test:
	@$(call NO_NODE,tests)

youtrack-check:
	@$(call NO_NODE,type checks)
endif

clean: ## remove what was installed and cached
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage* .redmine *.egg-info deploy/youtrack/node_modules

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
