"""Classes of variable stars: a calibrated forest that also says when it knows nothing like a star."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import KFold
from sklearn.tree import DecisionTreeClassifier

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Names = NDArray[np.str_]
N_FOLD = 10
POWERS = np.arange(1.0, 3.01, 0.1)
N_BIN = 10
# Of the labelled stars, how many lie farther out than what is still called known.
UNKNOWN_SHARE = 0.01
INNER_PERCENTILES = (0.5, 99.5)


@dataclass(frozen=True)
class Forest:
    """
    A fitted forest as arrays, which are the rows that the database keeps.

    Attributes
    ----------
    classes : ndarray of str, shape (n_class,)
    tree, node, depth, feature, left, right, label : ndarray of int, shape (n_node,)
        A node of a tree, numbered depth first, tests whether a feature is at most `threshold` and goes on
        left, else right, and its label is -1; of a leaf the label is the number of a class, and feature,
        left and right are -1.
    threshold : ndarray, shape (n_node,)
    power : float
        To which the shares of votes are raised, then normalised, to be probabilities.
    low, high, fill, importance : ndarray, shape (n_feature,)
        Range of each feature among the labelled stars, but for the outermost; its median among them, which
        stands for it where it is missing; what it does for the trees.
    n_outside_max : int
        How many features of a known star may lie outside their range.
    """

    classes: Names
    tree: Index
    node: Index
    depth: Index
    feature: Index
    threshold: Array
    left: Index
    right: Index
    label: Index
    power: float
    low: Array
    high: Array
    fill: Array
    importance: Array
    n_outside_max: int

    @property
    def n_tree(self) -> int:
        return int(self.tree[-1]) + 1

    def share(self, features: Array) -> Array:
        """Give the share of the trees that vote for each class, shape (n, n_class)."""
        features = filled(features, self.fill)
        votes = np.zeros((len(features), len(self.classes)))
        row = np.arange(len(features))
        for start in np.searchsorted(self.tree, np.arange(self.n_tree)):
            at = np.full(len(features), start)
            while (inner := self.label[at] < 0).any():
                goes_left = features[row, np.maximum(self.feature[at], 0)] <= self.threshold[at]
                at = np.where(inner, start + np.where(goes_left, self.left[at], self.right[at]), at)
            votes[row, self.label[at]] += 1
        return votes / self.n_tree

    def probability(self, features: Array) -> Array:
        """Give the calibrated probability of each class, shape (n, n_class)."""
        return sharpened(self.share(features), self.power)

    def n_outside(self, features: Array) -> Index:
        return ((features < self.low) | (features > self.high)).sum(axis=1)

    def is_unknown(self, features: Array) -> NDArray[np.bool_]:
        """Whether each row is like no labelled star: too many features outside what those have."""
        return self.n_outside(features) > self.n_outside_max


def filled(features: Array, fill: Array) -> Array:
    """Put what stands for a missing feature in its place."""
    return np.where(np.isnan(features), fill, features)


def sharpened(share: Array, power: float) -> Array:
    """Raise shares to a power and normalise: the mean of many trees is too cautious."""
    raised = share**power
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class CrossValidation:
    """Of labelled stars each predicted by a forest that did not see it; see `cross_validate`."""

    classes: Names
    truth: Names
    probability: Array
    power: float

    @property
    def predicted(self) -> Names:
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


def cross_validate(features: Array, truth: Names, n_tree: int, seed: int) -> CrossValidation:
    """
    Predict each star by a forest fitted on nine tenths of the others.

    The power that calibrates is chosen for each tenth on the other nine, so the calibration error is of
    stars that had no part in it either.
    """
    classes = np.unique(truth)
    share = np.zeros((len(truth), len(classes)))
    fold = np.zeros(len(truth), dtype=int)
    for number, (fit, test) in enumerate(KFold(N_FOLD, shuffle=True, random_state=seed).split(features)):
        forest = fit_forest(features[fit], truth[fit], n_tree, seed, 1.0)
        share[np.ix_(test, np.searchsorted(classes, forest.classes))] = forest.share(features[test])
        fold[test] = number
    probability = np.empty_like(share)
    for number in range(N_FOLD):
        other = fold != number
        power = best_power(share[other], classes, truth[other])
        probability[~other] = sharpened(share[~other], power)
    return CrossValidation(classes, truth, probability, best_power(share, classes, truth))


def best_power(share: Array, classes: Names, truth: Names) -> float:
    """Give the power at which the probabilities of what is true are likeliest."""
    of_truth = np.searchsorted(classes, truth)
    row = np.arange(len(truth))
    smooth = 0.98 * share + 0.02 / len(classes)  # a class that no tree names would otherwise decide alone
    losses = [-np.log(sharpened(smooth, power)[row, of_truth]).mean() for power in POWERS]
    return float(POWERS[int(np.argmin(losses))])


def fit_forest(features: Array, truth: Names, n_tree: int, seed: int, power: float) -> Forest:
    """
    Fit a forest on labelled stars; the power is that of a cross-validation.

    Extremely randomised trees (Geurts et al. 2006), grown until each leaf has one class, so that each tree
    has one vote; rare classes weigh as much as common ones.
    """
    measured = [feature[~np.isnan(feature)] for feature in features.T]
    fill = np.array([np.median(values) if len(values) else 0.0 for values in measured])
    nothing = np.array([-np.inf, np.inf])
    ranges = [np.percentile(v, INNER_PERCENTILES) if len(v) else nothing for v in measured]
    low, high = np.array(ranges).T
    n_outside = ((features < low) | (features > high)).sum(axis=1)
    trees = ExtraTreesClassifier(
        n_tree, max_features=0.35, random_state=seed, n_jobs=1, class_weight="balanced"
    ).fit(filled(features, fill), truth)
    parts = [_Nodes.of_tree(estimator) for estimator in trees.estimators_]
    return Forest(
        classes=np.asarray(trees.classes_).astype(str),
        tree=np.repeat(np.arange(len(parts)), [len(part.depth) for part in parts]),
        node=np.concatenate([np.arange(len(part.depth)) for part in parts]),
        depth=np.concatenate([part.depth for part in parts]),
        feature=np.concatenate([part.feature for part in parts]),
        threshold=np.concatenate([part.threshold for part in parts]),
        left=np.concatenate([part.left for part in parts]),
        right=np.concatenate([part.right for part in parts]),
        label=np.concatenate([part.label for part in parts]),
        power=power,
        low=low,
        high=high,
        fill=fill,
        importance=np.asarray(trees.feature_importances_),
        n_outside_max=int(np.quantile(n_outside, 1 - UNKNOWN_SHARE, method="higher")),
    )


@dataclass(frozen=True)
class _Nodes:
    """The nodes of one tree; see `Forest`."""

    depth: Index
    feature: Index
    threshold: Array
    left: Index
    right: Index
    label: Index

    @classmethod
    def of_tree(cls, estimator: DecisionTreeClassifier) -> _Nodes:
        tree = estimator.tree_
        left, right = tree.children_left.astype(np.int64), tree.children_right.astype(np.int64)
        inner = left >= 0
        depth = np.zeros(tree.node_count, dtype=np.int64)
        for node in np.flatnonzero(inner):  # a node comes before what is below it
            depth[left[node]] = depth[right[node]] = depth[node] + 1
        label = np.where(inner, -1, tree.value[:, 0, :].argmax(axis=1))
        return cls(
            depth, np.where(inner, tree.feature, -1), np.where(inner, tree.threshold, 0), left, right, label
        )
