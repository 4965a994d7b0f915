"""How the error of a classifier falls with the stars it learns from, and what simpler ones reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import KFold

Array = NDArray[np.float64]
Names = NDArray[np.str_]
# Features and classes of those to learn from, a seed, features of those to tell: their classes.
Teller = Callable[[Array, Names, int, Array], Names]
N_FOLD = 10


@dataclass(frozen=True)
class Point:
    """Error after learning from `n_star` stars, by each of several divisions into tenths."""

    n_star: float
    error: Array

    @property
    def mean(self) -> float:
        return float(self.error.mean())

    @property
    def spread(self) -> float:
        """Standard deviation between the divisions, which share their stars."""
        return float(self.error.std(ddof=1))


def repeated_error(tell: Teller, features: Array, truth: Names, seeds: Sequence[int], share: float) -> Point:
    """
    Tell each star by what was learned from a share of all, none of them of its own tenth.

    `share` is of the whole set, at most 0.9; the stars that are left out are drawn anew for each tenth.
    """
    errors, n_star = [], round(share * len(truth))
    for seed in seeds:
        rng = np.random.default_rng(seed)
        wrong = np.zeros(len(truth), dtype=bool)
        for fit, test in KFold(N_FOLD, shuffle=True, random_state=seed).split(features):
            kept = rng.permutation(fit)[:n_star]
            wrong[test] = tell(features[kept], truth[kept], seed, features[test]) != truth[test]
        errors.append(wrong.mean())
    return Point(n_star, np.array(errors))


def power_law(points: Sequence[Point]) -> tuple[float, float]:
    """Fit error = a n^-b to a learning curve (Cortes et al. 1994, without their floor); give a and b."""
    slope, level = np.polyfit(np.log([p.n_star for p in points]), np.log([p.mean for p in points]), 1)
    return float(np.exp(level)), float(-slope)


def sampling_error(error: float, n: int) -> float:
    """Give the standard error of a share of n stars."""
    return float(np.sqrt(error * (1 - error) / n))
