"""Redshifts by gradient boosting, whose trees are small enough to be kept with a run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

from ml.redshift.regressors import tree_features
from ml.redshift.residuals import Arrays
from ml.redshift.sample import Galaxies
from ml.scale import Floats

GALAXIES_AT_ONCE = 4096


class GradientBoosting:
    """Histogram gradient boosting with the absolute error as loss (Ke et al. 2017).

    Scikit-learn grows the trees. They are evaluated here, whether just grown or taken up again, so that a
    run that is kept says the same to the last digit: a comparison and a sum of doubles in a fixed order.

    Parameters
    ----------
    seed : int
    iterations, leaves, leaf : int
        Trees, leaves of a tree, and the fewest galaxies in a leaf.
    rate : float
        What is taken of each tree.
    """

    def __init__(
        self, seed: int, iterations: int = 300, rate: float = 0.05, leaves: int = 31, leaf: int = 20
    ) -> None:
        self._regressor = HistGradientBoostingRegressor(
            loss="absolute_error",
            max_iter=iterations,
            learning_rate=rate,
            max_leaf_nodes=leaves,
            min_samples_leaf=leaf,
            early_stopping=False,
            random_state=seed,
        )

    def fit(self, galaxies: Galaxies) -> None:
        """Grow the trees and take over their nodes, one tree after another."""
        with threadpool_limits(1, user_api="blas"):
            self._regressor.fit(tree_features(galaxies), galaxies.redshift)
        trees = [stage[0].nodes for stage in self._regressor._predictors]
        first = np.cumsum([0, *map(len, trees)])[:-1]
        nodes = np.concatenate(trees)
        shift = np.repeat(first, list(map(len, trees)))
        is_leaf = nodes["is_leaf"].astype(bool)
        here = np.arange(len(nodes))
        self._take(
            {
                "root": first.astype(np.int32),
                "feature": nodes["feature_idx"].astype(np.int16),
                # A leaf leads to itself, so that all galaxies can take as many steps as the deepest tree has
                "left": np.where(is_leaf, here, nodes["left"] + shift).astype(np.int32),
                "right": np.where(is_leaf, here, nodes["right"] + shift).astype(np.int32),
                "threshold": np.where(is_leaf, 0.0, nodes["num_threshold"]),
                "value": nodes["value"].astype(np.float64),
                "start": np.ravel(self._regressor._baseline_prediction).astype(np.float64),
                "depth": np.array([max(int(tree["depth"].max()) for tree in trees)], dtype=np.int16),
            }
        )

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Sum of the leaves that each galaxy comes to, (n,)."""
        x = tree_features(galaxies)
        parts = [x[begin : begin + GALAXIES_AT_ONCE] for begin in range(0, len(x), GALAXIES_AT_ONCE)]
        return np.concatenate([self._summed(part) for part in parts])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the nodes of all trees."""
        return dict(self._kept)

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Take the nodes up again; the training sample is not needed."""
        self._take({name: arrays[name] for name in arrays if name != "residual"})

    def _take(self, kept: dict[str, NDArray[Any]]) -> None:
        self._kept = kept

    def _summed(self, x: Floats) -> Floats:
        kept, rows = self._kept, np.arange(len(x))
        total = np.full(len(x), kept["start"][0])
        for root in kept["root"]:
            node = np.full(len(x), root)
            for _ in range(int(kept["depth"][0])):
                goes_left = x[rows, kept["feature"][node]] <= kept["threshold"][node]
                node = np.where(goes_left, kept["left"][node], kept["right"][node])
            total += kept["value"][node]
        return total
