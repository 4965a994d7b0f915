"""Real stars with known answers, and simulated ones, as light curves."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from example.schedule import FIRST_SEASON, N_SEASON, NIGHT, SEASON_LENGTH
from example.variables import KINDS, light_curve
from ml.variables.light_curve import LightCurve

SETS = ("stripe82", "debosscher", "asas")
# Magnitudes and errors of 99 and 100 stand for no measurement.
FAINTEST = 50.0
LARGEST_ERROR = 5.0
THIN_EPOCHS = 50
THIN_SPAN = 5 * 365.25  # [d]
YEAR = 365.25


@dataclass(frozen=True)
class Star:
    """A light curve with its class and, where it is known, its period [d], else NaN."""

    name: str
    kind: str
    period: float
    curve: LightCurve


def read_set(directory: Path, name: str) -> list[Star]:
    """Read a set of labelled stars; see the README beside it."""
    epochs = defaultdict(list)
    with gzip.open(directory / f"{name}.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            mag, err = float(row["mag"]), float(row["mag_err"])
            if mag < FAINTEST and err < LARGEST_ERROR:
                epochs[row["star"]].append((row["band"], float(row["time"]), mag, err))
    with (directory / f"{name}_stars.csv").open() as file:
        return [
            Star(row["star"], row["class"], float(row["period"] or "nan"), _curve(epochs[row["star"]]))
            for row in csv.DictReader(file)
        ]


def _curve(rows: list[tuple[str, float, float, float]]) -> LightCurve:
    names = sorted({row[0] for row in rows})
    numbers = np.array([row[1:] for row in rows])
    band = np.array([names.index(row[0]) for row in rows], dtype=np.intp)
    return LightCurve(numbers[:, 0], numbers[:, 1], numbers[:, 2], band)


def one_band(star: Star) -> Star:
    """Keep the band of most epochs, of those the one that varies most."""
    curve = star.curve
    best = max(
        np.unique(curve.band),
        key=lambda b: (
            np.median(np.abs(curve.mag[curve.band == b] - np.median(curve.mag[curve.band == b])))
            / np.median(curve.mag_err[curve.band == b])
        ),
    )
    of = curve.band == best
    return replace(star, curve=LightCurve.of_one_band(curve.time[of], curve.mag[of], curve.mag_err[of]))


def thinned(star: Star, rng: np.random.Generator) -> Star:
    """Keep 50 epochs of the first five years: what a VVV-like survey sees."""
    curve = star.curve
    of = np.flatnonzero(curve.time - curve.time.min() < THIN_SPAN)
    of = np.sort(rng.permutation(of)[:THIN_EPOCHS])
    return replace(star, curve=LightCurve.of_one_band(curve.time[of], curve.mag[of], curve.mag_err[of]))


def simulated(kind: str, n: int, n_epoch: int, seed: int, ratio: tuple[float, float]) -> Iterator[Star]:
    """
    Draw stars of a periodic kind of the example survey, at nights of its seasons.

    `ratio` bounds the amplitude over the noise, drawn log-uniformly.
    """
    rng = np.random.default_rng(seed)
    drawn = KINDS[kind]
    for number in range(n):
        period = float(np.exp(rng.uniform(*np.log(drawn.timescale))))
        night = rng.integers(0, N_SEASON, n_epoch) * YEAR + np.floor(rng.uniform(0, SEASON_LENGTH, n_epoch))
        time = np.sort(FIRST_SEASON + night + rng.uniform(0, NIGHT, n_epoch))
        mag = light_curve(drawn, time - rng.uniform(0, period), period, 1.0)
        err = np.full(n_epoch, np.ptp(mag) / np.exp(rng.uniform(*np.log(ratio))))
        mag = mag + err * rng.normal(size=n_epoch)
        yield Star(f"{kind} {number}", kind, period, LightCurve.of_one_band(time, mag, err))
