"""Redshifts by regressors of scikit-learn: forests, and the network of an earlier report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor
from sklearn.neural_network import MLPRegressor
from threadpoolctl import threadpool_limits

from ml.redshift.residuals import Arrays
from ml.redshift.sample import Galaxies, photometry
from ml.scale import Floats

# With more, threads add the trees up in the order in which they finish, which changes the last digit, and
# scikit-learn empties the warning filters of the whole process while they race (found with 1.9.1).
JOBS = 1


class Regressor:
    """
    A regressor of scikit-learn on features of galaxies.

    It works on one BLAS thread, which makes the sums' order, and so the answer, a matter of the seed.

    Parameters
    ----------
    regressor : estimator of scikit-learn
        Unfitted, with its seed.
    features : callable
        From n galaxies to an (n, d) array.
    """

    def __init__(self, regressor: Any, features: Callable[[Galaxies], Floats]) -> None:
        self.regressor, self.features = regressor, features

    def fit(self, galaxies: Galaxies) -> None:
        """Learn from galaxies with spectra."""
        with threadpool_limits(1, user_api="blas"):
            self.regressor.fit(self.features(galaxies), galaxies.redshift)

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Prediction of the regressor, (n,)."""
        with threadpool_limits(1, user_api="blas"):
            return np.asarray(self.regressor.predict(self.features(galaxies)), dtype=np.float64)


def tree_features(galaxies: Galaxies) -> Floats:
    """Photometry and the colours of bands that are not neighbours, since trees cut one feature at a time."""
    c = galaxies.colours
    wider = [c[:, i : j + 1].sum(axis=1) for i in range(3) for j in range(i + 1, 4)]
    return np.column_stack([photometry(galaxies), *wider])


def random_forest(seed: int, trees: int = 100, leaf: int = 5, features: float = 0.5) -> Regressor:
    """Averaged trees on bootstrap samples (Breiman 2001)."""
    forest = RandomForestRegressor(
        trees, min_samples_leaf=leaf, max_features=features, random_state=seed, n_jobs=JOBS
    )
    return Regressor(forest, tree_features)


def extra_trees(seed: int, trees: int = 100, leaf: int = 3, features: float = 1.0) -> Regressor:
    """Averaged trees with random cuts (Geurts et al. 2006)."""
    forest = ExtraTreesRegressor(
        trees, min_samples_leaf=leaf, max_features=features, random_state=seed, n_jobs=JOBS
    )
    return Regressor(forest, tree_features)


class ReportNetwork:
    """Scikit-learn's multilayer perceptron with default settings on the four colours, as they are."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def fit(self, galaxies: Galaxies) -> None:
        """Learn from galaxies with spectra."""
        with threadpool_limits(1, user_api="blas"):
            network = MLPRegressor(random_state=self.seed).fit(galaxies.colours, galaxies.redshift)
        self._layers = list(zip(network.coefs_, network.intercepts_, strict=True))

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Outputs of the network, whose hidden layer passes on what is positive, (n,)."""
        values = galaxies.colours
        for weights, offsets in self._layers[:-1]:
            values = np.maximum(values @ weights + offsets, 0.0)
        weights, offsets = self._layers[-1]
        return np.asarray(values @ weights + offsets, dtype=np.float64)[:, 0]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give weights and offsets layer by layer."""
        return {
            f"{kind}_{number}": values
            for number, layer in enumerate(self._layers, start=1)
            for kind, values in zip(("weight", "offset"), layer, strict=True)
        }

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Take weights and offsets up again; the training sample is not needed."""
        numbers = range(1, 1 + sum(name.startswith("weight_") for name in arrays))
        self._layers = [(arrays[f"weight_{k}"], arrays[f"offset_{k}"]) for k in numbers]
