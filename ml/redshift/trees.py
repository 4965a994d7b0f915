"""Redshifts from ensembles of decision trees."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor, HistGradientBoostingRegressor, RandomForestRegressor

from ml.redshift.sample import Floats, Galaxies, photometry

# With more, threads add the trees up in the order in which they finish, which changes the last digit, and
# scikit-learn empties the warning filters of the whole process while they race (found with 1.9.1).
JOBS = 1


def tree_features(galaxies: Galaxies) -> Floats:
    """Photometry and the colours of bands that are not neighbours, since trees cut one feature at a time."""
    c = galaxies.colours
    wider = [c[:, i : j + 1].sum(axis=1) for i in range(3) for j in range(i + 1, 4)]
    return np.column_stack([photometry(galaxies), *wider])


class Trees:
    """A scikit-learn ensemble of trees on `tree_features`.

    Parameters
    ----------
    regressor : RandomForestRegressor, ExtraTreesRegressor or HistGradientBoostingRegressor
        Unfitted, with its seed.
    """

    def __init__(
        self, regressor: RandomForestRegressor | ExtraTreesRegressor | HistGradientBoostingRegressor
    ) -> None:
        self.regressor = regressor

    def fit(self, galaxies: Galaxies) -> None:
        """Grow the trees."""
        self.regressor.fit(tree_features(galaxies), galaxies.redshift)

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Prediction of the ensemble, (n,)."""
        return np.asarray(self.regressor.predict(tree_features(galaxies)), dtype=np.float64)


def random_forest(seed: int, trees: int = 100, leaf: int = 5, features: float = 0.5) -> Trees:
    """Averaged trees on bootstrap samples (Breiman 2001)."""
    return Trees(
        RandomForestRegressor(
            trees, min_samples_leaf=leaf, max_features=features, random_state=seed, n_jobs=JOBS
        )
    )


def extra_trees(seed: int, trees: int = 100, leaf: int = 3, features: float = 1.0) -> Trees:
    """Averaged trees with random cuts (Geurts et al. 2006)."""
    return Trees(
        ExtraTreesRegressor(
            trees, min_samples_leaf=leaf, max_features=features, random_state=seed, n_jobs=JOBS
        )
    )


def gradient_boosting(
    seed: int, iterations: int = 300, rate: float = 0.05, leaves: int = 31, leaf: int = 20
) -> Trees:
    """Histogram gradient boosting with the absolute error as loss (Ke et al. 2017)."""
    return Trees(
        HistGradientBoostingRegressor(
            loss="absolute_error",
            max_iter=iterations,
            learning_rate=rate,
            max_leaf_nodes=leaves,
            min_samples_leaf=leaf,
            early_stopping=False,
            random_state=seed,
        )
    )
