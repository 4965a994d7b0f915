"""The whole benchmark: one survey, one run, every contender."""

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import copying, floor, loading, machine, parallel, place, sizes, statistics
from benchmarks.asking import DUCKDB, EPOCHDB, PLAIN, SQLITE, Answered, Contender, ask_all, ask_fresh
from benchmarks.contenders.parquet import Parquet
from benchmarks.contenders.postgres import Postgres
from benchmarks.contenders.tables import Tables
from benchmarks.copying import Copying
from benchmarks.floor import Asked
from benchmarks.loading import Load
from benchmarks.questions import Row
from benchmarks.sizes import TableSize
from benchmarks.statements import statement
from benchmarks.statistics import Statistics
from example import ExampleSurvey
from loader import ledger, run
from loader.__main__ import DEFAULT_JOBS
from loader.delivery import Delivery

# What may be left out
OPTIONAL = {"duckdb": DUCKDB, "sqlite": SQLITE, "plain": PLAIN}

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What is to be measured: which survey, where, who takes part, runs of a question, loaders at once."""

    survey: ExampleSurvey
    directory: Path
    contenders: frozenset[str]
    runs: int
    processes: tuple[int, ...]
    jobs: int
    keep: bool
    has_statistics: bool = True
    is_watched: bool = True


@dataclass
class Results:
    """All that was measured; times in seconds, rates in detections/s, sizes in bytes."""

    plan: Plan
    machine: list[tuple[str, str]] = field(default_factory=list)
    copying: Copying | None = None
    no_copying: str = ""
    n_row: int = 0
    load: Load | None = None
    vacuum: float = 0.0
    tables: list[TableSize] = field(default_factory=list)
    indexes: list[tuple[str, int]] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    other_loads: dict[str, float] = field(default_factory=dict)
    answered: list[Answered] = field(default_factory=list)
    measuring: float = 0.0
    tenths: list[tuple[int, int, float]] = field(default_factory=list)
    statistics: Statistics | None = None
    floor: list[Asked] = field(default_factory=list)
    rates: dict[tuple[int, int], float] = field(default_factory=dict)


def measure(plan: Plan, tell: Tell) -> Results:
    """Measure everything that the plan asks for; `tell` hears what is being done."""
    results = Results(plan)
    tell("writing the survey")
    survey = place.write_survey(plan.directory / "survey", plan.survey, plan.jobs)
    others = plan.directory / "others"
    shutil.rmtree(others, ignore_errors=True)
    with ExitStack() as stack:
        name = stack.enter_context(place.fresh_database(keep=plan.keep))
        connection = stack.enter_context(place.connected(name))
        results.machine = machine.describe(connection)
        delivery = run.find([survey], ledger.bands(connection))
        if plan.is_watched:
            _measure_copying(connection, delivery, results, tell)
        _measure_load(connection, name, survey, results, tell)
        others.mkdir(parents=True)
        if not plan.keep:
            stack.callback(shutil.rmtree, others)
        contenders = _contenders(connection, delivery, others, results, tell)
        fresh = ask_fresh(contenders[EPOCHDB], tell)
        _measure_deviations(connection, results, tell)
        results.answered = fresh + ask_all(connection, contenders, plan.runs, tell)
        _enter_index(contenders, results)
        if plan.has_statistics:
            results.statistics = statistics.measure(connection, tell)
            results.floor = floor.measure(connection, tell)
    alone = [(1, DEFAULT_JOBS)] if plan.is_watched else []
    for n_process, jobs in [*alone, *((n, 1) for n in plan.processes)]:
        tell(f"loading with {n_process} loaders at once, {jobs} connections each")
        results.rates[n_process, jobs] = parallel.rate(survey, n_process, jobs)
    return results


def _measure_deviations(connection: psycopg.Connection[Any], results: Results, tell: Tell) -> None:
    tell("measuring the light curves")
    begun = time.perf_counter()
    connection.execute("SELECT upkeep.measure_deviations(f.field_id) FROM survey.field AS f")
    results.measuring = time.perf_counter() - begun
    connection.execute("VACUUM (ANALYZE) survey.source_variability")


def _measure_copying(
    connection: psycopg.Connection[Any], delivery: Delivery, results: Results, tell: Tell
) -> None:
    n_row = min(copying.N_ROW, results.plan.survey.n_source * len(delivery.catalogues))
    tell(f"copying {n_row:,} rows either way")
    try:
        results.copying = copying.compare(connection, delivery.catalogues, n_row)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFile) as refusal:
        results.no_copying = str(refusal).strip()


def _measure_load(
    connection: psycopg.Connection[Any], name: str, survey: Path, results: Results, tell: Tell
) -> None:
    tell("loading")
    if results.plan.is_watched:
        with place.connected(name, loading=True) as loader:
            results.load = loading.load(loader, survey)
    else:
        parallel.load(name, survey, 1, DEFAULT_JOBS)
    results.tenths = parallel.tenths(connection)
    results.n_row = sum(n_row for _, n_row, _ in results.tenths)
    # Before the vacuum, for what the updates left behind
    results.tables = sizes.tables(connection)
    tell("vacuuming and analysing")
    begun = time.perf_counter()
    connection.execute("VACUUM (ANALYZE)")
    results.vacuum = time.perf_counter() - begun
    connection.execute("CHECKPOINT")
    results.indexes = sizes.indexes(connection)
    results.files["FITS"] = sizes.files(survey, "*.fits")


def _contenders(
    connection: psycopg.Connection[Any], delivery: Delivery, directory: Path, results: Results, tell: Tell
) -> dict[str, Contender]:
    images = connection.execute(statement("loading", "images").encode()).fetchall()
    asked = results.plan.contenders
    contenders: dict[str, Contender] = {EPOCHDB: Postgres(connection, "epochdb")}
    if DUCKDB in asked:
        tell("writing Parquet")
        contenders[DUCKDB] = _write_parquet(delivery, directory, images, results)
    if SQLITE in asked:
        tell("filling SQLite row by row")
        contenders[SQLITE] = _fill_sqlite(delivery, directory, images, results)
    if PLAIN in asked:
        contenders[PLAIN] = Postgres(connection, "plain")
    return contenders


def _write_parquet(delivery: Delivery, directory: Path, images: Sequence[Row], results: Results) -> Parquet:
    folder = directory / "parquet"
    folder.mkdir()
    parquet = Parquet(folder)
    begun = time.perf_counter()
    parquet.write_by_image(delivery.catalogues)
    by_image = time.perf_counter() - begun
    parquet.write_by_source(dict.fromkeys(c.image.band for c in delivery.catalogues))
    results.other_loads["DuckDB: Parquet by image"] = by_image
    results.other_loads["DuckDB: Parquet by image and by source"] = time.perf_counter() - begun
    parquet.enter_images(images)
    results.files["Parquet by image"] = sizes.files(folder / "by_image")
    results.files["Parquet by source"] = sizes.files(folder / "by_source")
    return parquet


def _fill_sqlite(delivery: Delivery, directory: Path, images: Sequence[Row], results: Results) -> Tables:
    tables = Tables(directory / "catalogues.sqlite")
    begun = time.perf_counter()
    tables.load(delivery.catalogues)
    results.other_loads["SQLite: row by row"] = time.perf_counter() - begun
    tables.make_views(images)
    results.files["SQLite"] = sizes.files(tables.path)
    return tables


def _enter_index(contenders: dict[str, Contender], results: Results) -> None:
    tables = contenders.get(SQLITE)
    if isinstance(tables, Tables):
        results.other_loads["SQLite: its indexes"] = tables.index_seconds
        results.files["SQLite with indexes"] = sizes.files(tables.path)
