"""A training sample, ready to learn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray

from ml.faults import MissingErrors
from ml.reading import GalaxySample, SampleEntry, read_sample
from ml.redshift.domain import TrainingDomain
from ml.redshift.folds import require_enough
from ml.redshift.sample import Galaxies


@dataclass(frozen=True)
class Training:
    """
    A training sample, ready to learn from.

    Attributes
    ----------
    sample : GalaxySample
    rows : bool array (n,)
        The galaxies that have all that is needed.
    galaxies : Galaxies
        Those.
    domain : TrainingDomain
        Where they lie.
    remarks : tuple of str
        What is doubtful about them, in words.
    """

    sample: GalaxySample
    rows: NDArray[np.bool_]
    galaxies: Galaxies
    domain: TrainingDomain
    remarks: tuple[str, ...]

    @classmethod
    def read(cls, connection: psycopg.Connection, entry: SampleEntry) -> Training:
        """
        Read a sample that has redshifts; errors count as inputs where there are any.

        Raises
        ------
        TooFewGalaxies, NothingToLearn
        """
        sample = read_sample(connection, entry)
        with_errors = entry.has_errors
        rows = sample.usable(with_errors=with_errors, with_redshift=True)
        galaxies = sample.galaxies(rows, with_errors=with_errors)
        remarks = require_enough(galaxies, entry.name)
        return cls(sample, rows, galaxies, TrainingDomain(galaxies), tuple(remarks))

    @property
    def with_errors(self) -> bool:
        """Whether magnitude errors are learned from."""
        return self.galaxies.mag_errors is not None

    def fingerprint(self) -> str:
        """Give the SHA-256 over the galaxies that are learned from."""
        return self.sample.fingerprint(self.rows)

    def require_errors(self, other: SampleEntry) -> None:
        """Raise `MissingErrors` if another sample lacks the errors that are learned from."""
        if self.with_errors and not other.has_errors:
            raise MissingErrors(
                f"sample {other.name!r} has no magnitude errors, but {self.sample.entry.name!r} has and the"
                " methods learn from them; train on a sample without errors, or deliver dmag_u to dmag_z"
            )
