"""Read stars and galaxies from the science views."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray

from ml.faults import NoStars, UnknownSample
from ml.provenance import fingerprint
from ml.redshift.sample import Floats, Galaxies
from ml.stars.colours import Magnitudes

# How sources are taken for stars: by the column of science.star_colours
STAR_CHOICES = {"each": "is_star_in_each", "majority": "is_star"}

_STARS = (
    "SELECT source_id, y_mag, j_mag, h_mag, y_mag_err, j_mag_err, h_mag_err"
    " FROM science.star_colours WHERE {} ORDER BY source_id"
)
_SAMPLE = "SELECT sample_id, sample, role FROM science.galaxy_sample_overview WHERE sample = %s"
_GALAXIES = (
    "SELECT counter, mag_r, u_minus_g, g_minus_r, r_minus_i, i_minus_z, z_spec,"
    " u_mag_err, g_mag_err, r_mag_err, i_mag_err, z_mag_err"
    " FROM science.galaxy_photometry WHERE sample_id = %s ORDER BY counter"
)
_TRAINING = "SELECT sample FROM science.galaxy_sample_overview WHERE role = 'training' ORDER BY sample_id"
_TESTS = "SELECT sample FROM science.galaxy_sample_overview WHERE role = 'test' ORDER BY sample_id"


@dataclass(frozen=True)
class Sample:
    """
    A loaded sample of galaxies.

    Attributes
    ----------
    sample_id : int
    name, role : str
    counter : int array (n,)
    values : array (n, 11)
        mag_r, four colours [mag], z_spec, errors of u, g, r, i, z [mag]; NaN where missing.
    """

    sample_id: int
    name: str
    role: str
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
        """Give the galaxies of some rows; their redshifts where all of them have one."""
        values = self.values[rows]
        z_spec = values[:, 5] if np.isfinite(values[:, 5]).all() else None
        return Galaxies(values[:, 0], values[:, 1:5], z_spec, values[:, 6:] if with_errors else None)

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
    rows = _table(connection, _STARS.format(STAR_CHOICES[choice]))
    if not len(rows):
        message = "no star with magnitudes in Y, J and H, expected some; load a survey: python -m loader DIR"
        raise NoStars(message)
    return Magnitudes(*np.ascontiguousarray(rows[:, 1:].T)), fingerprint([rows])


def read_sample(connection: psycopg.Connection, name: str) -> Sample:
    """
    Read a sample of galaxies in order of their counter.

    Raises
    ------
    UnknownSample
    """
    found = connection.execute(_SAMPLE, [name]).fetchone()
    if found is None:
        loaded = ", ".join([*sample_names(connection, _TRAINING), *sample_names(connection, _TESTS)])
        raise UnknownSample(
            f"no sample {name!r}, loaded are: {loaded or 'none'}; load it: python -m loader FILE"
        )
    rows = _table(connection, _GALAXIES, [found[0]])
    return Sample(found[0], found[1], found[2], rows[:, 0].astype(np.int64), rows[:, 1:])


def sample_names(connection: psycopg.Connection, query: str) -> list[str]:
    """Give the names of samples."""
    return [row[0] for row in connection.execute(query)]


def training_names(connection: psycopg.Connection) -> list[str]:
    """Give the names of the training samples in the order in which they were loaded."""
    return sample_names(connection, _TRAINING)


def test_partner(connection: psycopg.Connection, training: str) -> str | None:
    """Give the test sample that belongs to a training sample: its name with B for A, or the only one."""
    names = sample_names(connection, _TESTS)
    for old, new in (("_A_", "_B_"), ("_a_", "_b_")):
        partner = f"{training}_".replace(old, new)[:-1]
        if partner != training and partner in names:
            return partner
    return names[0] if len(names) == 1 else None


def _table(connection: psycopg.Connection, query: str, parameters: list[object] | None = None) -> Floats:
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(query, parameters).fetchall()
        width = len(cursor.description or ())
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)
