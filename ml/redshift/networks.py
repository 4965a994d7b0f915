"""Trained networks: what they say of galaxies, the same on any processor, and how they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ml.redshift.density_training import split_outputs
from ml.redshift.mixture import RedshiftMixture
from ml.redshift.perceptron import Perceptrons, Singles
from ml.scale import Floats

GALAXIES_AT_ONCE = 4096
THREADS = 2


class Networks:
    """M networks whose outputs are Gaussian mixtures, in double precision.

    They are trained in single precision, where the sums of two processors differ by 1e-6 and a point
    estimate by more where two peaks are equally high; evaluated in double they differ by 1e-14.

    Parameters
    ----------
    layers : sequence of pairs of arrays
        Weights (M, inputs, outputs) and offsets (M, 1, outputs) of each layer.
    """

    def __init__(self, layers: Sequence[tuple[Singles, Singles]]) -> None:
        self.layers = list(layers)
        self._doubles = [(w.astype(np.float64), b.astype(np.float64)) for w, b in self.layers]

    @classmethod
    def of(cls, groups: Sequence[Perceptrons]) -> Networks:
        """Join groups of networks of one shape."""
        by_layer = zip(*(group.trained() for group in groups), strict=True)
        joined = [[np.concatenate(part) for part in zip(*layer, strict=True)] for layer in by_layer]
        return cls([(weights, offsets) for weights, offsets in joined])

    def mixture(self, x: Floats, centre: float, width: float) -> RedshiftMixture:
        """Give the average mixture of all networks for scaled features (n, d).

        Parameters
        ----------
        x : (n, d) array
        centre, width : float
            The scaling of redshifts.
        """
        parts = [x[start : start + GALAXIES_AT_ONCE] for start in range(0, len(x), GALAXIES_AT_ONCE)]
        with threadpool_limits(1), ThreadPoolExecutor(THREADS) as pool:
            outputs = list(pool.map(self._components, parts))
        weights, means, log_sigmas = (np.concatenate(part) for part in zip(*outputs, strict=True))
        weights /= weights.sum(axis=1, keepdims=True)
        return RedshiftMixture(weights, centre + width * means, width * np.exp(log_sigmas))

    def _components(self, x: Floats) -> tuple[Floats, Floats, Floats]:
        """Weights, means, log sigmas of all networks' components, each (b, M * k)."""
        values = np.broadcast_to(x, (len(self._doubles[0][0]), *x.shape))
        for weights, offsets in self._doubles[:-1]:
            values = np.matmul(values, weights) + offsets
            values *= 0.5 * (1 + np.tanh(0.5 * values))
        weights, offsets = self._doubles[-1]
        outputs: NDArray[np.float64] = np.matmul(values, weights) + offsets
        parts = np.stack(split_outputs(outputs)).transpose(0, 2, 1, 3).reshape(3, len(x), -1)
        return parts[0], parts[1], parts[2]
