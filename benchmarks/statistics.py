"""The statistics of all light curves in one SQL statement, beside the package light-curve."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import light_curve
import numpy as np
import psycopg
from numpy.typing import NDArray

from benchmarks import floor, place
from benchmarks.clock import Spent, process_seconds
from benchmarks.layout import table
from benchmarks.statements import statement
from example import ExampleSurvey

T = TypeVar("T")
Tell = Callable[[str], None]
Array = NDArray[np.float64]
# Dates [MJD], magnitudes and their errors [mag], fluxes and their errors [adu]; arrays of shape (n_epoch,)
LightCurve = tuple[Array, Array, Array, Array, Array]

DATABASE = "epochdb_statistics"
DIRECTORY = Path(__file__).resolve().parent.parent / "build" / "statistics"
# In the order of sql/statistics/shared.sql, after the source; the excess variance is that of the fluxes.
OF_MAGNITUDES = (
    light_curve.ObservationCount(),
    light_curve.Mean(),
    light_curve.WeightedMean(),
    light_curve.Median(),
    light_curve.MedianAbsoluteDeviation(),
    light_curve.Amplitude(),
    light_curve.StandardDeviation(),
    light_curve.ReducedChi2(),
    light_curve.Skew(),
    light_curve.Kurtosis(),
    light_curve.Eta(),
    light_curve.StetsonK(),
    light_curve.Duration(),
)
FEWEST_EPOCHS = 4  # for all of these
N_KEY = 4  # columns of the view that are no statistics: source, field, band, calibration
COLUMNS = ("mjd", "mag", "mag_err", "flux", "flux_err")
# A row of a binary COPY: the number of its columns, then each with its length before it
ROW = np.dtype(
    [("n_column", ">i2"), ("source_id_length", ">i4"), ("source_id", ">i8")]
    + [item for name in COLUMNS for item in ((f"{name}_length", ">i4"), (name, ">f8"))]
)
HEADER_BYTES, TRAILER_BYTES = 19, 2


@dataclass(frozen=True)
class Statistics:
    """
    What was measured.

    Attributes
    ----------
    n_source, n_epoch : int
        Light curves, and their epochs altogether.
    ways : dict of str to (int, Spent)
        For each way its number of statistics and its time.
    n_compared, n_different : int
        Values that SQL and package both gave, and how many of them differ by more than 1e-6 of their size.
    """

    n_source: int
    n_epoch: int
    ways: dict[str, tuple[int, Spent]]
    n_compared: int
    n_different: int


def measure(connection: psycopg.Connection[Any], tell: Tell, field_id: int = 1) -> Statistics:
    """Time both on the Ks light curves of a field that is loaded and analysed."""
    asked = {"field_id": field_id}
    tell("statistics of light curves: the package's ones in SQL")
    in_sql, shared = _timed(connection, lambda: _rows(connection, "shared", asked))
    tell("statistics of light curves: all in SQL")
    all_in_sql, everything = _timed(connection, lambda: _rows(connection, "all", asked))
    tell("statistics of light curves: the package light-curve")
    reading, curves = _timed(connection, lambda: _light_curves(connection, asked))
    in_package, by_package = _timed(connection, lambda: by_the_package(curves))
    both = Spent(*(getattr(reading, f) + getattr(in_package, f) for f in ("wall", "here", "server")))
    by_sql = np.array([row[1:] for row in shared], dtype=float)
    long = by_sql[:, 0] >= FEWEST_EPOCHS
    different = ~np.isclose(by_sql[long], by_package[long], rtol=1e-6, atol=1e-9)
    n_shared, n_all = by_sql.shape[1], len(everything[0]) - N_KEY
    return Statistics(
        n_source=len(shared),
        n_epoch=sum(len(mjd) for mjd, *_ in curves),
        ways={
            "SQL, one statement: those of the package": (n_shared, in_sql),
            "SQL, one statement: all": (n_all, all_in_sql),
            "light-curve, one process, on arrays in memory": (n_shared, in_package),
            "light-curve, with reading the light curves by binary COPY": (n_shared, both),
        },
        n_compared=different.size,
        n_different=int(different.sum()),
    )


def markdown(measured: Statistics) -> str:
    """Give the rates as Markdown."""
    rows = [
        [
            way,
            str(n_statistic),
            f"{spent.wall:.1f}",
            f"{spent.here + spent.server:.1f}",
            f"{measured.n_source / spent.wall:,.0f}",
            f"{measured.n_epoch / spent.wall:,.0f}",
        ]
        for way, (n_statistic, spent) in measured.ways.items()
    ]
    header = ["way", "statistics", "wall [s]", "processor [s]", "light curves/s", "epochs/s"]
    return (
        f"{measured.n_source:,} light curves with {measured.n_epoch:,} epochs; of {measured.n_compared:,}"
        f" values that both give {measured.n_different:,} differ by more than 1e-6.\n\n" + table(header, rows)
    )


def by_the_package(curves: Sequence[LightCurve]) -> Array:
    """Give the package's statistics of light curves, shape (n_curve, n_statistic); too short ones are NaN."""
    extract = light_curve.Extractor(*OF_MAGNITUDES)
    excess_variance = light_curve.ExcessVariance()
    found = np.full((len(curves), len(OF_MAGNITUDES) + 1), np.nan)
    for row, (mjd, mag, mag_err, flux, flux_err) in zip(found, curves, strict=True):
        if len(mjd) >= FEWEST_EPOCHS:
            row[:-1] = extract(mjd, mag, mag_err, sorted=True, check=False)
            row[-1] = excess_variance(mjd, flux, flux_err, sorted=True, check=False)[0]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Write, load and measure a survey of its own; return the exit status, 1 if the statistics differ."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.statistics",
        description="Load an example survey; time the statistics of its light curves and R3 with the floor.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    for option, default, text in (
        ("--sources", 100_000, "light curves"),
        ("--epochs", 50, "Ks images"),
        ("--jobs", 2, "processes that write the survey"),
    ):
        parser.add_argument(option, type=int, default=default, metavar="N", help=text)
    parser.add_argument("--explain", action="store_true", help="print the plans of R3 with the floor, too")
    parser.add_argument(
        "--directory", type=Path, default=DIRECTORY, help="where the survey is written; kept for the next run"
    )
    options = parser.parse_args(arguments)
    begun = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - begun:7.1f} s  {what}", file=sys.stderr, flush=True)

    survey = ExampleSurvey(
        n_field=1,
        n_source=options.sources,
        n_epoch=options.epochs,
        bands=("Ks",),
        image_offset=0.05,
        floor=0.01,
    )
    tell("writing the survey")
    place.write_survey(options.directory, survey, options.jobs)
    with place.fresh_database(DATABASE) as name, place.connected(name) as connection:
        tell("loading")
        place.load(connection, options.directory)
        machine_load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
        measured = measure(connection, tell)
        print(f"Load average at the start: {machine_load}.\n\n{markdown(measured)}\n", flush=True)
        print(floor.markdown(floor.measure(connection, tell)), flush=True)
        if options.explain:
            print("", *floor.plans(connection), sep="\n")
    return 1 if measured.n_different else 0


