"""Classes of the variable sources, learned from labels: ``python -m ml classify``."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psycopg

from db.statement import statement
from db.table import table
from ml import store
from ml.asking import ask
from ml.class_results import write_forest
from ml.faults import AlreadyClassified, NothingToClassify, TooFewLabels, UnknownRun
from ml.options import LARGEST_SEED, whole
from ml.provenance import fingerprint
from ml.variables.classifier import CrossValidation, cross_validate, fit_forest
from ml.variables.features import NAMES

N_TREE = 250
# Of a class with fewer the cross-validation, in ten parts, would leave next to nothing to learn from.
FEWEST_OF_CLASS = 5


@dataclass(frozen=True)
class Labelled:
    """
    Labelled sources with features.

    Attributes
    ----------
    source_id : ndarray of int, shape (n,)
    classes : ndarray of str, shape (n,)
    features : ndarray, shape (n, n_feature)
    n_label : int
        Labelled sources, with features or without.
    """

    source_id: np.ndarray[Any, np.dtype[np.int64]]
    classes: np.ndarray[Any, np.dtype[np.str_]]
    features: np.ndarray[Any, np.dtype[np.float64]]
    n_label: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``python -m ml classify``."""
    parser.add_argument("--band", default="Ks", help="band of the light curves (default: %(default)s)")
    parser.add_argument("--whence", metavar="NAME", help="learn from this list of labels (default: from all)")
    parser.add_argument(
        "--certainty-min",
        type=float,
        default=0.0,
        metavar="C",
        help="least certainty of a label (default: 0)",
    )
    parser.add_argument(
        "--stars-min",
        type=whole(2),
        default=FEWEST_OF_CLASS,
        metavar="N",
        help="leave out classes with fewer labelled sources (default: %(default)s)",
    )
    parser.add_argument("--trees", type=whole(1, 10_000), default=N_TREE, help="(default: %(default)s)")
    parser.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1)
    parser.add_argument(
        "--run", type=whole(1), metavar="RUN", help="learn nothing, ask the forest of this run"
    )


def run(connection: psycopg.Connection, options: argparse.Namespace) -> str:
    """Fit and ask a forest, or ask one that is there, and say what it found."""
    ((period_run_id,),) = ask(connection, "period_run", band=options.band)
    if period_run_id is None:
        raise NothingToClassify(
            f"no periods of light curves in {options.band} were searched, so there are no features to tell"
            f" classes by; first: python -m ml periods --band {options.band}"
        )
    with connection.transaction():
        told = ""
        run_id = options.run
        if run_id is None:
            run_id, checked = fit(connection, options)
            told = (
                f"run {run_id}: {len(checked.truth)} labelled sources of {len(checked.classes)} classes;"
                f" ten-fold error {100 * checked.error:.1f} %, balanced accuracy"
                f" {100 * checked.balanced_accuracy:.1f} %, calibration error"
                f" {checked.calibration_error:.3f}\n"
            )
        classify(connection, run_id, period_run_id)
    counts = ask(connection, "class_count", run_id=run_id, period_run_id=period_run_id)
    rows = [(name, n, n_unknown, f"{probability:.2f}") for name, n, n_unknown, probability in counts]
    head = ("class", "sources", "like nothing known", "mean probability")
    return f"{told}{table(head, rows)}\nSELECT * FROM science.classified_source;"


def fit(connection: psycopg.Connection, options: argparse.Namespace) -> tuple[int, CrossValidation]:
    """Learn a forest from the labelled sources of the latest run of periods and write it as a new run."""
    started_at = datetime.now(UTC)
    labelled = read_labelled(connection, options.band, options.whence, options.certainty_min)
    kept = _enough(labelled, options.stars_min)
    features, classes = labelled.features[kept], labelled.classes[kept]
    checked = cross_validate(features, classes, options.trees, options.seed)
    forest = fit_forest(features, classes, options.trees, options.seed, checked.power)
    of_class = np.searchsorted(forest.classes, classes).astype("i4")
    new = store.Run(
        task="classes",
        method="extra_trees",
        seed=options.seed,
        started_at=started_at,
        input_sha256=fingerprint([labelled.source_id[kept], features, of_class]),
        n_input=len(features),
        n_excluded=labelled.n_label - len(features),
        parameters={
            "band": options.band,
            "whence": options.whence or "all",
            "certainty_min": options.certainty_min,
            "stars_min": options.stars_min,
            "n_tree": options.trees,
        },
    )
    with store.new_run(connection, new) as run_id:
        metrics = {
            "error": checked.error,
            "balanced_accuracy": checked.balanced_accuracy,
            "calibration_error": checked.calibration_error,
        }
        store.write_metrics(connection, run_id, metrics)
        write_forest(connection, run_id, forest, NAMES, np.bincount(of_class))
    return run_id, checked


def read_labelled(
    connection: psycopg.Connection, band: str, whence: str | None, certainty_min: float
) -> Labelled:
    """Read the labelled sources that have features; one of which labels disagree is left out."""
    asked = {"whence": whence, "certainty_min": certainty_min}
    ((n_label,),) = ask(connection, "label_number", **asked)
    rows = ask(connection, "labelled_feature", band=band, **asked)
    classes: dict[int, set[str]] = {}
    for name, source_id, *_ in rows:
        classes.setdefault(source_id, set()).add(name)
    agreed = {row[1]: row for row in rows if len(classes[row[1]]) == 1}
    return Labelled(
        np.array(list(agreed), dtype=np.int64),
        np.array([row[0] for row in agreed.values()], dtype=str),
        np.array([row[2:] for row in agreed.values()], dtype=float).reshape(len(agreed), len(NAMES)),
        n_label,
    )


def _enough(labelled: Labelled, stars_min: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell which sources are of a class with enough of them."""
    names, count = np.unique(labelled.classes, return_counts=True)
    large = names[count >= stars_min]
    if len(large) < 2:
        found = ", ".join(f"{name} {n}" for name, n in zip(names, count, strict=True)) or "none"
        raise TooFewLabels(
            f"found {found} among {labelled.n_label} labelled sources that have periods, expected two classes"
            f" of {stars_min} sources or more; load labels (python -m loader labels FILE), search more"
            " sources (python -m ml periods --score-min) or ask with a lower --stars-min"
        )
    return np.asarray(np.isin(labelled.classes, large))


def classify(connection: psycopg.Connection, run_id: int, period_run_id: int) -> None:
    """
    Ask the forest of a run about the sources of a run of periods, in the database, and keep the answers.

    Raises
    ------
    AlreadyClassified
    """
    if found := ask(connection, "classified_before", run_id=run_id, period_run_id=period_run_id):
        raise AlreadyClassified(
            f"the forest of run {run_id} was asked about run {period_run_id} at {found[0][0]:%Y-%m-%d %H:%M};"
            " SELECT * FROM science.classified_source"
        )
    if not ask(connection, "forest", run_id=run_id):
        raise UnknownRun(
            f"run {run_id} fitted no forest; those that did: SELECT run_id FROM science.run_overview WHERE"
            " task = 'classes'"
        )
    connection.execute(statement("ml/classify"), {"run_id": run_id, "period_run_id": period_run_id})
