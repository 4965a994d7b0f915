"""Classes of real stars: cross-validation, baselines, learning curves, and a model asked of another set."""

import argparse
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer

from benchmarks.class_figures import confusion, write_figure
from benchmarks.labelled_stars import Star, one_band, read_set, thinned
from benchmarks.layout import table
from benchmarks.learning_curve import Point, Teller, power_law, repeated_error, sampling_error
from ml.variables.classifier import CrossValidation, cross_validate, fit_forest
from ml.variables.features import NAMES, searched_features

Array = NDArray[np.float64]
Names = NDArray[np.str_]
PERIODS = (0.04, 1000.0)  # [d]: delta Scuti and beta Cephei stars are faster than what ml periods searches
N_TREE = 250
SEED = 0
ALL = ("stripe82", "debosscher", "asas")
LARGE = ("debosscher", "asas")
AIMS = {"debosscher": 0.20, "asas": 0.15}
SHARES = (0.45, 0.6, 0.75, 0.9)
DIVISIONS = range(3)
FEW = ("log_period", "log_amplitude_1")
# Classes of two sets that mean the same; only these can be asked of a model of the other set.
COMMON = {
    "RR Lyrae, Fundamental Mode": "RR Lyrae",
    "ab": "RR Lyrae",
    "c": "RR Lyrae, overtone",
    "RR Lyrae, First Overtone": "RR Lyrae, overtone",
    "RR Lyrae, Double Mode": "RR Lyrae, overtone",
    "Delta Scuti": "Delta Scuti",
    "Mira": "Mira",
    "Contact Systems": "eclipsing",
    "Detached": "eclipsing",
    "Semidetached": "eclipsing",
    "Close Binary Eclipsing Systems": "eclipsing",
    "Algol (Beta Persei)": "eclipsing",
    "Beta Lyrae": "eclipsing",
    "W Ursae Majoris": "eclipsing",
}


@cache
def _set(directory: Path, name: str, jobs: int) -> tuple[list[Star], Array]:
    """Give the stars of a set, or of one thinned, in one band with their features, shape (n, n_feature)."""
    whole, thin, _ = name.partition(", ")
    stars = [one_band(star) for star in read_set(directory, whole)]
    if thin:
        rng = np.random.default_rng(3)
        stars = [thinned(star, rng) for star in stars]
    work = partial(searched_features, period_min=PERIODS[0], period_max=PERIODS[1])
    with ProcessPoolExecutor(jobs) as pool:
        return stars, np.array(list(pool.map(work, [star.curve for star in stars], chunksize=8)))


def _truth(stars: Sequence[Star]) -> Names:
    return np.array([star.kind for star in stars])


def classes(options: argparse.Namespace) -> str:
    """Ten-fold cross-validation on each set, and on the sets thinned."""
    rows, checked = [], {}
    for name in (*ALL, *(f"{name}, 50 epochs" for name in LARGE)):
        stars, features = _set(options.directory, name, options.jobs)
        done = cross_validate(features, _truth(stars), N_TREE, SEED)
        rows.append([
            name, str(len(stars)), str(len(done.classes)), f"{100 * done.error:.1f} %",
            f"{100 * done.balanced_accuracy:.1f} %", f"{done.calibration_error:.3f}",
        ])  # fmt: skip
        checked[name] = done
    if options.figures:
        options.figures.mkdir(parents=True, exist_ok=True)
        panels = {name: (checked[name].truth, checked[name].predicted) for name in LARGE}
        write_figure(options.figures / "classes-real.png", confusion(panels))
    head = ["set", "stars", "classes", "error", "balanced accuracy", "calibration error"]
    tables = [f"### Confusion, {name}\n\n{_confusion(checked[name])}" for name in ALL]
    return "\n\n".join(["## Classes, ten-fold cross-validation", table(head, rows), *tables])


def _confusion(done: CrossValidation) -> str:
    names = np.unique(done.truth)
    counts = [[int(np.sum((done.truth == a) & (done.predicted == b))) for b in names] for a in names]
    rows = [[str(a), *(str(n) if n else "" for n in row)] for a, row in zip(names, counts, strict=True)]
    return table(["true \\ found", *(str(number + 1) for number in range(len(names)))], rows)