def _timed(connection: psycopg.Connection[Any], call: Callable[[], T]) -> tuple[Spent, T]:
    """Call and give the time: on the wall, of this process, and of the server's; NaN if it is elsewhere."""
    backend = connection.info.backend_pid
    server, here, wall = process_seconds(backend), time.process_time(), time.perf_counter()
    answer = call()
    spent = Spent(time.perf_counter() - wall, time.process_time() - here, process_seconds(backend) - server)
    return spent, answer


def _rows(connection: psycopg.Connection[Any], name: str, asked: dict[str, int]) -> list[tuple[Any, ...]]:
    return connection.execute(statement("statistics", name).encode(), asked).fetchall()


def _light_curves(connection: psycopg.Connection[Any], asked: dict[str, int]) -> list[LightCurve]:
    with connection.cursor().copy(statement("statistics", "light_curves").encode(), asked) as copy:
        sent = b"".join(bytes(part) for part in copy)
    rows = np.frombuffer(sent[HEADER_BYTES:-TRAILER_BYTES], ROW)
    starts = np.flatnonzero(np.diff(rows["source_id"], prepend=-1))
    return list(zip(*(np.split(rows[name].astype(np.float64), starts[1:]) for name in COLUMNS), strict=True))


if __name__ == "__main__":
    sys.exit(main())
