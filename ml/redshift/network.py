"""The network of the report that this work grew from."""

from __future__ import annotations

import numpy as np
from sklearn.neural_network import MLPRegressor
from threadpoolctl import threadpool_limits

from ml.redshift.sample import Floats, Galaxies


class ReportNetwork:
    """scikit-learn's multilayer perceptron with default settings on the four colours, as they are.

    Parameters
    ----------
    seed : int
        Of the initial weights and of the order of galaxies.
    """

    def __init__(self, seed: int) -> None:
        self.regressor = MLPRegressor(random_state=seed)

    def fit(self, galaxies: Galaxies) -> None:
        """Train on one BLAS thread, which makes the sums' order, and so the answer, a matter of the seed."""
        with threadpool_limits(1):
            self.regressor.fit(galaxies.colours, galaxies.redshift)

    def redshifts(self, galaxies: Galaxies) -> Floats:
        """Output of the network, (n,)."""
        with threadpool_limits(1):
            return np.asarray(self.regressor.predict(galaxies.colours), dtype=np.float64)
