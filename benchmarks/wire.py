"""Where an answer's time goes: server, socket, client; as rows and as Arrow: `python -m benchmarks.wire`."""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from adbc_driver_postgresql import dbapi

from benchmarks import place
from benchmarks.__main__ import DIRECTORY
from benchmarks.clock import time_runs
from benchmarks.contenders.parquet import Parquet
from benchmarks.layout import table
from benchmarks.questions import TimedQuestion, questions
from benchmarks.statements import statement
from example import ExampleSurvey
from loader import ledger, run

RUNS = 7
# Those on which another program has come out ahead
ASKED = ("R1, S/N > 7.3, not a standard threshold", "R2, J - H > 1.5", "1,000 light curves")
HEADER = (
    "question",
    "rows",
    "server [ms]",
    "sent [kB]",
    "psycopg, binary: rows [ms]",
    "ADBC: Arrow [ms]",
    "DuckDB: rows [ms]",
    "DuckDB: Arrow [ms]",
)


def main() -> int:
    """Measure and print; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wire", description=__doc__)
    for option, default in (("--fields", 2), ("--sources", 100_000), ("--epochs", 50)):
        parser.add_argument(option, type=int, default=default, metavar="N", help=option[2:])
    parser.add_argument("--directory", type=Path, default=DIRECTORY)
    options = parser.parse_args()
    survey = ExampleSurvey(n_field=options.fields, n_source=options.sources, n_epoch=options.epochs)
    directory = place.write_survey(options.directory / "survey", survey, 2)
    with place.fresh_database() as name, place.connected(name) as connection, TemporaryDirectory() as folder:
        place.load(connection, directory)
        parquet = _parquet(connection, directory, Path(folder))
        found = [row[0] for row in connection.execute(statement("loading", "chosen_sources").encode(), [])]
        chosen = [q for q in questions(found, found[len(found) // 2], 1) if q.name in ASKED]
        print(table(HEADER, [_measured(connection, parquet, question) for question in chosen]))
    return 0


def _parquet(connection: psycopg.Connection[Any], directory: Path, folder: Path) -> Parquet:
    catalogues = run.find([directory], ledger.bands(connection)).catalogues
    parquet = Parquet(folder)
    parquet.write_by_image(catalogues)
    parquet.write_by_source(dict.fromkeys(catalogue.image.band for catalogue in catalogues))
    parquet.enter_images(connection.execute(statement("loading", "images").encode()).fetchall())
    return parquet


def _measured(connection: psycopg.Connection[Any], parquet: Parquet, question: TimedQuestion) -> list[str]:
    query = statement("epochdb", question.file)
    text = psycopg.ClientCursor(connection).mogrify(query.encode(), question.parameters)
    text = text.strip().removesuffix(";")  # ADBC puts it into a COPY

    def rows() -> list[Any]:
        with connection.cursor(binary=True) as cursor:
            return cursor.execute(query.encode(), question.parameters).fetchall()

    milliseconds, kilobytes = _server(connection, text)
    with dbapi.connect(_uri(connection)) as arrow, arrow.cursor() as cursor:

        def as_arrow() -> object:
            cursor.execute(text)
            return cursor.fetch_arrow_table()

        timed = [_milliseconds(ask) for ask in (rows, as_arrow)]
    asked = statement("duckdb", question.file)
    named = {key: question.parameters[key] for key in set(re.findall(r"\$(\w+)", asked))}
    timed += [
        _milliseconds(lambda: parquet.connection.execute(asked, named).fetchall()),
        _milliseconds(lambda: parquet.connection.execute(asked, named).to_arrow_table()),
    ]
    return [question.name, f"{len(rows()):,}", f"{milliseconds:.1f}", f"{kilobytes:,}", *timed]


def _server(connection: psycopg.Connection[Any], text: str) -> tuple[float, int]:
    """Give the server's time with the encoding of the rows [ms], and what it sends [kB]."""
    times, kilobytes = [], 0
    for _ in range(RUNS):
        plan = "\n".join(
            row[0] for row in connection.execute(statement("loading", "explain").encode() + text.encode())
        )
        times.append(float(re.findall(r"Execution Time: ([\d.]+) ms", plan)[0]))
        kilobytes = int(re.findall(r"Serialization: .*output=(\d+)kB", plan)[0])
    return median(times), kilobytes


def _milliseconds(ask: Callable[[], object]) -> str:
    timing, _ = time_runs(ask, RUNS)
    return f"{1e3 * timing.median:.1f}"


def _uri(connection: psycopg.Connection[Any]) -> str:
    info = connection.info
    return f"postgresql://{info.user}:{info.password}@{info.host}:{info.port}/{info.dbname}"


if __name__ == "__main__":
    sys.exit(main())
