# make demo   a real PostgreSQL with a survey in it, answering the five questions
# make test   the tests; PG=16 runs them on PostgreSQL 16, PGHOST=... on a server of yours
# Each makes its own virtual environment when it is missing.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DATA ?=
PG ?= 18

.PHONY: demo test lint bench psql clean
.DEFAULT_GOAL := demo

$(BIN)/.runtime: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "EpochDB needs Python 3.11 or later")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(BIN)/.development: $(BIN)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(BIN)/.runtime
	$(BIN)/python -m loader.demo $(DATA)

test: $(BIN)/.development
	EPOCHDB_PG_VERSION=$(PG) $(BIN)/python -m pytest

lint: $(BIN)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 sql
	$(BIN)/squawk sql/tables/*.sql

bench: $(BIN)/.development
	$(BIN)/python -m benchmarks $(BENCH)

psql: $(BIN)/.runtime
	$(BIN)/python -m db psql

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
