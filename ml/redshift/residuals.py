"""A calibrated distribution for methods that give only a number: what they got wrong on galaxies alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import KDTree

from ml.redshift.prediction import Prediction, from_draws
from ml.redshift.sample import Galaxies, compressed
from ml.scale import Floats, RobustScale

FOLDS = 5
ALIKE = 200
SPLIT_SEED = 20170601


class PointMethod(Protocol):
    """A regression from galaxies to one redshift each."""

    def fit(self, galaxies: Galaxies) -> None:
        """Learn from galaxies with spectra."""

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Give one redshift per galaxy, (n,)."""


class WithResiduals:
    """A point method with the residuals of its own cross-validation as probability distribution.

    The residual (z_spec - z_phot) / (1 + z_phot) of each training galaxy is measured by a fit that did not
    see it. A new galaxy's distribution is made of the residuals of its nearest training galaxies in
    magnitude and colours.

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
        z = galaxies.redshift
        outside = np.empty(len(galaxies))
        for held_out in folds(len(galaxies)):
            method = self._make()
            method.fit(galaxies.take(~held_out))
            outside[held_out] = method.redshifts(galaxies.take(held_out))
        self._residuals = (z - outside) / (1 + outside)
        self._scale = RobustScale.of(galaxies.inputs)
        self._tree = KDTree(compressed(self._scale.apply(galaxies.inputs)))

    def predict(self, galaxies: Galaxies) -> Prediction:
        """Predict redshifts and the residuals' distribution around them."""
        z_phot = self.method.redshifts(galaxies)
        alike = min(ALIKE, len(self._residuals))
        index = self._tree.query(
            compressed(self._scale.apply(galaxies.inputs)), k=alike, return_distance=False
        )
        draws = z_phot[:, None] + (1 + z_phot[:, None]) * self._residuals[index]
        return from_draws(z_phot, draws, galaxies.z_spec)


def folds(n: int, number: int = FOLDS) -> list[NDArray[np.bool_]]:
    """Split n galaxies at random, always the same way, into masks of held-out galaxies."""
    group = np.random.default_rng(SPLIT_SEED).permutation(n) % number
    return [group == fold for fold in range(number)]
