# make play: set everything up, then ask and play in the terminal.
# make test: set everything up, then run every check.
# Set-up runs only when a lock file or pyproject.toml changed; afterwards both work offline.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help play test lint types imports unit coverage bench lock clean

help:           ## list what make can do
	@grep -E '^[a-z]+: .*##' Makefile | sed -E 's/: .*## /\t/' | expand -t 10

$(BIN)/python:
	@echo "Making $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Factotum needs Python 3.11 or later: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

# The program alone. The hashes of the lock file are checked; the project itself is installed in place.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Factotum ..."
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing the tools of the tests ..."
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

play: $(VENV)/.installed  ## ask questions and play in the terminal
	@$(BIN)/factotum play

test: lint types imports unit  ## every check

lint: $(VENV)/.installed-dev  ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev  ## strict types
	$(BIN)/mypy

imports: $(VENV)/.installed-dev  ## who may import whom
	$(BIN)/lint-imports

unit: $(VENV)/.installed-dev  ## the tests
	$(BIN)/pytest -n auto --dist worksteal

# Before Python 3.12 counting takes as long as the tests do.
coverage: $(VENV)/.installed-dev  ## the tests, and what of the code they run
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term

bench: $(VENV)/.installed-dev  ## the benchmarks (minutes)
	$(BIN)/python -m benchmarks

lock: $(VENV)/.installed-dev  ## resolve the dependencies anew
	$(PIP) install uv
	$(BIN)/uv pip compile pyproject.toml scripts/build-backend.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml scripts/build-backend.in --universal --python-version 3.11 --all-extras --group dev --constraint requirements.lock --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements-dev.lock

clean:          ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
