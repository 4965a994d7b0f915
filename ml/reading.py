"""Read stars and galaxies from the science views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
# Galaxies that are read, predicted and written at a time: enough to keep numpy busy, in tens of megabytes
PAGE = 20_000
BELOW_ALL_COUNTERS = -(2**63)


@dataclass(frozen=True)
class SampleEntry:
    """
    A loaded sample without its galaxies.

    Attributes
    ----------
    sample_id : int
    name, role : str
    n_galaxy : int
    has_errors : bool
        Whether any galaxy has the errors of all its magnitudes.
    """

    sample_id: int
    name: str
    role: str
    n_galaxy: int
    has_errors: bool


@dataclass(frozen=True)
class GalaxySample:
    """
    A loaded sample of galaxies, or a page of it.

    Attributes
    ----------
    entry : SampleEntry
    counter : int array (n,)
    values : array (n, 11)
        mag_r, four colours [mag], z_spec, errors of u, g, r, i, z [mag]; NaN where missing.
    """

    entry: SampleEntry
    counter: NDArray[np.int64]
    values: Floats

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


def loaded_samples(connection: psycopg.Connection) -> list[SampleEntry]:
    """Give all loaded samples in the order in which they were loaded."""
    return [SampleEntry(*row) for row in ask(connection, "sample")]


def find_sample(loaded: Sequence[SampleEntry], name: str) -> SampleEntry:
    """
    Look a sample up by its name.

    Raises
    ------
    UnknownSample
    """
    by_name = {entry.name: entry for entry in loaded}
    if name not in by_name:
        raise UnknownSample(
            f"no sample {name!r}, loaded are: {', '.join(by_name) or 'none'}; load it: python -m loader FILE"
        )
    return by_name[name]


def pages(connection: psycopg.Connection, entry: SampleEntry, n: int = PAGE) -> Iterator[GalaxySample]:
    """Read a sample in order of its counter, n galaxies at a time."""
    after = BELOW_ALL_COUNTERS
    while True:
        rows = ask_numbers(connection, "galaxy", sample_id=entry.sample_id, after=after, n=n)
        if not len(rows):
            return
        page = GalaxySample(entry, rows[:, 0].astype(np.int64), rows[:, 1:])
        yield page
        after = int(page.counter[-1])


def read_sample(connection: psycopg.Connection, entry: SampleEntry) -> GalaxySample:
    """Read a whole sample in order of its counter."""
    parts = list(pages(connection, entry))
    empty = GalaxySample(entry, np.zeros(0, dtype=np.int64), np.zeros((0, 11)))
    return GalaxySample(
        entry,
        np.concatenate([part.counter for part in [empty, *parts]]),
        np.concatenate([part.values for part in [empty, *parts]]),
    )


def training_names(loaded: Sequence[SampleEntry]) -> list[str]:
    """Give the names of the training samples."""
    return _names(loaded, "training")


def test_partner(loaded: Sequence[SampleEntry], training: str) -> str | None:
    """Give the test sample that belongs to a training sample: its name with B for A, or the only one."""
    names = _names(loaded, "test")
    for old, new in (("_A_", "_B_"), ("_a_", "_b_")):
        partner = f"{training}_".replace(old, new)[:-1]
        if partner != training and partner in names:
            return partner
    return names[0] if len(names) == 1 else None


def _names(loaded: Sequence[SampleEntry], role: str) -> list[str]:
    return [entry.name for entry in loaded if entry.role == role]
