"""One field, night after night: does the last epoch cost what the 5th did? `python -m benchmarks.growth`."""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from benchmarks import place
from benchmarks.__main__ import DIRECTORY
from benchmarks.clock import process_seconds, time_runs
from benchmarks.layout import table
from benchmarks.statements import statement
from db.maintenance import maintain
from example import ExampleSurvey
from example.options import MONITORED_BAND
from loader import ledger, run
from loader.delivery import Catalogue, Delivery

# Epochs on either side that are taken together with one, for a single one is at the mercy of a checkpoint
NEIGHBOURS = 4
THRESHOLDS = (20, 5)
RUNS = 3


@dataclass(frozen=True)
class Night:
    """
    An epoch that went in by a run of its own.

    Attributes
    ----------
    n_row : int
        Its detections.
    wall, server : float
        What the run took, on the wall and of the server's processor [s].
    asked : dict of int to float
        R3 straight after, by threshold [s].
    measuring : float
        What the housekeeping then took to measure light curves [s].
    """

    n_row: int
    wall: float
    server: float
    asked: dict[int, float]
    measuring: float


def main() -> int:
    """Measure and print; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--sources", type=int, default=5000, metavar="N", help="sources of the field")
    parser.add_argument("--epochs", type=int, default=500, metavar="N", help="nights")
    parser.add_argument("--directory", type=Path, default=DIRECTORY.with_name("growth"))
    options = parser.parse_args()
    survey = ExampleSurvey(n_field=1, n_source=options.sources, n_epoch=options.epochs)
    directory = place.write_survey(options.directory / "survey", survey, 1)
    with place.fresh_database() as name, place.connected(name) as connection:
        print(_told(connection, _nights(connection, directory)))
    return 0


def load(connection: psycopg.Connection[Any], directory: Path, catalogues: list[Catalogue]) -> int:
    """Load some catalogues of a delivery by a run of their own; give their rows."""
    return place.load_delivery(connection, directory, Delivery(tuple(catalogues), ()))


def ask(connection: psycopg.Connection[Any], n_sigma: int, runs: int) -> float:
    """Ask R3 and give the median time [s]."""
    query = statement("epochdb", "variable_sources").encode()
    timing, _ = time_runs(lambda: connection.execute(query, {"n_sigma": n_sigma}).fetchall(), runs)
    return timing.median


def _nights(connection: psycopg.Connection[Any], directory: Path) -> list[Night]:
    catalogues = run.find([directory], ledger.bands(connection)).catalogues
    in_time = sorted(catalogues, key=lambda catalogue: catalogue.image.mjd)
    load(connection, directory, [c for c in in_time if c.image.band != MONITORED_BAND])
    nights = []
    for catalogue in in_time:
        if catalogue.image.band == MONITORED_BAND:
            pid = connection.info.backend_pid
            begun, server = time.perf_counter(), process_seconds(pid)
            n_row = load(connection, directory, [catalogue])
            wall, server = time.perf_counter() - begun, process_seconds(pid) - server
            asked = {n_sigma: ask(connection, n_sigma, RUNS) for n_sigma in THRESHOLDS}
            begun = time.perf_counter()
            connection.execute("SELECT upkeep.measure_deviations(f.field_id) FROM survey.field AS f")
            nights.append(Night(n_row, wall, server, asked, time.perf_counter() - begun))
    return nights


def _told(connection: psycopg.Connection[Any], nights: list[Night]) -> str:
    epochs = [epoch for epoch in (5, 50, 100, 200, 300, 400) if epoch < len(nights)] + [len(nights)]
    header = ["epoch", "rows/s", "wall [us/row]", "server CPU [us/row]"]
    header += [f"R3 straight after, {n_sigma} sigma [ms]" for n_sigma in THRESHOLDS]
    header += ["measuring [ms]"]
    rows = []
    for epoch in epochs:
        near = nights[max(epoch - 1 - NEIGHBOURS, 0) : epoch + NEIGHBOURS]
        wall = median(night.wall / night.n_row for night in near)
        server = sum(night.server for night in near) / sum(night.n_row for night in near)
        asked = [median(night.asked[n_sigma] for night in near) for n_sigma in THRESHOLDS]
        asked += [median(night.measuring for night in near)]
        cells = [f"{1 / wall:,.0f}", f"{1e6 * wall:.1f}", f"{1e6 * server:.1f}"]
        rows.append([str(epoch), *cells, *(f"{1e3 * seconds:.1f}" for seconds in asked)])
    loose = _size(connection)
    maintain(connection)
    return f"{table(header, rows)}\n\nA detection takes {loose}; after the housekeeping {_size(connection)}."


def _size(connection: psycopg.Connection[Any]) -> str:
    found = connection.execute(statement("loading", "detection_bytes").encode()).fetchone()
    assert found is not None
    own, everything = found
    return f"{own:.0f} bytes of table and indexes, {everything:.0f} with all summaries"


if __name__ == "__main__":
    sys.exit(main())
