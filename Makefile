# make demo   a real PostgreSQL with a survey in it, answering the five questions
#             DATA=../shared/survey loads that delivery; without it an example is written and loaded
# make psql   its database as a reader sees it; make report   a page of figures of it in build/report/epochdb
#             DB=epochdb_example for the example's, both
# make bench  speed, beside what people would pick instead; BENCH="--sources 20000" for its options
# make test   the tests; PG=16 runs them on PostgreSQL 16, PGHOST=... on a server of yours
# make test-mutations   five hundred files with faults of any kind; SEED=2 for others
# make test-citus   the answers of a Citus cluster beside those of plain PostgreSQL; PGHOST=... names its coordinator
# make test-long   the tests, with those that take long and seldom fail
# make test-sky   ten thousand circles on the sky, held against astropy; CONES=1000 for fewer
# make test-releases   a hundred random histories after which every release must be as it was
# make test-clients   STILTS, ODBC, DuckDB, pandas, Superset at the real delivery
# make test-hats   lsdb at a HATS export of the real delivery
# make test-croissant   mlcroissant at the description of a database
# make test-vo   published by GAVO DaCHS: pyvo, STILTS and taplint at the real delivery
# make reference   docs/schema.md anew from the comments in sql/, by an empty database that is made for it and removed
# Each makes its own virtual environment when it is missing.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# Bytecode for the many modules that are never imported would triple the processor time of installing.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
DATA ?=
# Samples of galaxies for the redshifts; those beside the delivery if there are any
GALAXIES ?= $(if $(DATA),$(wildcard $(DATA)/../photoz))
PG ?= 18
SEED ?= 1
KILLS ?= 200
STEPS ?= 300
CONES ?= 10000

# Superset pins what others need newer, so it has an environment of its own (700 MB)
SUPERSET ?= $(VENV)-superset

# lsdb and mlcroissant bring pandas, dask and more of their own choice
HATS ?= $(VENV)-hats
CROISSANT ?= $(VENV)-croissant

.PHONY: demo test test-mutations test-long test-storm test-sky test-releases test-citus test-clients test-hats test-croissant test-vo report reference lint bench psql clean
.DEFAULT_GOAL := demo

$(BIN)/.runtime: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "EpochDB needs Python 3.11 or later")'
	@echo "installing EpochDB and what it needs into $(VENV), about a minute ..."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(BIN)/.development: $(BIN)/.runtime
	@echo "installing what the tests need, about a minute ..."
	$(PIP) --editable '.[dev]'
	touch $@

$(BIN)/.benchmark: $(BIN)/.runtime
	@echo "installing what the benchmarks need ..."
	$(PIP) --editable '.[bench]'
	touch $@

$(SUPERSET)/.installed: tests/clients/superset.txt
	test -x $(SUPERSET)/bin/python || $(PYTHON) -m venv $(SUPERSET)
	$(SUPERSET)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --requirement $<
	touch $@

$(HATS)/.installed: tests/hats/requirements.txt
	test -x $(HATS)/bin/python || $(PYTHON) -m venv $(HATS)
	$(HATS)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --requirement $<
	touch $@

$(CROISSANT)/.installed: tests/croissant/requirements.txt
	test -x $(CROISSANT)/bin/python || $(PYTHON) -m venv $(CROISSANT)
	$(CROISSANT)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --requirement $<
	touch $@

demo: $(BIN)/.runtime
	$(BIN)/python -m demo $(DATA) $(if $(GALAXIES),--galaxies $(GALAXIES))

test: $(BIN)/.development
	EPOCHDB_PG_VERSION=$(PG) $(BIN)/python -m pytest

test-mutations: $(BIN)/.development
	EPOCHDB_TEST_MUTATIONS=500 EPOCHDB_TEST_SEED=$(SEED) $(BIN)/python -m pytest tests/loader/test_mutations.py

# Each kill takes seconds: those of a program and of the server's recovery
test-releases: $(BIN)/.development
	EPOCHDB_TEST_HISTORIES=100 $(BIN)/python -m pytest -n 0 tests/sql/test_releases.py

test-long: $(BIN)/.development
	EPOCHDB_TEST_LONG=yes EPOCHDB_PG_VERSION=$(PG) $(BIN)/python -m pytest

# Each kill takes seconds: those of a program and of the server's recovery
test-storm: $(BIN)/.development
	EPOCHDB_TEST_KILLS=$(KILLS) EPOCHDB_TEST_STEPS=$(STEPS) EPOCHDB_TEST_SEED=$(SEED) $(BIN)/python -m pytest -n 1 tests/test_storm.py

# Installs, distributes, loads: minutes. On databases that it makes on the nodes and drops again. RESTART is a
# command that, given a node's host and port, kills it outright and starts it again; without it none is killed
test-citus: KILLS = 20
test-citus: $(BIN)/.development
	EPOCHDB_TEST_CITUS=yes EPOCHDB_TEST_CITUS_RESTART='$(RESTART)' EPOCHDB_TEST_KILLS=$(KILLS) EPOCHDB_TEST_SEED=$(SEED) $(BIN)/python -m pytest -n 0 -rs -v --durations=0 tests/citus

test-sky: $(BIN)/.development
	EPOCHDB_TEST_CONES=$(CONES) $(BIN)/python -m pytest -n 1 tests/sql/test_sky.py

test-clients: $(BIN)/.development $(SUPERSET)/.installed
	sh tests/clients/install.sh
	$(PIP) --editable '.[clients,parquet]'
	EPOCHDB_TEST_CLIENTS=yes EPOCHDB_SUPERSET=$(abspath $(SUPERSET)) $(BIN)/python -m pytest -n 1 -rs tests/clients tests/report

test-hats: $(BIN)/.development $(HATS)/.installed
	EPOCHDB_HATS=$(abspath $(HATS)) $(BIN)/python -m pytest -n 1 -rs tests/report/test_hats.py tests/report/test_hats_in_lsdb.py

test-croissant: $(BIN)/.development $(CROISSANT)/.installed
	EPOCHDB_CROISSANT=$(abspath $(CROISSANT)) $(BIN)/python -m pytest -n 1 -rs tests/report/test_croissant.py

# As root on a machine that may be changed: Debian's DaCHS publishes the delivery from its own PostgreSQL
test-vo: $(BIN)/.development
	sh tests/vo/install.sh
	$(PIP) --editable '.[vo]'
	EPOCHDB_TEST_VO=yes $(BIN)/python -m pytest -n 1 -rs tests/vo

report: $(BIN)/.runtime
	$(BIN)/python -m report build/report/$(or $(DB),epochdb) $(if $(DB),-d $(DB))

reference: $(BIN)/.runtime
	unset PGHOST PGHOSTADDR PGPORT PGSERVICE; export EPOCHDB_HOME="$$(mktemp -d)"; \
	trap '$(BIN)/python -m db stop; rm -rf "$$EPOCHDB_HOME"' EXIT; \
	$(BIN)/python -m db upgrade && $(BIN)/python -m report reference docs/schema.md

lint: $(BIN)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 sql
	$(BIN)/squawk sql/tables/*.sql
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml docker-compose.citus.yml

bench: $(BIN)/.benchmark
	$(BIN)/python -m benchmarks $(BENCH)

psql: $(BIN)/.runtime
	$(BIN)/python -m db psql $(if $(DB),-d $(DB))

clean:
	rm -rf $(VENV) $(SUPERSET) $(HATS) $(CROISSANT) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
