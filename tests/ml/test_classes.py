"""Classes: features in SQL are those of numpy, and a forest asked in SQL answers as it does in Python."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import numpy as np
import psycopg
import pytest

from ml import __main__ as program
from ml.periods import search
from ml.variables.candidates import search as search_one
from ml.variables.classifier import Forest
from ml.variables.description import describe
from ml.variables.features import NAMES, features
from ml.variables.light_curve import LightCurve
from tests.survey import add_images, analyse

Program = Callable[..., tuple[int, str, str]]
Array = np.ndarray
N_EPOCH = 40
N_EACH = 8
KINDS = ("sine", "sawtooth", "binary")
PERIODS = (0.5, 100.0)


def _shape(kind: str, phase: Array) -> Array:
    if kind == "sine":
        return np.sin(2 * np.pi * phase)
    if kind == "sawtooth":
        return 2 * (phase % 1) - 1
    return 2 * np.exp(-0.5 * (((phase + 0.5) % 1 - 0.5) / 0.06) ** 2)


def _kind(source_id: int) -> str:
    return KINDS[source_id % 3] if source_id < 3 * N_EACH else "constant"


@pytest.fixture
def searched(database: psycopg.Connection) -> psycopg.Connection:
    """
    Search the periods of 64 sources, of which 0 to 23 vary in three ways by turns and 24 to 63 are constant.

    Even ones have J - H = 0.25 and H - Ks = 0.125, the others no colour.
    """
    rng = np.random.default_rng(5)
    mjd = np.sort(np.floor(rng.uniform(57000, 57400, N_EPOCH)) + rng.uniform(0, 0.4, N_EPOCH))
    mags = rng.normal(15, 0.01, (N_EPOCH, 3 * N_EACH + 40))
    for source_id in range(3 * N_EACH):
        period = rng.uniform(20, 60) if _kind(source_id) == "sine" else rng.uniform(0.6, 6)
        mags[:, source_id] += rng.uniform(0.15, 0.4) * _shape(_kind(source_id), mjd / period + rng.uniform())
    for epoch in range(N_EPOCH):
        flux = 10 ** (0.4 * (25 - mags[epoch]))
        rows = [
            {"source_id": s, "flux_1": f, "flux_1_err": f / 100, "mag_1_err": 0.0109}
            for s, f in enumerate(flux.tolist())
        ]
        add_images(database, {epoch + 1: rows}, first_mjd=mjd[epoch] - epoch - 1)
    database.execute(
        "UPDATE survey.source SET ks_mag = 15, h_mag = 15.125, j_mag = 15.375 WHERE source_id % 2 = 0"
    )
    analyse(database)
    database.execute("SELECT upkeep.measure_noise_floor('Ks', 'catalogue')")
    search(
        database, band="Ks", calibration="catalogue", score_min=6.0, period_range=PERIODS, n_epoch_min=20,
        n_job=1,
    )  # fmt: skip
    return database


def _labels(path: Path) -> Path:
    lines = [f"{source_id},{_kind(source_id)}" for source_id in range(3 * N_EACH)]
    path.write_text("source_id,class\n" + "\n".join(lines) + "\n")
    return path


def test_features_in_sql_are_those_of_numpy(searched: psycopg.Connection) -> None:
    names = ", ".join(NAMES)
    rows = searched.execute(f"SELECT source_id, {names} FROM science.variable_feature ORDER BY source_id")
    stored = {row[0]: np.array(row[1:], dtype=float) for row in rows}
    assert set(range(3 * N_EACH)) <= set(stored)
    query = (
        "SELECT source_id, mjd, mag, mag_err FROM science.candidate_light_curves(6, 'catalogue', 'Ks', 20)"
    )
    for source_id, epochs in groupby(searched.execute(query).fetchall(), key=lambda row: row[0]):
        curve = LightCurve.of_one_band(*np.array(list(epochs), dtype=float).T[1:])
        found = search_one(curve, *PERIODS)
        expected = features(curve, found, describe(curve, found, *PERIODS))
        expected[-2:] = (0.25, 0.125) if source_id % 2 == 0 else np.nan
        np.testing.assert_allclose(stored[source_id], expected, rtol=1e-7, atol=1e-9, err_msg=str(source_id))


def test_features_are_kept_as_they_are_computed(searched: psycopg.Connection) -> None:
    query = (
        "SELECT count(*) FROM science.features_of_run(1) AS f"
        " INNER JOIN science.variable_feature AS v ON v.source_id = f.source_id AND v.log_eta = f.log_eta"
        " AND v.shape_rise_share = f.shape_rise_share AND v.residual_log_eta = f.residual_log_eta"
    )
    assert searched.execute(query).fetchone() == searched.execute(
        "SELECT count(*) FROM science.variable_feature"
    ).fetchone()  # fmt: skip


def _forest(connection: psycopg.Connection, run_id: int) -> Forest:
    """Read a forest back from its rows."""
    rows = connection.execute(
        "SELECT tree, node, depth, coalesce(feature, ''), coalesce(threshold, 0), coalesce(left_node, -1),"
        " coalesce(right_node, -1), coalesce(class_number, -1) FROM survey.forest_node WHERE run_id = %s"
        " ORDER BY tree, node",
        [run_id],
    ).fetchall()
    tree, node, depth, feature, threshold, left, right, label = (np.array(c) for c in zip(*rows, strict=True))
    ranges = connection.execute(
        "SELECT feature, low, high, fill FROM survey.forest_feature WHERE run_id = %s", [run_id]
    ).fetchall()
    by_name = {name: figures for name, *figures in ranges}
    low, high, fill = np.array([by_name[name] for name in NAMES]).T
    classes = connection.execute(
        "SELECT class FROM survey.forest_class WHERE run_id = %s ORDER BY class_number", [run_id]
    ).fetchall()
    ((power, n_outside_max),) = connection.execute(
        "SELECT power, n_outside_max FROM survey.forest WHERE run_id = %s", [run_id]
    ).fetchall()
    number = np.array([NAMES.index(name) if name else -1 for name in feature])
    return Forest(
        np.array([row[0] for row in classes]), tree, node, depth, number, threshold, left, right, label,
        power, low, high, fill, np.zeros(len(NAMES)), n_outside_max,
    )  # fmt: skip


def test_a_forest_answers_in_sql_as_in_python(
    searched: psycopg.Connection, load_program: Program, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert load_program("labels", _labels(tmp_path / "truth.csv"))[0] == 0
    assert program.main(["classify", "--trees", "30"]) == 0
    said = capsys.readouterr().out
    assert "24 labelled sources of 3 classes" in said
    forest = _forest(searched, 2)
    names = ", ".join(NAMES)
    rows = searched.execute(f"SELECT source_id, {names} FROM science.variable_feature ORDER BY source_id")
    stored = {row[0]: np.array(row[1:], dtype=float) for row in rows}
    expected = dict(zip(stored, forest.probability(np.array(list(stored.values()))), strict=True))
    outside = dict(zip(stored, forest.n_outside(np.array(list(stored.values()))), strict=True))
    answers = searched.execute(
        "SELECT source_id, class, probability, n_outside FROM science.possible_class"
    ).fetchall()
    seen = np.zeros((len(stored), 3))
    for source_id, name, probability, n_outside in answers:
        number = forest.classes.tolist().index(name)
        assert probability == pytest.approx(expected[source_id][number], abs=1e-9)
        assert n_outside == outside[source_id]
        seen[list(stored).index(source_id), number] = probability
    np.testing.assert_allclose(seen.sum(axis=1), 1)
    found = dict(searched.execute("SELECT source_id, class FROM science.classified_source").fetchall())
    assert [found[source_id] for source_id in range(3 * N_EACH)] == [_kind(s) for s in range(3 * N_EACH)]


def test_a_forest_answers_once_for_each_run_of_periods_and_goes_with_its_run(
    searched: psycopg.Connection, load_program: Program, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    load_program("labels", _labels(tmp_path / "truth.csv"))
    assert program.main(["classify", "--trees", "10"]) == 0
    capsys.readouterr()
    assert program.main(["classify", "--run", "2"]) == 1
    assert "AlreadyClassified: the forest of run 2 was asked about run 1" in capsys.readouterr().err
    assert program.main(["classify", "--run", "1"]) == 1
    assert "UnknownRun: run 1 fitted no forest" in capsys.readouterr().err
    search(
        searched, band="Ks", calibration="catalogue", score_min=6.0, period_range=PERIODS, n_epoch_min=20,
        n_job=1,
    )  # fmt: skip
    assert searched.execute("SELECT DISTINCT period_run_id FROM science.possible_class").fetchall() == [(1,)]
    assert program.main(["classify", "--run", "2"]) == 0
    assert searched.execute("SELECT DISTINCT period_run_id FROM science.possible_class").fetchall() == [(3,)]
    assert program.main(["forget", "2"]) == 0
    assert searched.execute("SELECT count(*) FROM science.classified_source").fetchone() == (0,)


def test_what_is_unlike_all_labels_is_said_to_be(
    searched: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    load_program("labels", _labels(tmp_path / "truth.csv"))
    assert program.main(["classify", "--trees", "10"]) == 0
    query = "SELECT count(*) FROM science.classified_source WHERE is_unknown"
    assert searched.execute(query).fetchone() == (0,)
    columns = ", ".join(f"{name} * 100 + 100" for name in NAMES)
    searched.execute("INSERT INTO survey.period SELECT 999, (p).period, 0.5, 0, 0.1, 57000, 1, 40, 1, 0.01"
                     " FROM survey.period AS p LIMIT 1")  # fmt: skip
    searched.execute(
        f"INSERT INTO survey.light_curve_feature (source_id, {', '.join(NAMES)}, run_id)"
        f" SELECT 999, {columns}, 1 FROM survey.light_curve_feature WHERE source_id = 0"
    )
    query = "SELECT DISTINCT is_unknown FROM science.classes_by_forest(2, 1) WHERE source_id = 999"
    assert searched.execute(query).fetchall() == [(True,)]


@pytest.mark.parametrize(
    ("labels", "options", "said"),
    [
        ("0,sine\n1,sawtooth\n", (), "TooFewLabels: found sawtooth 1, sine 1 among 2 labelled sources"),
        ("", (), "TooFewLabels: found none among 0 labelled sources"),
        ("0,sine\n", ("--band", "J"), "NothingToClassify: no periods of light curves in J were searched"),
    ],
)
def test_what_cannot_be_learned_is_refused(
    searched: psycopg.Connection, load_program: Program, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    labels: str, options: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_text("source_id,class\n" + labels)
    load_program("labels", path)
    capsys.readouterr()
    assert program.main(["classify", *options]) == 1
    assert said in capsys.readouterr().err
    assert searched.execute("SELECT count(*) FROM science.run_overview").fetchone() == (1,)


def test_a_source_on_which_lists_disagree_is_not_learned_from(
    searched: psycopg.Connection, load_program: Program, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    load_program("labels", _labels(tmp_path / "truth.csv"))
    other = tmp_path / "other.csv"
    other.write_text("source_id,class\n0,binary\n")
    load_program("labels", other)
    assert program.main(["classify", "--trees", "5"]) == 0
    assert "23 labelled sources" in capsys.readouterr().out
    query = "SELECT n_input, n_excluded FROM science.run_overview WHERE task = 'classes'"
    assert searched.execute(query).fetchall() == [(23, 1)]
