"""Classes of variable stars: a calibrated forest that also says when it knows nothing like a star."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import KFold

Array = NDArray[np.float64]
N_FOLD = 10
POWERS = np.arange(1.0, 3.01, 0.1)
N_BIN = 10
# Of the labelled stars, how many lie farther out than what is still called known.
UNKNOWN_SHARE = 0.01


@dataclass(frozen=True)
class Forest:
    """
    A fitted forest as arrays, which are the rows that the database keeps.

    Attributes
    ----------
    classes : ndarray of str, shape (n_class,)
    tree, node, feature, left, right : ndarray of int, shape (n_node,)
        A node of a tree tests whether a feature is at most `threshold` and goes on left, else right; of a
        leaf all are -1.
    threshold : ndarray, shape (n_node,)
    share : ndarray, shape (n_node, n_class)
        Of the classes in a leaf.
    power : float
        To which the mean shares are raised, then normalised, to be probabilities.
    low, high : ndarray, shape (n_feature,)
        Range of each feature among the labelled stars, but for the outermost.
    n_outside_max : int
        How many features of a known star may lie outside their range.
    """

    classes: NDArray[np.str_]
    tree: NDArray[np.int64]
    node: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: Array
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    share: Array
    power: float
    low: Array
    high: Array
    n_outside_max: int

    @property
    def n_tree(self) -> int:
        return int(self.tree[-1]) + 1

    def mean_share(self, features: Array) -> Array:
        """Give the mean shares of the leaves that each row falls into, shape (n, n_class)."""
        total = np.zeros((len(features), len(self.classes)))
        starts = np.searchsorted(self.tree, np.arange(self.n_tree))
        row = np.arange(len(features))
        for start in starts:
            at = np.full(len(features), start)
            while True:
                inner = self.left[at] >= 0
                if not inner.any():
                    break
                feature = np.maximum(self.feature[at], 0)
                goes_left = features[row, feature] <= self.threshold[at]
                at = np.where(inner, start + np.where(goes_left, self.left[at], self.right[at]), at)
            total += self.share[at]
        return total / self.n_tree

    def probability(self, features: Array) -> Array:
        """Give the calibrated probability of each class, shape (n, n_class)."""
        return sharpened(self.mean_share(features), self.power)

    def is_unknown(self, features: Array) -> NDArray[np.bool_]:
        """Whether each row is like no labelled star: too many features outside what those have."""
        return self.n_outside(features) > self.n_outside_max

    def n_outside(self, features: Array) -> NDArray[np.int64]:
        return ((features < self.low) | (features > self.high)).sum(axis=1)


def sharpened(share: Array, power: float) -> Array:
    """Raise shares to a power and normalise: the mean of many trees is too cautious."""
    raised = share**power
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class CrossValidation:
    """Of labelled stars each predicted by a forest that did not see it; see `cross_validate`."""

    classes: NDArray[np.str_]
    truth: NDArray[np.str_]
    probability: Array
    power: float

    @property
    def predicted(self) -> NDArray[np.str_]:
        return self.classes[self.probability.argmax(axis=1)]

    @property
    def error(self) -> float:
        return float(np.mean(self.predicted != self.truth))

    @property
    def balanced_accuracy(self) -> float:
        hit = self.predicted == self.truth
        return float(np.mean([hit[self.truth == name].mean() for name in np.unique(self.truth)]))

    @property
    def calibration_error(self) -> float:
        return calibration_error(self.probability, self.predicted == self.truth)


def calibration_error(probability: Array, hit: NDArray[np.bool_]) -> float:
    """Give the mean distance of the highest probability from the share that is right, by tenths."""
    highest = probability.max(axis=1)
    of = np.minimum((highest * N_BIN).astype(int), N_BIN - 1)
    parts = [of == b for b in range(N_BIN) if (of == b).any()]
    return float(sum(part.mean() * abs(highest[part].mean() - hit[part].mean()) for part in parts))


def cross_validate(features: Array, truth: NDArray[np.str_], n_tree: int, seed: int) -> CrossValidation:
    """
    Predict each star by a forest fitted on nine tenths of the others.

    The power that calibrates is chosen for each tenth on the other nine, so the calibration error is of
    stars that had no part in it either.
    """
    classes = np.unique(truth)
    share = np.zeros((len(truth), len(classes)))
    fold = np.zeros(len(truth), dtype=int)
    for number, (fit, test) in enumerate(KFold(N_FOLD, shuffle=True, random_state=seed).split(features)):
        trees = _trees(n_tree, seed).fit(features[fit], truth[fit])
        share[np.ix_(test, np.searchsorted(classes, trees.classes_))] = trees.predict_proba(features[test])
        fold[test] = number
    probability = np.empty_like(share)
    for number in range(N_FOLD):
        other = fold != number
        power = best_power(share[other], classes, truth[other])
        probability[~other] = sharpened(share[~other], power)
    return CrossValidation(classes, truth, probability, best_power(share, classes, truth))


def best_power(share: Array, classes: NDArray[np.str_], truth: NDArray[np.str_]) -> float:
    """Give the power at which the probabilities of what is true are likeliest."""
    of_truth = np.searchsorted(classes, truth)
    row = np.arange(len(truth))
    smooth = 0.98 * share + 0.02 / len(classes)  # a class that no tree names would otherwise decide alone
    losses = [-np.log(sharpened(smooth, power)[row, of_truth]).mean() for power in POWERS]
    return float(POWERS[int(np.argmin(losses))])


def fit_forest(features: Array, truth: NDArray[np.str_], n_tree: int, seed: int, power: float) -> Forest:
    """Fit a forest on all labelled stars; the power is that of a cross-validation."""
    trees = _trees(n_tree, seed).fit(features, truth)
    parts = [estimator.tree_ for estimator in trees.estimators_]
    inner = [part.children_left >= 0 for part in parts]
    low, high = np.percentile(features, [0.5, 99.5], axis=0)
    n_outside = ((features < low) | (features > high)).sum(axis=1)
    value = np.concatenate([part.value[:, 0, :] for part in parts])
    return Forest(
        classes=np.asarray(trees.classes_).astype(str),
        tree=np.concatenate([np.full(part.node_count, number) for number, part in enumerate(parts)]),
        node=np.concatenate([np.arange(part.node_count) for part in parts]),
        feature=np.concatenate([np.where(i, part.feature, -1) for i, part in zip(inner, parts, strict=True)]),
        threshold=np.concatenate(
            [np.where(i, part.threshold, 0) for i, part in zip(inner, parts, strict=True)]
        ),
        left=np.concatenate([part.children_left for part in parts]),
        right=np.concatenate([part.children_right for part in parts]),
        share=value / value.sum(axis=1, keepdims=True),
        power=power,
        low=low,
        high=high,
        n_outside_max=int(np.quantile(n_outside, 1 - UNKNOWN_SHARE)),
    )


def _trees(n_tree: int, seed: int) -> ExtraTreesClassifier:
    """Give extremely randomised trees (Geurts et al. 2006); rare classes weigh as much as common ones."""
    return ExtraTreesClassifier(
        n_tree, max_features=0.35, random_state=seed, n_jobs=1, class_weight="balanced"
    )
