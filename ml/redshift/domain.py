"""Whether a galaxy lies among the training galaxies, so that a method trained on them may speak of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import KDTree

from ml.redshift.sample import Galaxies
from ml.scale import Floats, RobustScale

NEIGHBOUR = 5
TRAINING_PERCENTILE = 99.5


class TrainingDomain:
    """The part of magnitude and colour space that the training galaxies fill.

    A galaxy is outside when its fifth nearest training galaxy is further than that of 99.5 % of the
    training galaxies themselves (distance to the k-th neighbour: Ramaswamy et al. 2000).

    Parameters
    ----------
    training : Galaxies
        At least a few; one in two hundred of them is outside by construction.
    """

    def __init__(self, training: Galaxies) -> None:
        self._scale = RobustScale.of(training.inputs)
        places = self._scale.apply(training.inputs)
        self._tree = KDTree(places)
        self._neighbour = min(NEIGHBOUR, len(training) - 1)
        # The nearest training galaxy of a training galaxy is itself, so that one more is asked for.
        distance, _ = self._tree.query(places, k=self._neighbour + 1)
        self.limit = float(np.percentile(distance[:, -1], TRAINING_PERCENTILE))

    def distance(self, galaxies: Galaxies) -> Floats:
        """Distance to the fifth nearest training galaxy in robust widths, (n,)."""
        distance, _ = self._tree.query(self._scale.apply(galaxies.inputs), k=self._neighbour)
        return np.asarray(distance[:, -1])

    def outside(self, galaxies: Galaxies) -> NDArray[np.bool_]:
        """Which galaxies lie outside the training colours, (n,)."""
        return np.asarray(self.distance(galaxies) > self.limit)
