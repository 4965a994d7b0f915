"""Periods of the sources above the noise floor, by the Lomb-Scargle periodogram: ``python -m ml periods``."""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import platform
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
import psycopg
from astropy.timeseries import LombScargle
from numpy.typing import NDArray
from psycopg import sql
from tqdm import tqdm

from ml.faults import ImpossibleRange, NothingToSearch

Array = NDArray[np.float64]
SAMPLES_PER_PEAK = 5
CHUNK = 16  # light curves sent to a process at once
# Mean, amplitude, phase and period pass through any four epochs: what they explain of them says nothing.
FEWEST_EPOCHS = 5

_LIGHT_CURVES = "SELECT * FROM science.candidate_light_curves(%s, %s, %s, %s)"
_SURE = (
    "SELECT count(*) FROM science.periodic_source"
    " WHERE period_run_id = %s AND false_alarm_probability < 0.001"
)
_CANDIDATES = "SELECT count(*), max(n_epoch) FROM science.sources_above_floor(%s, %s, %s)"
_NEW_RUN = """
    INSERT INTO survey.period_run (
        band, calibration, zero_point_run_id, started_at, finished_at, score_min, period_min, period_max,
        n_epoch_min, n_source, input_sha256, code_version, python_version, astropy_version
    ) VALUES (
        %(band)s, %(calibration)s,
        (SELECT r.zero_point_run_id FROM survey.zero_point_run AS r
         WHERE r.band = %(band)s AND r.is_current AND %(calibration)s = 'tied'),
        %(started_at)s, %(finished_at)s, %(score_min)s, %(period_min)s, %(period_max)s, %(n_epoch_min)s,
        %(n_source)s, %(input_sha256)s, %(code_version)s, %(python_version)s, %(astropy_version)s
    ) RETURNING period_run_id
"""


@dataclass(frozen=True)
class LightCurve:
    """Dates [MJD], magnitudes [mag] and their errors [mag] of a source; arrays of shape (n_epoch,)."""

    source_id: int
    mjd: Array
    mag: Array
    mag_err: Array


@dataclass(frozen=True)
class Period:
    """A row of survey.period but for its run; see the comments there."""

    source_id: int
    period: float
    power: float
    false_alarm_probability: float
    amplitude_mag: float
    epoch_mjd: float
    n_epoch: int


def strongest_period(curve: LightCurve, period_min: float, period_max: float) -> Period:
    """
    Find the period at which a sine with a free mean fits a light curve best.

    The floating-mean periodogram of Zechmeister & Kürster (2009) on a grid of five frequencies to the width
    of a peak, then the best frequency refined on a grid a hundred times finer around it; the false-alarm
    probability is that of Baluev (2008).

    Parameters
    ----------
    curve : LightCurve
        At least five epochs.
    period_min, period_max : float
        Range that is searched [d].
    """
    time = curve.mjd - curve.mjd[0]
    periodogram = LombScargle(time, curve.mag, curve.mag_err)
    limits = {"minimum_frequency": 1 / period_max, "maximum_frequency": 1 / period_min}
    frequency = periodogram.autofrequency(samples_per_peak=SAMPLES_PER_PEAK, **limits)
    best = frequency[np.argmax(periodogram.power(frequency, method="cython"))]
    step = frequency[1] - frequency[0]
    fine = np.clip(best + step * np.linspace(-1, 1, 201), 1 / period_max, 1 / period_min)
    power = periodogram.power(fine, method="cython")
    best, highest = float(fine[np.argmax(power)]), float(np.clip(power.max(), 0, 1))
    _, sine, cosine = periodogram.model_parameters(best)
    # The magnitude, A cos(2 pi f t - lag), is lowest half a cycle after its lag: brightest there.
    lag = np.arctan2(sine, cosine)
    brightest = ((lag + np.pi) / (2 * np.pi)) % 1.0 / best
    probability = periodogram.false_alarm_probability(highest, method="baluev", **limits)
    return Period(
        source_id=curve.source_id,
        period=1 / best,
        power=highest,
        false_alarm_probability=float(np.clip(probability, 0, 1)),
        amplitude_mag=float(np.hypot(sine, cosine)),
        epoch_mjd=float(curve.mjd[0] + brightest),
        n_epoch=len(time),
    )


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


def run(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    """Search the candidates for the options of the command line and print what was found."""
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
    row = connection.execute(_SURE, [run_id]).fetchone()
    assert row is not None
    print(  # noqa: T201
        f"period run {run_id}: {n_source} searched, {row[0]} with a false-alarm probability below 0.001;"
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
        asked = [score_min, calibration, band, n_epoch_min]
        rows = np.array(connection.execute(_LIGHT_CURVES, asked).fetchall(), dtype=float).reshape(-1, 4)
        curves = list(_split(rows))
        if not curves:
            raise _nothing(connection, band, calibration, score_min, n_epoch_min)
        found = list(_search_all(curves, period_range, n_job))
        row = connection.execute(
            _NEW_RUN,
            {
                "band": band, "calibration": calibration, "started_at": started_at,
                "finished_at": datetime.now(UTC), "score_min": score_min, "period_min": period_range[0],
                "period_max": period_range[1], "n_epoch_min": n_epoch_min, "n_source": len(curves),
                "input_sha256": hashlib.sha256(rows.tobytes()).hexdigest(),
                "code_version": version("epochdb"), "python_version": platform.python_version(),
                "astropy_version": version("astropy"),
            },
        ).fetchone()  # fmt: skip
        assert row is not None
        names = [field.name for field in fields(Period)]
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        into = sql.SQL("COPY survey.period (period_run_id, {}) FROM STDIN").format(columns)
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for period in found:
                copy.write_row((row[0], *(getattr(period, name) for name in names)))
    return int(row[0]), len(curves)


def _nothing(
    connection: psycopg.Connection, band: str, calibration: str, score_min: float, n_epoch_min: int
) -> NothingToSearch:
    """Say why there is no candidate, for the user to see whether it is the survey or the options."""
    row = connection.execute(_CANDIDATES, [score_min, calibration, band]).fetchone()
    n_source, most = row or (0, None)
    if not n_source:
        return NothingToSearch(
            f"no source in {band}, calibration {calibration}, has a score above {score_min:g}, so there is"
            " nothing to search; ask with a lower --score-min"
        )
    remedy = f"ask with --epochs-min {most}" if most >= FEWEST_EPOCHS else "load more epochs"
    return NothingToSearch(
        f"of the {n_source} sources in {band} with a score above {score_min:g} none has {n_epoch_min} epochs,"
        f" the most is {most}, so there is nothing to search; {remedy}"
    )


def _split(rows: Array) -> Iterator[LightCurve]:
    """Cut rows of (source_id, mjd, mag, mag_err), ordered by source, into light curves."""
    starts = np.flatnonzero(np.diff(rows[:, 0], prepend=np.nan))
    for part in np.split(rows, starts[1:]) if len(rows) else ():
        yield LightCurve(int(part[0, 0]), part[:, 1], part[:, 2], part[:, 3])


def _search_all(curves: list[LightCurve], period_range: tuple[float, float], n_job: int) -> Iterator[Period]:
    n = len(curves)
    with ProcessPoolExecutor(n_job) as pool:
        found = pool.map(strongest_period, curves, *([limit] * n for limit in period_range), chunksize=CHUNK)
        # disable=None: a bar on a terminal, nothing in a log
        yield from tqdm(found, total=n, unit=" sources", disable=None)
