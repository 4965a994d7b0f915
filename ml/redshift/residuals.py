"""A calibrated distribution for methods that give only a number: how far they were from other galaxies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import KDTree

from ml.redshift.folds import folds
from ml.redshift.prediction import Prediction, from_draws
from ml.redshift.sample import Galaxies, compressed
from ml.scale import Floats, RobustScale

ALIKE, FEWEST_ALIKE, SHARE_ALIKE = 200, 20, 10
DRAWS = 200
# More residuals than these say nothing new about how wrong a method is, and would not be kept in a megabyte
MOST_RESIDUALS = 100_000
SMALLEST_SPREAD = 1e-9

Arrays = Mapping[str, NDArray[Any]]


class PointMethod(Protocol):
    """A regression from galaxies to one redshift each."""

    def fit(self, galaxies: Galaxies) -> None:
        """Learn from galaxies with spectra."""

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Give one redshift per galaxy, (n,)."""


@runtime_checkable
class Kept(Protocol):
    """What a run can keep in a megabyte, so that it predicts again without learning again."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give what was learned by name; nothing where the training sample alone is all of it."""

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Take up what was learned, together with the galaxies that it was learned from."""


class WithResiduals:
    """A point method with the residuals of its own cross-validation as probability distribution.

    The residual (z_spec - z_phot) / (1 + z_phot) of each training galaxy is measured by a fit that did not
    see it. How large residuals are around a galaxy is the median of their absolute values among its nearest
    training galaxies in magnitude and colours; in units of that their distribution is the same for all, and
    a galaxy is given it around its own redshift (normalised conformal prediction: Papadopoulos et al. 2008).
    The neighbours' residuals as they are would be centred on the neighbours' redshifts: where a method is
    biased, as a straight line is nearly everywhere, its own redshift would lie outside its own interval.

    Parameters
    ----------
    make : callable
        Makes a fresh point method.
    """

    def __init__(self, make: Callable[[], PointMethod]) -> None:
        self._make = make
        self.method = make()

    def fit(self, galaxies: Galaxies) -> None:
        """Fit on all galaxies, and on each fold's complement for the residuals."""
        self.method.fit(galaxies)
        outside = np.empty(len(galaxies))
        for held_out in folds(galaxies):
            if held_out.any():
                method = self._make()
                method.fit(galaxies.take(~held_out))
                outside[held_out] = method.redshifts(galaxies.take(held_out))
        residuals = (galaxies.redshift - outside) / (1 + outside)
        self._remember(residuals[:: _stride(len(galaxies))].astype(np.float32), galaxies)

    def predict(self, galaxies: Galaxies) -> Prediction:
        """Predict redshifts and the residuals' distribution around them."""
        z_phot = self.method.redshifts(galaxies)
        _, index = self._tree.query(self._places(galaxies), k=self._alike)
        width = (1 + z_phot) * self._spread(index)
        return from_draws(z_phot, z_phot[:, None] + width[:, None] * self._shape, galaxies.z_spec)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the residuals and what the method learned, if it can be kept; else nothing."""
        if not isinstance(self.method, Kept):
            return {}
        return {"residual": self._residuals, **self.method.arrays()}

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Take up what `arrays` gave."""
        assert isinstance(self.method, Kept)
        self.method.restore(arrays, training)
        self._remember(arrays["residual"], training)

    def _remember(self, residuals: NDArray[np.float32], galaxies: Galaxies) -> None:
        """Measure the residuals' spread around each galaxy, and their distribution in units of it."""
        self._residuals = residuals
        self._scale = RobustScale.of(galaxies.inputs)
        places = self._places(galaxies)[:: _stride(len(galaxies))]
        self._tree = KDTree(places)
        self._alike = max(FEWEST_ALIKE, min(ALIKE, len(residuals) // SHARE_ALIKE))
        # The nearest training galaxy of a training galaxy is itself, which a new galaxy has not
        _, index = self._tree.query(places, k=self._alike + 1)
        standard = residuals.astype(np.float64) / self._spread(index[:, 1:])
        self._shape = np.quantile(standard, (np.arange(DRAWS) + 0.5) / DRAWS)

    def _places(self, galaxies: Galaxies) -> Floats:
        return compressed(self._scale.apply(galaxies.inputs))

    def _spread(self, index: NDArray[np.int64]) -> Floats:
        spread = np.median(np.abs(self._residuals[index]), axis=1).astype(np.float64)
        return np.asarray(np.maximum(spread, SMALLEST_SPREAD))


def _stride(n: int) -> int:
    return -(-n // MOST_RESIDUALS)
