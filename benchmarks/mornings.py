"""R3 after a first load, after a night more, after the housekeeping: ``python -m benchmarks.mornings``."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import place
from benchmarks.__main__ import DIRECTORY
from benchmarks.clock import process_seconds
from benchmarks.growth import THRESHOLDS, ask, load
from benchmarks.layout import table
from benchmarks.statements import statement
from db import maintenance
from example import ExampleSurvey
from example.options import MONITORED_BAND
from loader import ledger, run
from loader.delivery import Catalogue

RUNS = 5


def main() -> int:
    """Measure and print; give the exit status, 1 if the summaries are not what the detections say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mornings", description=__doc__)
    for option, default in (("--fields", 2), ("--sources", 100_000), ("--epochs", 50)):
        parser.add_argument(option, type=int, default=default, metavar="N", help=option[2:])
    parser.add_argument("--directory", type=Path, default=DIRECTORY)
    options = parser.parse_args()
    survey = ExampleSurvey(n_field=options.fields, n_source=options.sources, n_epoch=options.epochs)
    directory = place.write_survey(options.directory / "survey", survey, 2)
    with place.fresh_database() as name, place.connected(name) as connection:
        catalogues = run.find([directory], ledger.bands(connection)).catalogues
        night = _last_epochs(catalogues)
        rows = [_after("a first load", connection, directory, [c for c in catalogues if c not in night])]
        rows += [_after("a night more", connection, directory, night)]
        differences = maintenance.maintain(connection).differences
        rows += [["the housekeeping", "", "", "", *_asked(connection)]]
    header = [
        "after",
        "rows/s",
        "server CPU [us/row]",
        "unknown",
        *(f"R3, {n} sigma [ms]" for n in THRESHOLDS),
    ]
    print(table(header, rows), f"\nDifferences that science.verify_summaries() finds: {len(differences)}")
    return 1 if differences else 0


def _last_epochs(catalogues: tuple[Catalogue, ...]) -> list[Catalogue]:
    """Give the last epoch of each field: a night's."""
    in_time = sorted(catalogues, key=lambda catalogue: catalogue.image.mjd)
    return list({c.image.field_id: c for c in in_time if c.image.band == MONITORED_BAND}.values())


def _after(
    what: str, connection: psycopg.Connection[Any], directory: Path, catalogues: list[Catalogue]
) -> list[str]:
    pid = connection.info.backend_pid
    begun, server = time.perf_counter(), process_seconds(pid)
    n_row = load(connection, directory, catalogues)
    wall, server = time.perf_counter() - begun, process_seconds(pid) - server
    found = connection.execute(statement("loading", "unknown_share").encode()).fetchone()
    assert found is not None
    cells = [f"{n_row / wall:,.0f}", f"{1e6 * server / n_row:.2f}", f"{found[0]:.1%}"]
    return [what, *cells, *_asked(connection)]


def _asked(connection: psycopg.Connection[Any]) -> list[str]:
    return [f"{1e3 * ask(connection, n_sigma, RUNS):.1f}" for n_sigma in THRESHOLDS]


if __name__ == "__main__":
    sys.exit(main())
