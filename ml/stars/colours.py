"""The two colours of a star, their error covariance, and the box of the plane that samples are counted in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Lower and upper limits of Y-J and of J-H [mag]: science.colour_limit says them
Box = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Magnitudes:
    """Reference magnitudes of n stars and their errors.

    Attributes
    ----------
    y_mag, j_mag, h_mag : array (n,)
        Magnitudes [mag].
    y_mag_err, j_mag_err, h_mag_err : array (n,)
        Their standard errors [mag].
    """

    y_mag: Array
    j_mag: Array
    h_mag: Array
    y_mag_err: Array
    j_mag_err: Array
    h_mag_err: Array

    def __post_init__(self) -> None:
        """Refuse columns of different lengths."""
        shapes = {name: np.shape(column) for name, column in vars(self).items()}
        if len(set(shapes.values())) != 1 or len(self.y_mag.shape) != 1:
            raise ColumnsDiffer(
                f"the six magnitude columns must be one-dimensional and of one length, found {shapes}; "
                "read them in one query"
            )

    def __len__(self) -> int:
        """Count the stars."""
        return len(self.y_mag)

    def where(self, mask: NDArray[np.bool_]) -> Magnitudes:
        """Keep the stars where `mask` is true."""
        return Magnitudes(*(column[mask] for column in vars(self).values()))


class ColumnsDiffer(ValueError):
    """The magnitude columns do not describe the same stars."""


def colours(stars: Magnitudes) -> Array:
    """Return the colours (Y-J, J-H), shape (n, 2) [mag]."""
    return np.column_stack([stars.y_mag - stars.j_mag, stars.j_mag - stars.h_mag])


def colour_covariances(stars: Magnitudes) -> Array:
    """Return each star's error covariance of (Y-J, J-H), shape (n, 2, 2) [mag**2].

    The two colours share J, which enters them with opposite signs: their covariance is ``-j_mag_err**2``.
    """
    y, j, h = stars.y_mag_err**2, stars.j_mag_err**2, stars.h_mag_err**2
    return np.stack([np.stack([y + j, -j], axis=-1), np.stack([-j, j + h], axis=-1)], axis=-2)
