"""Read stars and galaxies from the science views."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray

from ml.asking import ask, ask_numbers
from ml.faults import NoStars, UnknownSample
from ml.provenance import fingerprint
from ml.redshift.sample import Galaxies
from ml.scale import Floats
from ml.stars.colours import Box, Magnitudes

# How sources are taken for stars: star in each of the three images, or in more than half of all detections
STAR_CHOICES = ("each", "majority")


@dataclass(frozen=True)
class GalaxySample:
    """
    A loaded sample of galaxies.

    Attributes
    ----------
    sample_id : int
    name : str
    counter : int array (n,)
    values : array (n, 11)
        mag_r, four colours [mag], z_spec, errors of u, g, r, i, z [mag]; NaN where missing.
    """

    sample_id: int
    name: str
    counter: NDArray[np.int64]
    values: Floats

    @property
    def has_errors(self) -> bool:
        """Whether any magnitude error is given."""
        return bool(np.isfinite(self.values[:, 6:]).any())

    def usable(self, *, with_errors: bool, with_redshift: bool) -> NDArray[np.bool_]:
        """Tell which galaxies have all that is needed, (n,)."""
        needed = [*range(5), *([5] if with_redshift else []), *(range(6, 11) if with_errors else [])]
        return np.asarray(np.isfinite(self.values[:, needed]).all(axis=1))

    def galaxies(self, rows: NDArray[np.bool_], *, with_errors: bool) -> Galaxies:
        """Give the galaxies of some rows."""
        values = self.values[rows]
        return Galaxies(values[:, 0], values[:, 1:5], values[:, 5], values[:, 6:] if with_errors else None)

    def fingerprint(self, rows: NDArray[np.bool_]) -> str:
        """Give the SHA-256 over some rows, NaN counting as equal."""
        return fingerprint([self.counter[rows], self.values[rows]])


def read_stars(connection: psycopg.Connection, choice: str) -> tuple[Magnitudes, str]:
    """
    Read the stars that a simulation is made from, and their fingerprint.

    Parameters
    ----------
    connection : psycopg.Connection
    choice : {"each", "majority"}
        Star in each of the three images, or in more than half of all detections.

    Raises
    ------
    NoStars
    """
    rows = ask_numbers(connection, "star", choice=choice)
    if not len(rows):
        message = "no star with magnitudes in Y, J and H, expected some; load a survey: python -m loader DIR"
        raise NoStars(message)
    return Magnitudes(*np.ascontiguousarray(rows[:, 1:].T)), fingerprint([rows])


def read_box(connection: psycopg.Connection) -> Box:
    """Read the box of the plane (Y-J, J-H) in which samples are counted."""
    ((y_min, y_max, j_min, j_max),) = ask(connection, "colour_limit")
    return (y_min, y_max), (j_min, j_max)


def read_sample(connection: psycopg.Connection, name: str) -> GalaxySample:
    """
    Read a sample of galaxies in order of their counter.

    Raises
    ------
    UnknownSample
    """
    loaded = {sample: sample_id for sample_id, sample, _ in ask(connection, "sample")}
    if name not in loaded:
        raise UnknownSample(
            f"no sample {name!r}, loaded are: {', '.join(loaded) or 'none'}; load it: python -m loader FILE"
        )
    rows = ask_numbers(connection, "galaxy", sample_id=loaded[name])
    return GalaxySample(loaded[name], name, rows[:, 0].astype(np.int64), rows[:, 1:])


def training_names(connection: psycopg.Connection) -> list[str]:
    """Give the names of the training samples in the order in which they were loaded."""
    return _names(connection, "training")


def test_partner(connection: psycopg.Connection, training: str) -> str | None:
    """Give the test sample that belongs to a training sample: its name with B for A, or the only one."""
    names = _names(connection, "test")
    for old, new in (("_A_", "_B_"), ("_a_", "_b_")):
        partner = f"{training}_".replace(old, new)[:-1]
        if partner != training and partner in names:
            return partner
    return names[0] if len(names) == 1 else None


def _names(connection: psycopg.Connection, role: str) -> list[str]:
    return [sample for _, sample, its_role in ask(connection, "sample") if its_role == role]
