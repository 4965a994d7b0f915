"""Redshifts from the training galaxies nearest in magnitude and colours."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import KDTree

from ml.redshift.residuals import Arrays
from ml.redshift.sample import Galaxies, compressed
from ml.scale import Floats, RobustScale

GALAXIES_AT_ONCE = 2048
REJECTED_BEYOND = 3.0
RIDGE = 1e-6


class _Neighbourhood:
    """Training galaxies, found by their robustly scaled magnitude and colours."""

    def __init__(self, galaxies: Galaxies) -> None:
        self._scale = RobustScale.of(galaxies.inputs)
        self.places = compressed(self._scale.apply(galaxies.inputs))
        self.z = galaxies.redshift
        self._tree = KDTree(self.places)

    def nearest(self, galaxies: Galaxies, k: int) -> tuple[Floats, NDArray[np.int64], Floats]:
        """Places (n, 5) of the galaxies, and index and distance (n, k) of their neighbours."""
        places = compressed(self._scale.apply(galaxies.inputs))
        distance, index = self._tree.query(places, k=min(k, len(self.z)))
        return places, index, distance


class NearestNeighbours:
    """Median redshift of the k nearest training galaxies.

    Parameters
    ----------
    k : int
        Neighbours.
    """

    def __init__(self, k: int = 20) -> None:
        self.k = k

    def fit(self, galaxies: Galaxies) -> None:
        """Remember the training galaxies."""
        self._neighbourhood = _Neighbourhood(galaxies)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give nothing: the training galaxies are all that was learned."""
        return {}

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Remember the training galaxies again."""
        self.fit(training)

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Median of the neighbours, (n,)."""
        _, index, _ = self._neighbourhood.nearest(galaxies, self.k)
        return np.asarray(np.median(self._neighbourhood.z[index], axis=1))


class LocalLinear:
    """A linear regression on the nearest training galaxies of each galaxy (Beck et al. 2016).

    Neighbours further than three standard deviations from the first fit are left out of the second.

    Parameters
    ----------
    k : int
        Neighbours.
    """

    def __init__(self, k: int = 100) -> None:
        self.k = k

    def fit(self, galaxies: Galaxies) -> None:
        """Remember the training galaxies."""
        self._neighbourhood = _Neighbourhood(galaxies)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give nothing: the training galaxies are all that was learned."""
        return {}

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Remember the training galaxies again."""
        self.fit(training)

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Value of each galaxy's own regression, (n,), kept within its neighbours' redshifts."""
        places, index, _ = self._neighbourhood.nearest(galaxies, self.k)
        starts = range(0, len(places), GALAXIES_AT_ONCE)
        parts = [slice(start, start + GALAXIES_AT_ONCE) for start in starts]
        return np.concatenate([self._regress(places[part], index[part]) for part in parts])

    def _regress(self, places: Floats, index: NDArray[np.int64]) -> Floats:
        z = self._neighbourhood.z[index]
        steps = self._neighbourhood.places[index] - places[:, None, :]
        design = np.concatenate([np.ones((*index.shape, 1)), steps], axis=2)
        coefficients = _solve(design, z, np.ones_like(z))
        residual = z - np.einsum("nkd,nd->nk", design, coefficients)
        spread = residual.std(axis=1, keepdims=True)
        kept = (np.abs(residual) <= REJECTED_BEYOND * spread).astype(np.float64)
        # The galaxy is the origin of its own regression, so its value is the constant term.
        value = _solve(design, z, kept)[:, 0]
        return np.clip(value, z.min(axis=1), z.max(axis=1))


def _solve(design: Floats, z: Floats, kept: Floats) -> Floats:
    """Weighted least squares of each row: coefficients (n, d)."""
    weighted = design * kept[..., None]
    normal = weighted.transpose(0, 2, 1) @ design
    # A trace of ridge keeps neighbours that agree in a colour from making the matrix singular.
    size = np.trace(normal, axis1=1, axis2=2)[:, None, None]
    normal += RIDGE * size / normal.shape[1] * np.eye(normal.shape[1])
    right = weighted.transpose(0, 2, 1) @ z[..., None]
    return np.asarray(np.linalg.solve(normal, right)[..., 0])
