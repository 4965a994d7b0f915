"""The program python -m ml: runs repeat to the digit, results come back by views, faults are told."""

import re
from collections.abc import Callable

import numpy as np
import psycopg
import pytest

from ml import __main__ as program
from ml import applying, photoz, reading, simulation_results, store
from ml.faults import ChangedInput, MissingErrors, NoEquation, OtherSettings, RefitDiffers, UnknownRun
from ml.redshift.methods import methods_named
from ml.redshift.residuals import WithResiduals
from ml.stars.simulate import simulate
from tests.conftest import PHOTOZ
from tests.results import add_sample, curved_galaxies
from tests.survey import add_image

Program = Callable[..., tuple[int, str, str]]
N_STAR = 300
_PHOTO_Z = (
    "SELECT counter, z_phot, z_err, z_q025, z_q160, z_q500, z_q840, z_q975, pit, crps, is_outside"
    " FROM survey.photo_z WHERE run_id = %s AND sample_id = %s ORDER BY counter"
)


@pytest.fixture
def ml(database: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> Program:
    """Run ``python -m ml`` in this process: exit status, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        status = program.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.fixture
def stars(database: psycopg.Connection) -> None:
    """Stars in two clumps of the colour plane."""
    rng = np.random.default_rng(1)
    clump = rng.random(N_STAR) < 0.7
    colours = np.where(clump[:, None], [-0.1, 1.4], [-0.4, 1.1]) + rng.normal(0, 0.05, (N_STAR, 2))
    j_mag = rng.uniform(14, 17, N_STAR)
    magnitudes = {"Y": j_mag + colours[:, 0], "J": j_mag, "H": j_mag - colours[:, 1]}
    for image_id, (band, values) in enumerate(magnitudes.items(), start=1):
        rows = [
            {"source_id": k, "mag_1": float(m), "mag_1_err": 0.02, "flux_1": 10 ** (0.4 * (25 - float(m)))}
            for k, m in enumerate(values, start=1)
        ]
        add_image(database, image_id, rows, band=band, mjd=57000.0 + image_id)


@pytest.fixture
def samples(database: psycopg.Connection) -> dict[str, int]:
    """Two samples with redshifts; in the test sample one galaxy is far off and one lacks a colour."""
    test = curved_galaxies(80, 2)
    test[0]["u_minus_g"] = 9.0
    test[1]["g_minus_r"] = None
    return {
        "some_A": add_sample(database, "some_A", "training", curved_galaxies(250, 1)),
        "some_B": add_sample(database, "some_B", "test", test),
    }


def rows(database: psycopg.Connection, run_id: int, sample_id: int) -> list[tuple[object, ...]]:
    return database.execute(_PHOTO_Z, [run_id, sample_id]).fetchall()


def run_ids(database: psycopg.Connection) -> list[int]:
    return [row[0] for row in database.execute("SELECT run_id FROM science.run_overview ORDER BY run_id")]


@pytest.mark.usefixtures("stars")
def test_two_simulations_with_one_seed_are_the_same(database: psycopg.Connection, ml: Program) -> None:
    for seed in (5, 5, 6):
        status, output, errors = ml("simulate", "--components", 2, "--n", 400, "--seed", seed)
        assert status == 0, errors
        assert "400 stars" in output
    query = (
        "SELECT star_number, y_minus_j, j_minus_h, component FROM science.simulated_colours WHERE run_id = %s"
    )
    first, again, other = (
        database.execute(f"{query} ORDER BY star_number", [run_id]).fetchall() for run_id in run_ids(database)
    )
    assert len(first) == 400
    assert first == again
    assert first != other
    overview = database.execute("SELECT seed, is_latest, n_input FROM science.run_overview ORDER BY run_id")
    assert overview.fetchall() == [
        (5, False, N_STAR), (5, True, N_STAR), (6, True, N_STAR),
    ]  # fmt: skip


@pytest.mark.usefixtures("stars")
def test_what_a_simulation_found_is_stored(database: psycopg.Connection, ml: Program) -> None:
    magnitudes, _ = reading.read_stars(database, "each")
    result = simulate(
        magnitudes, 1, reading.read_box(database), n_simulated=100, candidates=(1, 2), beside=(1,), n_job=1
    )
    assert ml("simulate", "--components", 2, "--n", 1)[0] == 0
    run_id = run_ids(database)[0]
    database.execute("DELETE FROM survey.simulated_star")
    database.execute("DELETE FROM survey.mixture_component")
    database.execute("DELETE FROM survey.model_metric")
    simulation_results.write_simulation(database, run_id, result)
    weights = database.execute(
        "SELECT weight, mean_y_minus_j FROM science.star_mixture WHERE density = 'observed'"
        " ORDER BY component"
    ).fetchall()
    assert np.array(weights) == pytest.approx(
        np.column_stack([result.mixture.weights, result.mixture.means[:, 0]])
    )
    chosen = database.execute("SELECT estimator FROM science.density_choice WHERE is_chosen").fetchall()
    assert chosen == [(f"mixture of {result.n_component}",)]
    tests = {
        (row[0], row[1]): row[2:]
        for row in database.execute(
            "SELECT sample, test, statistic, p_value, n_fold FROM science.simulation_test"
        )
    }
    assert tests["chosen", "energy"] == pytest.approx(
        (result.metrics["chosen_energy"], result.metrics["chosen_energy_p"], 5)
    )
    assert tests["chosen", "total_variation"][1] is None


def test_two_trainings_with_one_seed_are_the_same(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    for _ in range(2):
        status, output, errors = ml("photoz", "--methods", "linear", "report_network")
        assert status == 0, errors
        assert "some_B" in output
    linear, network, linear_again, network_again = run_ids(database)
    for sample_id in samples.values():
        assert rows(database, linear, sample_id) == rows(database, linear_again, sample_id)
        assert rows(database, network, sample_id) == rows(database, network_again, sample_id)
    assert rows(database, linear, samples["some_B"]) != rows(database, network, samples["some_B"])
    assert len(rows(database, linear, samples["some_A"])) == 250


def test_random_methods_get_a_run_for_each_seed(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    assert ml("photoz", "--methods", "linear", "report_network", "--seeds", 2, "--seed", 4)[0] == 0
    assert database.execute("SELECT method, seed FROM science.run_overview ORDER BY run_id").fetchall() == [
        ("linear", 4), ("report_network", 4), ("report_network", 5),
    ]  # fmt: skip
    assert database.execute(
        "SELECT n_seed FROM science.photo_z_method WHERE method = 'report_network' AND role = 'test'"
    ).fetchone() == (2,)


def test_missing_colours_are_left_out_and_far_galaxies_marked(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    assert ml("photoz", "--methods", "linear")[0] == 0
    predicted = rows(database, run_ids(database)[0], samples["some_B"])
    assert [row[0] for row in predicted] == [1, *range(3, 81)]
    assert predicted[0][-1] is True
    assert database.execute(
        "SELECT n_galaxy, n_excluded FROM survey.prediction WHERE sample_id = %s", [samples["some_B"]]
    ).fetchone() == (79, 1)


def test_an_equation_is_printed_and_evaluated_in_sql(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    assert ml("photoz", "--methods", "ridge")[0] == 0
    (run_id,) = run_ids(database)
    assert re.match(r"z_phot = .* \(g-r\)", ml("photoz", "equation", "--run", run_id)[1])
    (difference,) = database.execute(
        "SELECT max(abs(z_phot - science.photo_z_linear(run_id, mag_r, u_minus_g, g_minus_r, r_minus_i,"
        " i_minus_z))) FROM science.photo_z_truth"
    ).fetchone() or (None,)
    assert difference < 1e-9


def test_a_stored_run_predicts_another_sample(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    # The new sample is the test sample without redshifts: it must get the very same ones.
    new = [{**galaxy, "z_spec": None} for galaxy in curved_galaxies(80, 2)]
    sample_id = add_sample(database, "new", "application", new)
    assert ml("photoz", "--methods", "report_network", "--seed", 3)[0] == 0
    (run_id,) = run_ids(database)
    status, output, errors = ml("photoz", "apply", "--run", run_id, "--sample", "new")
    assert status == 0, errors
    assert "outside the training colours" in output
    before = np.array([row[:8] for row in rows(database, run_id, samples["some_B"])], dtype=float)
    applied = np.array([row[:8] for row in rows(database, run_id, sample_id)], dtype=float)
    # Galaxies 1 and 2 of the test sample were changed
    assert applied[2:] == pytest.approx(before[1:], abs=1e-12)
    assert database.execute(
        "SELECT count(*), count(pit) FROM survey.photo_z WHERE sample_id = %s", [sample_id]
    ).fetchone() == (80, 0)
    status, _, errors = ml("photoz", "apply", "--run", run_id, "--sample", "new")
    assert status == 1
    assert errors.startswith("AlreadyPredicted") and "science.photo_z_truth" in errors


def test_a_run_predicts_by_what_it_kept_and_fits_nothing_again(
    database: psycopg.Connection, ml: Program, samples: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ml("photoz", "--methods", "ridge", "report_network", "nearest_neighbours")[0] == 0
    sample_id = add_sample(database, "again", "application", curved_galaxies(80, 2))

    def refuse(*_: object) -> None:
        raise AssertionError("fitted again")

    monkeypatch.setattr(WithResiduals, "fit", refuse)
    for run_id in run_ids(database):
        assert ml("photoz", "apply", "--run", run_id, "--sample", "again")[0] == 0
        before = np.array([row[:8] for row in rows(database, run_id, samples["some_B"])], dtype=float)
        applied = np.array([row[:8] for row in rows(database, run_id, sample_id)], dtype=float)
        # Galaxies 1 and 2 of the test sample were changed
        assert applied[2:] == pytest.approx(before[1:], abs=1e-12)
    (largest,) = database.execute(
        "SELECT max(n) FROM (SELECT sum(octet_length(content)) AS n FROM survey.model_weight GROUP BY run_id)"
        " AS r"
    ).fetchone() or (None,)
    assert largest < 1_000_000


def test_a_sample_is_predicted_page_by_page_as_in_one(
    database: psycopg.Connection, ml: Program, samples: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ml("photoz", "--methods", "linear")[0] == 0
    monkeypatch.setattr(reading.pages, "__defaults__", (7,))
    assert ml("photoz", "--methods", "linear")[0] == 0
    whole, paged = run_ids(database)
    for sample_id in samples.values():
        one, many = (np.array(rows(database, run_id, sample_id), dtype=float) for run_id in (whole, paged))
        # Sums over another number of rows may be rounded otherwise
        assert many == pytest.approx(one, abs=1e-12)
    counts = "SELECT run_id, sample_id, n_galaxy, n_excluded, n_outside FROM survey.prediction ORDER BY 1, 2"
    found = database.execute(counts).fetchall()
    assert [row[1:] for row in found[:2]] == [row[1:] for row in found[2:]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("photoz", "--seeds", 0), "found 0, expected a whole number from 1"),
        (("photoz", "--seed", -1), "found -1, expected a whole number from 0"),
        (("simulate", "--n", 0), "found 0, expected a whole number from 1"),
        (("simulate", "--components", "many"), "found many, expected a whole number from 1"),
    ],
)
def test_an_option_out_of_range_is_refused_with_the_range(
    ml: Program, capsys: pytest.CaptureFixture[str], arguments: tuple[object, ...], said: str
) -> None:
    with pytest.raises(SystemExit):
        ml(*arguments)
    assert said in capsys.readouterr().err


def test_a_sample_is_not_its_own_test(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    status, _, errors = ml("photoz", "--train", "some_A", "--test", "some_A")
    assert status == 1
    assert errors.startswith("SameSample")


def test_copies_of_a_few_galaxies_are_too_few_and_one_redshift_teaches_nothing(
    database: psycopg.Connection, ml: Program
) -> None:
    add_sample(database, "copies_A", "training", curved_galaxies(50, 1) * 20)
    add_sample(database, "flat_A", "training", [{**g, "z_spec": 0.1} for g in curved_galaxies(150, 2)])
    for name, fault, said in (
        ("copies_A", "TooFewGalaxies", "1000 galaxies with photometry and z_spec, 50 of them different"),
        ("flat_A", "NothingToLearn", "0.1 for every galaxy"),
    ):
        status, _, errors = ml("photoz", "--train", name)
        assert status == 1
        assert errors.startswith(fault) and said in errors
    assert run_ids(database) == []


def test_a_small_sample_and_a_constant_colour_are_remarked_on(
    database: psycopg.Connection, ml: Program
) -> None:
    add_sample(database, "odd_A", "training", [{**g, "u_minus_g": 1.0} for g in curved_galaxies(150, 2)])
    status, _, errors = ml("photoz", "--methods", "linear", "ridge", "report_network", "linear")
    assert status == 0
    # sqrt(0.68 * 0.32 / 150) = 0.0381
    assert "known to 3.8 % only" in errors
    assert "nothing is learned from it: u_minus_g" in errors
    assert len(run_ids(database)) == 3


@pytest.mark.parametrize(
    ("method", "change", "fault"),
    [
        ("linear", "UPDATE survey.galaxy SET mag_r = mag_r + 0.001 WHERE counter = 7", ChangedInput),
        (
            "extra_trees",
            "INSERT INTO survey.model_parameter SELECT run_id, 'depth', '3' FROM survey.model_run",
            OtherSettings,
        ),
        ("linear", "UPDATE survey.photo_z SET z_phot = z_phot + 0.001", RefitDiffers),
    ],
)
def test_a_run_that_cannot_be_repeated_predicts_nothing(
    database: psycopg.Connection,
    ml: Program,
    samples: dict[str, int],
    method: str,
    change: str,
    fault: type[Exception],
) -> None:
    add_sample(database, "new", "application", curved_galaxies(5, 3))
    assert ml("photoz", "--methods", method)[0] == 0
    database.execute(change)
    (run_id,) = run_ids(database)
    with pytest.raises(fault):
        applying.apply(database, run_id, "new")
    assert database.execute("SELECT count(*) FROM survey.prediction").fetchone() == (2,)
    assert ml("photoz", "apply", "--run", run_id, "--sample", "new")[0] == 1


def test_errors_are_needed_where_they_were_learned_from(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    errors = {f"{band}_mag_err": 0.01 for band in "ugriz"}
    add_sample(database, "exact_A", "training", [{**g, **errors} for g in curved_galaxies(100, 4)])
    with pytest.raises(MissingErrors):
        photoz.train(database, "exact_A", "some_B", methods_named(["linear"]), [1])
    assert run_ids(database) == []
    assert "has no magnitude errors" in ml("photoz", "--train", "exact_A", "--test", "some_B")[2]


def test_forgetting_a_run_takes_its_results_away_and_frees_its_samples(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    assert ml("photoz", "--methods", "linear")[0] == 0
    (run_id,) = run_ids(database)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        database.execute("DELETE FROM survey.galaxy_sample")
    assert ml("forget", run_id)[0] == 0
    for table in ("photo_z", "linear_term", "principal_component", "model_metric"):
        assert database.execute(f"SELECT count(*) FROM survey.{table}").fetchone() == (0,)
    database.execute("DELETE FROM survey.galaxy_sample")
    assert ml("forget", run_id)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("simulate",), "no star"),
        (("photoz",), "no training sample"),
        (("photoz", "--train", "x_A"), "no sample 'x_A'"),
        (("photoz", "apply", "--run", 1, "--sample", "x"), "no photoz run 1"),
        (("photoz", "equation", "--run", 1), "no equation"),
    ],
)
def test_what_cannot_be_done_is_told(ml: Program, arguments: tuple[object, ...], said: str) -> None:
    status, _, errors = ml(*arguments)
    assert status == 1
    assert said in errors


def test_an_unknown_method_is_told_before_anything_is_trained(
    database: psycopg.Connection, ml: Program, samples: dict[str, int]
) -> None:
    status, _, errors = ml("photoz", "--methods", "linear", "crystal_ball")
    assert status == 1
    assert "crystal_ball" in errors and "nearest_neighbours" in errors
    assert run_ids(database) == []


@pytest.mark.parametrize(("name", "expected"), [("sdss", (0.01714, 0.01705)), ("boss", (0.02579, 0.02553))])
def test_the_linear_errors_on_real_galaxies_are_the_known_ones(
    database: psycopg.Connection, load_program: Program, ml: Program, name: str, expected: tuple[float, float]
) -> None:
    if not PHOTOZ.is_dir():
        pytest.skip("the real samples are not beside the repository (../shared/photoz)")
    assert load_program(PHOTOZ / f"{name}_A.vot", PHOTOZ / f"{name}_B.vot")[0] == 0
    assert ml("photoz", "--methods", "linear")[0] == 0
    found = database.execute(
        "SELECT training_error, test_error FROM science.photo_z_generalisation"
    ).fetchone()
    assert found is not None
    assert tuple(round(value, 5) for value in found) == expected


def test_runs_that_do_not_exist_are_refused_by_the_library(database: psycopg.Connection) -> None:
    with pytest.raises(UnknownRun):
        store.forget(database, 1)
    with pytest.raises(NoEquation):
        photoz.equation(database, 1)