def transfer(options: argparse.Namespace) -> str:
    """Ask a forest of one set about another, of classes that mean the same."""
    sets = {name: _set(options.directory, name, options.jobs) for name in ALL}
    common = {name: np.array([COMMON.get(star.kind, "") for star in sets[name][0]]) for name in ALL}
    rows = []
    for fitted in ALL:
        of = common[fitted] != ""
        forest = fit_forest(sets[fitted][1][of], common[fitted][of], N_TREE, SEED, 1.0)
        for asked in ALL:
            known = np.isin(common[asked], forest.classes)
            if asked == fitted or len(forest.classes) < 3:
                continue
            features, truth = sets[asked][1][known], common[asked][known]
            right = forest.classes[forest.share(features).argmax(axis=1)] == truth
            inside = cross_validate(features, truth, N_TREE, SEED)
            rows.append([
                f"{fitted} to {asked}", str(int(known.sum())), f"{100 * (1 - right.mean()):.1f} %",
                f"{100 * inside.error:.1f} %", f"{100 * forest.is_unknown(features).mean():.1f} %",
            ])  # fmt: skip
    head = ["model to stars", "stars", "error", "error of their own model", "like nothing known"]
    return "## From one set to another, classes that mean the same\n\n" + table(head, rows)


def _by_forest(features: Array, truth: Names, seed: int, asked: Array) -> Names:
    forest = fit_forest(features, truth, N_TREE, seed, 1.0)
    return forest.classes[forest.share(asked).argmax(axis=1)]


def _by_few(features: Array, truth: Names, seed: int, asked: Array) -> Names:
    of = [NAMES.index(name) for name in FEW]
    return _by_forest(features[:, of], truth, seed, asked[:, of])


def _by_default_forest(features: Array, truth: Names, seed: int, asked: Array) -> Names:
    return np.asarray(RandomForestClassifier(random_state=seed).fit(features, truth).predict(asked))


def _by_neighbour(features: Array, truth: Names, seed: int, asked: Array) -> Names:
    scale = QuantileTransformer(n_quantiles=100, random_state=seed)
    return np.asarray(make_pipeline(scale, KNeighborsClassifier(1)).fit(features, truth).predict(asked))


def _by_commonest(features: Array, truth: Names, seed: int, asked: Array) -> Names:
    return np.full(len(asked), Counter(truth.tolist()).most_common(1)[0][0])


TELLERS: dict[str, Teller] = {
    "the commonest class": _by_commonest,
    "nearest neighbour": _by_neighbour,
    "forest of period and amplitude alone": _by_few,
    "random forest as scikit-learn has it": _by_default_forest,
}


def learning(options: argparse.Namespace) -> str:
    """Baselines, and how the error falls with the stars learned from: three divisions into tenths."""
    baselines, curves = [], []
    for name in LARGE:
        stars, features = _set(options.directory, name, options.jobs)
        measured = np.where(np.isnan(features), 0.0, features)
        points = [repeated_error(_by_forest, measured, _truth(stars), DIVISIONS, share) for share in SHARES]
        curves.append(_curve_row(name, len(stars), points))
        methods = {
            method: repeated_error(tell, measured, _truth(stars), DIVISIONS, SHARES[-1])
            for method, tell in TELLERS.items()
        }
        for method, point in (methods | {"this forest": points[-1]}).items():
            baselines.append([name, method, f"{100 * point.mean:.1f} %", f"{100 * point.spread:.1f} %"])
    head = ["set", *(f"{100 * share:.0f} %" for share in SHARES), "error of n stars", "whole set", "aim at"]
    return "\n\n".join([
        "## Baselines, mean of three divisions into tenths and standard deviation between them",
        table(["set", "method", "error", "between divisions"], baselines),
        "## Error by the share of the stars that is learned from",
        table([*head, "standard error"], curves),
    ])  # fmt: skip


def _curve_row(name: str, n: int, points: Sequence[Point]) -> list[str]:
    """Extrapolate to nine tenths of the whole set, of which this is one half, and to the aim."""
    level, slope = power_law(points)
    whole = level * (0.9 * 2 * n) ** -slope
    needed = (level / AIMS[name]) ** (1 / slope)
    return [
        name, *(f"{100 * point.mean:.1f} %" for point in points), f"{level:.2f} n^-{slope:.2f}",
        f"{100 * whole:.1f} %", f"{needed:,.0f} stars", f"{100 * sampling_error(points[-1].mean, n):.1f} %",
    ]  # fmt: skip
