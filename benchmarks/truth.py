"""What is true of an example survey, and what could be found of it at best."""

import csv
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from benchmarks.statements import statement
from example import ExampleSurvey
from example.options import MONITORED_BAND
from example.survey import field_of_survey

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Source:
    """
    A source, what is true of it, and who found it.

    Attributes
    ----------
    mean_mag : float
        Of its mean flux [mag].
    noise, floor : float
        What constant sources of its magnitude scatter by, errors and floor together; the floor alone [mag].
    kind : str or None
        Kind of variable, None for a constant source.
    amplitude : float
        From brightest to faintest over the epochs observed, without noise [mag].
    signal : float
        Signal-to-noise of all that varies: the root of the sum over its epochs of the squared deviations of
        the true flux from its weighted mean, in errors with floor.
    found : frozenset of str
        Names of the tests that found it.
    """

    mean_mag: float
    noise: float
    floor: float
    kind: str | None
    amplitude: float
    signal: float
    found: frozenset[str]


def read(path: Path) -> list[dict[str, str]]:
    """Give the rows of a file of truth."""
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def sources(
    connection: psycopg.Connection[Any],
    survey: ExampleSurvey,
    directory: Path,
    found: dict[str, set[int]],
) -> list[Source]:
    """Give every source that has a tied light curve and a measured noise."""
    variables = {int(row["source_id"]): row for row in read(directory / "truth" / "variables.csv")}
    signal = signals(connection, survey)
    given = []
    for source_id, mean_mag, noise, floor in connection.execute(statement("variability", "sources").encode()):
        row = variables.get(source_id)
        kind, amplitude = (row["kind"], float(row["sampled_amplitude_mag"])) if row else (None, 0.0)
        by = frozenset(name for name, ids in found.items() if source_id in ids)
        given.append(Source(mean_mag, noise, floor, kind, amplitude, signal.get(source_id, 0.0), by))
    return given


def signals(connection: psycopg.Connection[Any], survey: ExampleSurvey) -> dict[int, float]:
    """Give the signal of each variable; see `Source`."""
    change = _changes(survey)
    cursor = psycopg.RawCursor(connection)
    rows = cursor.execute(statement("variability", "light_curves").encode(), [list(change)]).fetchall()
    found = {}
    for source_id, epochs in groupby(rows, key=lambda row: row[0]):
        _, images, flux, flux_err = zip(*epochs, strict=True)
        mag = np.array([change[source_id][image] for image in images])
        found[source_id] = signal_of(mag, np.array(flux), np.array(flux_err))
    return found


def signal_of(mag: Array, flux: Array, flux_err: Array) -> float:
    """Give the signal of true magnitudes [mag] that are as bright on average as the observed fluxes."""
    true = 10 ** (-0.4 * mag)
    true *= flux.mean() / true.mean()
    deviation = (true - np.average(true, weights=flux_err**-2.0)) / flux_err
    return float(np.sqrt(np.sum(deviation**2)))


def _changes(survey: ExampleSurvey) -> dict[int, dict[int, float]]:
    """Give the true change of magnitude by source and image."""
    changes: dict[int, dict[int, float]] = {}
    for field_id in range(1, survey.n_field + 1):
        field = field_of_survey(survey, field_id)
        images = [image for image in field.images if image.band == MONITORED_BAND]
        by_image = [field.variables.magnitude_change(image.mjd, image.band).tolist() for image in images]
        source_ids = field.sky.source_id[field.variables.index].tolist()
        for source_id, change in zip(source_ids, zip(*by_image, strict=True), strict=True):
            changes[source_id] = {i.image_id: c for i, c in zip(images, change, strict=True)}
    return changes
