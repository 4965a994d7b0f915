"""Periods of the sources above the noise floor, by the Lomb-Scargle periodogram: ``python -m ml periods``."""

from __future__ import annotations

import argparse
import hashlib
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

Array = NDArray[np.float64]
SAMPLES_PER_PEAK = 5
CHUNK = 16  # light curves sent to a process at once

_LIGHT_CURVES = "SELECT * FROM science.candidate_light_curves(%s, %s, %s, %s)"
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
        At least four epochs.
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
        "--epochs-min", type=int, default=20, help="least epochs of a candidate (default: 20)"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: all cores)")


def run(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    """Search the candidates for the options of the command line and print the number of the run."""
    run_id, n_source = search(
        connection,
        band=options.band,
        calibration=options.calibration,
        score_min=options.score_min,
        period_range=(options.period_min, options.period_max),
        n_epoch_min=options.epochs_min,
        n_job=options.jobs,
    )
    print(f"period run {run_id}: {n_source} sources searched; SELECT * FROM science.periodic_source;")  # noqa: T201


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
    """
    started_at = datetime.now(UTC)
    with connection.transaction():
        asked = [score_min, calibration, band, n_epoch_min]
        rows = np.array(connection.execute(_LIGHT_CURVES, asked).fetchall(), dtype=float).reshape(-1, 4)
        curves = list(_split(rows))
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
