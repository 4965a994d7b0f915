"""Tests of whether two samples of points in the plane can be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist
from scipy.stats import ks_2samp, norm
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import NearestNeighbors

from ml.scale import ONE_SIGMA, RobustScale
from ml.stars.colours import Array

BLOCK = 1000


@dataclass(frozen=True)
class Verdict:
    """A test statistic and the chance of one as large from two samples of one population."""

    statistic: float
    p_value: float


def energy_test(
    first: Array, second: Array, seed: int, n_permutation: int = 199, n_max: int = 4000
) -> Verdict:
    """Test by the energy distance of Szekely & Rizzo (2004), the p-value by permutation.

    With n points x and m points y (at most `n_max` of each, drawn without replacement), in robust units
    of the pooled sample::

        E = 2/(n m) sum_ij |x_i - y_j|  -  1/n**2 sum_ij |x_i - x_j|  -  1/m**2 sum_ij |y_i - y_j|

    and ``p = (1 + #{permuted E >= E}) / (1 + n_permutation)``, which is exact.

    Parameters
    ----------
    first, second : array (n, 2), (m, 2)
    seed : int
        Of the subsample and the permutations.
    n_permutation : int
    n_max : int

    Returns
    -------
    Verdict
    """
    rng = np.random.default_rng(seed)
    x, y = (sample[rng.permutation(len(sample))[:n_max]] for sample in (first, second))
    pooled = np.vstack([x, y])
    pooled = RobustScale.of(pooled, ONE_SIGMA).apply(pooled)
    labels = _permuted_labels(len(x), len(y), n_permutation, rng)
    inside, row_sum = np.zeros(n_permutation + 1), np.zeros(len(pooled))
    for begin in range(0, len(pooled), BLOCK):
        rows = slice(begin, begin + BLOCK)
        distance = cdist(pooled[rows], pooled)
        row_sum[rows] = distance.sum(axis=1)
        inside += np.einsum("ip,ip->p", labels[rows], distance @ labels)
    between = row_sum @ labels - inside
    outside = row_sum.sum() - 2.0 * between - inside
    statistic = 2.0 * between / (len(x) * len(y)) - inside / len(x) ** 2 - outside / len(y) ** 2
    return _verdict(statistic)


def neighbour_test(
    first: Array, second: Array, seed: int, n_permutation: int = 199, n_neighbour: int = 100
) -> Verdict:
    """Test whether the neighbours of a point tell which sample it is from.

    The classifier two-sample test (Lopez-Paz & Oquab 2017) with a k-nearest-neighbour classifier, each
    point scored by the share of `first` among its k neighbours, itself left out. The statistic is the
    area under the ROC curve of that score. The neighbours do not depend on the labels, so permuting the
    labels gives an exact p-value (Schilling 1986).

    Parameters
    ----------
    first, second : array (n, 2), (m, 2)
    seed : int
        Of the permutations.
    n_permutation, n_neighbour : int

    Returns
    -------
    Verdict
    """
    rng = np.random.default_rng(seed)
    pooled = np.vstack([first, second])
    pooled = RobustScale.of(pooled, ONE_SIGMA).apply(pooled)
    graph = NearestNeighbors(n_neighbors=n_neighbour).fit(pooled).kneighbors_graph()
    labels = _permuted_labels(len(first), len(second), n_permutation, rng)
    score = graph @ labels
    return _verdict(np.array([roc_auc_score(*pair) for pair in zip(labels.T, score.T, strict=True)]))


def boosting_test(first: Array, second: Array, seed: int, n_fold: int = 5) -> Verdict:
    """Test whether gradient boosting, trained on some points, can label the others.

    The classifier two-sample test with histogram gradient boosting. The statistic is the mean over the
    folds of the area under the ROC curve on points not trained on. The p-value is one-sided from the
    normal law of the Mann-Whitney statistic, variance ``(n + m + 1) / (12 n m)`` a fold.

    Parameters
    ----------
    first, second : array (n, 2), (m, 2)
    seed : int
        Of the folds and the trees.
    n_fold : int

    Returns
    -------
    Verdict
    """
    pooled = np.vstack([first, second])
    is_first = np.arange(len(pooled)) < len(first)
    folds = StratifiedKFold(n_fold, shuffle=True, random_state=seed)
    areas, variances = [], []
    for train, test in folds.split(pooled, is_first):
        model = HistGradientBoostingClassifier(
            max_iter=60,
            learning_rate=0.05,
            max_leaf_nodes=15,
            min_samples_leaf=100,
            early_stopping=False,
            random_state=seed,
        ).fit(pooled[train], is_first[train])
        areas.append(roc_auc_score(is_first[test], model.predict_proba(pooled[test])[:, 1]))
        n, m = int(is_first[test].sum()), int((~is_first[test]).sum())
        variances.append((n + m + 1) / (12.0 * n * m))
    area = float(np.mean(areas))
    error = np.sqrt(np.sum(variances)) / n_fold
    return Verdict(area, float(norm.sf((area - 0.5) / error)))


def marginal_tests(first: Array, second: Array) -> dict[str, Verdict]:
    """Test each marginal, Y-J, J-H and their sum Y-H, by Kolmogorov and Smirnov's largest distance."""
    columns = {
        "y_minus_j": (first[:, 0], second[:, 0]),
        "j_minus_h": (first[:, 1], second[:, 1]),
        "y_minus_h": (first.sum(axis=1), second.sum(axis=1)),
    }
    results = {name: ks_2samp(a, b) for name, (a, b) in columns.items()}
    return {name: Verdict(float(r.statistic), float(r.pvalue)) for name, r in results.items()}


def _permuted_labels(n: int, m: int, n_permutation: int, rng: np.random.Generator) -> Array:
    # The first column is the true labelling, the others are shuffles of it.
    labels = np.zeros((n + m, n_permutation + 1))
    labels[:n, 0] = 1.0
    for p in range(1, n_permutation + 1):
        labels[rng.permutation(n + m)[:n], p] = 1.0
    return labels


def _verdict(statistic: Array) -> Verdict:
    # Rounding makes equal statistics differ in the last digit: they must count as equal.
    as_large = statistic[1:] >= statistic[0] - 1e-12 * abs(statistic[0])
    return Verdict(float(statistic[0]), float((1 + as_large.sum()) / len(statistic)))
