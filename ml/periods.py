"""Periods of the sources above the noise floor: ``python -m ml periods``."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np
import psycopg
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from db.statement import statement
from ml import store
from ml.asking import ask, stream_numbers
from ml.faults import ImpossibleRange, NothingToSearch
from ml.period_tables import Answer, tables_of, write_tables
from ml.provenance import fingerprint
from ml.scale import Floats
from ml.variables.false_alarms import Calibration, calibrate
from ml.variables.light_curve import LightCurve
from ml.variables.strongest import periods_of

N_SHUFFLED = 300  # light curves whose epochs are shuffled to calibrate the false-alarm probability
SEED = 0
CHUNK = 16  # light curves sent to a process at once
# Mean, amplitude, phase and period pass through any four epochs: what they explain of them says nothing.
FEWEST_EPOCHS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``python -m ml periods``."""
    parser.add_argument("--band", default="Ks", help="band of the light curves (default: %(default)s)")
    parser.add_argument(
        "--calibration",
        default="tied",
        choices=("catalogue", "tied"),
        help="their calibration (default: tied)",
    )
    parser.add_argument(
        "--score-min", type=float, default=5.0, help="least score of a candidate (default: 5)"
    )
    parser.add_argument("--period-min", type=float, default=0.2, help="shortest period [d] (default: 0.2)")
    parser.add_argument("--period-max", type=float, default=1000.0, help="longest period [d] (default: 1000)")
    parser.add_argument(
        "--epochs-min",
        type=int,
        default=20,
        help=f"least epochs of a candidate, {FEWEST_EPOCHS} or more (default: 20)",
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: all cores)")


def run(connection: psycopg.Connection, options: argparse.Namespace) -> str:
    """Search the candidates for the options of the command line and say what was found."""
    _check(options)
    run_id, n_source = search(
        connection,
        band=options.band,
        calibration=options.calibration,
        score_min=options.score_min,
        period_range=(options.period_min, options.period_max),
        n_epoch_min=options.epochs_min,
        n_job=options.jobs,
    )
    ((n_sure,),) = ask(connection, "sure_period", run_id=run_id)
    return (
        f"run {run_id}: {n_source} searched, {n_sure} with a false-alarm probability below 0.001;"
        " SELECT * FROM science.periodic_source;"
    )


def _check(options: argparse.Namespace) -> None:
    if options.epochs_min < FEWEST_EPOCHS:
        raise ImpossibleRange(
            f"--epochs-min is {options.epochs_min}, expected {FEWEST_EPOCHS} or more: a sine passes through"
            " any four epochs"
        )
    if not 0 < options.period_min < options.period_max < math.inf:
        raise ImpossibleRange(
            f"--period-min is {options.period_min:g} and --period-max {options.period_max:g} [d], expected"
            " 0 < period-min < period-max"
        )
    if options.jobs < 1:
        raise ImpossibleRange(f"--jobs is {options.jobs}, expected 1 or more")


def search(
    connection: psycopg.Connection,
    *,
    band: str,
    calibration: str,
    score_min: float,
    period_range: tuple[float, float],
    n_epoch_min: int,
    n_job: int,
) -> tuple[int, int]:
    """
    Search the candidates' periods and write them as a new run, all in one transaction.

    Returns
    -------
    run_id, n_source : int
        The run and how many sources were searched.

    Raises
    ------
    NothingToSearch
        No candidate has enough epochs; an empty run would hide the last one's periods.
    """
    started_at = datetime.now(UTC)
    with connection.transaction():
        asked: dict[str, Any] = {"score_min": score_min, "calibration": calibration, "band": band}
        ((n_candidate, most),) = ask(connection, "candidate", **asked)
        rows = stream_numbers(connection, "light_curve", 4, **asked, n_epoch_min=n_epoch_min)
        curves = _split(rows)
        if not curves:
            raise NothingToSearch(_why(n_candidate, most, **asked, n_epoch_min=n_epoch_min))
        calibrated = calibrate([source.curve for source in curves], *period_range, N_SHUFFLED, SEED)
        found = tables_of(_search_all(curves, period_range, calibrated, n_job))
        new = store.Run(
            task="periods",
            method="harmonics",
            seed=SEED,
            started_at=started_at,
            input_sha256=fingerprint([rows]),
            n_input=len(curves),
            n_excluded=n_candidate - len(curves),
            parameters={
                "score_min": score_min,
                "period_min": period_range[0],
                "period_max": period_range[1],
                "n_epoch_min": n_epoch_min,
                "n_shuffled": N_SHUFFLED,
            },
        )
        with store.new_run(connection, new) as run_id:
            of_run = {"run_id": run_id, "band": band, "calibration": calibration}
            connection.execute(statement("ml/add_run_light_curve"), of_run)
            store.write_metrics(connection, run_id, {"independent_frequencies": calibrated.independent})
            write_tables(connection, run_id, found)
            connection.execute(statement("ml/add_features"), {"run_id": run_id})
    return run_id, len(curves)


def _why(n_candidate: int, most: int, score_min: float, calibration: str, band: str, n_epoch_min: int) -> str:
    """Say why there is no candidate, for the user to see whether it is the survey or the options."""
    if not n_candidate:
        return (
            f"no source in {band}, calibration {calibration}, has a score above {score_min:g}, so there is"
            " nothing to search; ask with a lower --score-min"
        )
    remedy = f"ask with --epochs-min {most}" if most >= FEWEST_EPOCHS else "load more epochs"
    return (
        f"of the {n_candidate} sources in {band} with a score above {score_min:g} none has {n_epoch_min}"
        f" epochs, the most is {most}, so there is nothing to search; {remedy}"
    )


@dataclass(frozen=True)
class _Source:
    source_id: int
    curve: LightCurve


def _split(rows: Floats) -> list[_Source]:
    """Cut rows of (source_id, mjd, mag, mag_err), ordered by source, into light curves."""
    starts = np.flatnonzero(np.diff(rows[:, 0], prepend=np.nan))
    parts = np.split(rows, starts[1:]) if len(rows) else []
    return [
        _Source(int(part[0, 0]), LightCurve.of_one_band(part[:, 1], part[:, 2], part[:, 3])) for part in parts
    ]


def _periods_of(source: _Source, period_range: tuple[float, float], calibration: Calibration) -> Answer:
    return periods_of(source.source_id, source.curve, *period_range, calibration)


def _search_all(
    sources: list[_Source], period_range: tuple[float, float], calibration: Calibration, n_job: int
) -> Iterator[Answer]:
    work = partial(_periods_of, period_range=period_range, calibration=calibration)
    # As many processes as cores leave none for the threads of each one's linear algebra.
    with ProcessPoolExecutor(n_job, initializer=threadpool_limits, initargs=(1,)) as pool:
        found = pool.map(work, sources, chunksize=CHUNK)
        # disable=None: a bar on a terminal, nothing in a log
        yield from tqdm(found, total=len(sources), unit=" sources", disable=None)
