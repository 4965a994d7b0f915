"""The views and functions of machine learning, against what can be worked out by hand and against numpy."""

import hashlib

import numpy as np
import psycopg
import pytest
from scipy.stats import ks_2samp, kstest

from ml.redshift.equation import Term, evaluate
from ml.redshift.measures import normalised_error
from tests.results import add_components, add_redshifts, add_run, add_sample, curved_galaxies
from tests.survey import add_image

# Weight, mean Y-J, mean J-H, variance of Y-J, variance of J-H, covariance
MIXTURE = [(0.7, -0.1, 1.4, 0.01, 0.02, 0.006), (0.3, -0.4, 1.1, 0.005, 0.01, -0.002)]


@pytest.fixture
def simulation(database: psycopg.Connection) -> int:
    run_id = add_run(database)
    add_components(database, run_id, MIXTURE)
    return run_id


def draw(database: psycopg.Connection, *arguments: object) -> np.ndarray:
    places = ", ".join(["%s"] * len(arguments))
    query = f"SELECT star_number, y_minus_j, j_minus_h, component FROM science.draw_stars({places})"
    return np.array(database.execute(query, arguments).fetchall(), dtype=float)


def test_the_errors_of_five_redshifts_are_those_worked_out_by_hand(database: psycopg.Connection) -> None:
    # All at z_spec = 0, so that the deviation is z_phot. Sorted: -0.20 -0.02 0.01 0.03 0.10, median 0.01;
    # absolute: 0.01 0.02 0.03 0.10 0.20, median E = 0.03; from the median: 0 0.02 0.03 0.09 0.21, median
    # 0.03.
    # The PIT values are half a step from each side of five equal steps: distance 0.1. Two of the five 68 %
    # intervals (-0.1 to 0.1, but 0.05 to 0.1 for three) hold 0, and all five 95 % ones (-0.2 to 0.2).
    sample_id = add_sample(database, "five", "test", [{"z_spec": 0.0}] * 5)
    run_id = add_run(database, "photoz", "linear", training=sample_id)
    z_phot = (0.01, -0.02, 0.03, 0.10, -0.20)
    rows: list[dict[str, float | None]] = [
        {"z_phot": z, "pit": 0.1 + 0.2 * k, "crps": 0.01 * k} for k, z in enumerate(z_phot)
    ]
    for row in rows[2:]:
        row |= {"z_q160": 0.05, "z_q500": 0.06}
    add_redshifts(database, run_id, sample_id, rows)
    found = database.execute(
        "SELECT n_galaxy, error, sigma_nmad, bias, outlier_fraction_05, outlier_fraction_15, coverage_68,"
        " coverage_95, mean_crps, pit_distance, n_outside FROM science.photo_z_quality WHERE binning = 'all'"
    ).fetchall()
    assert len(found) == 1
    assert found[0] == pytest.approx((5, 0.03, 1.4826 * 0.03, 0.01, 0.4, 0.2, 0.4, 1.0, 0.02, 0.1, 0))


def test_the_errors_are_normalised_by_one_plus_z(database: psycopg.Connection) -> None:
    sample_id = add_sample(database, "one", "test", [{"z_spec": 1.0}])
    run_id = add_run(database, "photoz", "linear", training=sample_id)
    add_redshifts(database, run_id, sample_id, [{"z_phot": 1.4}])
    assert database.execute("SELECT DISTINCT error, bias FROM science.photo_z_quality").fetchall() == [
        pytest.approx((0.2, 0.2))
    ]


def test_the_errors_agree_with_numpy_on_random_redshifts(database: psycopg.Connection) -> None:
    rng = np.random.default_rng(5)
    z_spec = rng.uniform(0, 1, 200)
    z_phot = z_spec + 0.1 * rng.standard_t(2, 200)
    pit = rng.beta(2, 2, 200)
    sample_id = add_sample(database, "many", "test", [{"z_spec": float(z)} for z in z_spec])
    run_id = add_run(database, "photoz", "linear", training=sample_id)
    rows = [{"z_phot": float(a), "pit": float(b)} for a, b in zip(z_phot, pit, strict=True)]
    add_redshifts(database, run_id, sample_id, rows)
    found = database.execute(
        "SELECT error, sigma_nmad, pit_distance FROM science.photo_z_quality WHERE binning = 'all'"
    ).fetchone()
    d = (z_phot - z_spec) / (1 + z_spec)
    scatter = 1.4826 * np.median(np.abs(d - np.median(d)))
    expected = (normalised_error(z_spec, z_phot), scatter, kstest(pit, "uniform").statistic)
    assert found == pytest.approx(expected, rel=1e-12)


def test_galaxies_without_a_true_redshift_do_not_count(database: psycopg.Connection) -> None:
    sample_id = add_sample(database, "new", "application", [{"z_spec": None}, {"z_spec": 0.1}])
    run_id = add_run(database, "photoz", "linear", training=sample_id)
    add_redshifts(database, run_id, sample_id, [{"pit": None, "crps": None}, {}])
    query = "SELECT binning, n_galaxy FROM science.photo_z_quality ORDER BY binning"
    assert database.execute(query).fetchall() == [("all", 1), ("mag_r", 1), ("z_spec", 1)]
    assert database.execute("SELECT count(*) FROM science.photo_z_truth").fetchone() == (2,)


def test_bins_begin_at_their_lower_edge(database: psycopg.Connection) -> None:
    galaxies = [{"z_spec": 0.15, "mag_r": 17.5}, {"z_spec": 0.1999, "mag_r": 17.4999}, {"z_spec": -0.001}]
    sample_id = add_sample(database, "edges", "test", galaxies)
    run_id = add_run(database, "photoz", "linear", training=sample_id)
    add_redshifts(database, run_id, sample_id, [{}, {}, {}])
    assert database.execute(
        "SELECT z_spec_min, z_spec_max, n_galaxy FROM science.photo_z_quality WHERE binning = 'z_spec'"
        " ORDER BY z_spec_min"
    ).fetchall() == [(-0.05, 0.0, 1), (0.15, 0.2, 2)]
    assert database.execute(
        "SELECT mag_r_min, mag_r_max, n_galaxy FROM science.photo_z_quality WHERE binning = 'mag_r'"
        " ORDER BY mag_r_min"
    ).fetchall() == [(17.0, 17.5, 2), (17.5, 18.0, 1)]


def test_training_and_test_errors_stand_side_by_side(database: psycopg.Connection) -> None:
    training = add_sample(database, "a", "training", [{"z_spec": 0.0}])
    test = add_sample(database, "b", "test", [{"z_spec": 0.0}])
    run_id = add_run(database, "photoz", "linear", training=training)
    add_redshifts(database, run_id, training, [{"z_phot": 0.01}])
    add_redshifts(database, run_id, test, [{"z_phot": 0.03}])
    assert database.execute(
        "SELECT training_sample, test_sample, training_error, test_error, error_ratio"
        " FROM science.photo_z_generalisation"
    ).fetchone() == ("a", "b", 0.01, 0.03, pytest.approx(3.0))


def test_the_spread_over_seeds_counts_a_repeated_seed_once(database: psycopg.Connection) -> None:
    # The second run of seed 1 takes the place of the first: 0.03 and 0.05 remain.
    sample_id = add_sample(database, "a", "training", [{"z_spec": 0.0}])
    for seed, z_phot in ((1, 0.9), (1, 0.03), (2, 0.05)):
        run_id = add_run(database, "photoz", "forest", seed=seed, training=sample_id)
        add_redshifts(database, run_id, sample_id, [{"z_phot": z_phot}])
    found = database.execute(
        "SELECT n_seed, error_mean, error_stddev, error_min, error_max FROM science.photo_z_method"
    ).fetchone()
    assert found == pytest.approx((2, 0.04, 0.01 * 2**0.5, 0.03, 0.05))


def test_statistics_pass_over_missing_values(database: psycopg.Connection) -> None:
    query = (
        "SELECT science.sigma_nmad(array_agg(x)), science.uniform_distance(array_agg(x)),"
        " science.sigma_nmad(array_agg(x) FILTER (WHERE x > 9)),"
        " science.uniform_distance(array_agg(x) FILTER (WHERE x IS NULL))"
        " FROM (VALUES (0.25::double precision), (NULL), (0.75)) AS v (x)"
    )
    assert database.execute(query).fetchone() == pytest.approx((1.4826 * 0.25, 0.25, None, None))


def test_stars_are_drawn_as_an_independent_program_draws_them(
    database: psycopg.Connection, simulation: int
) -> None:
    stars = draw(database, simulation, 50, -7)
    for number, y_minus_j, j_minus_h, component in stars:
        digits = hashlib.sha256(f"-7:{number:.0f}".encode()).hexdigest()
        u = [(int(digits[13 * k : 13 * k + 13], 16) + 0.5) / 2**52 for k in range(3)]
        k = 0 if u[0] < 0.7 else 1
        _, mean_y, mean_j, var_y, var_j, covariance = MIXTURE[k]
        radius, angle = np.sqrt(-2 * np.log(u[1])), 2 * np.pi * u[2]
        factor = np.linalg.cholesky([[var_y, covariance], [covariance, var_j]])
        expected = np.array([mean_y, mean_j]) + factor @ (radius * np.array([np.cos(angle), np.sin(angle)]))
        assert component == k + 1
        assert (y_minus_j, j_minus_h) == pytest.approx(expected, abs=1.1e-9)


def test_drawn_stars_depend_on_the_seed_alone(database: psycopg.Connection, simulation: int) -> None:
    first = draw(database, simulation, 100, 3)
    database.execute("SELECT setseed(0.5), random()")
    assert np.array_equal(draw(database, simulation, 100, 3), first)
    assert np.array_equal(draw(database, simulation, 10, 3), first[:10])
    assert not np.isin(draw(database, simulation, 100, 4)[:, 1], first[:, 1]).any()


def test_drawn_stars_have_the_distribution_of_the_mixture(
    database: psycopg.Connection, simulation: int
) -> None:
    n = 20_000
    stars = draw(database, simulation, n, 11)
    rng = np.random.default_rng(1)
    for number, (weight, *_) in enumerate(MIXTURE, start=1):
        share = (stars[:, 3] == number).mean()
        assert share == pytest.approx(weight, abs=4 * np.sqrt(weight * (1 - weight) / n))
    for number, (_, mean_y, mean_j, var_y, var_j, covariance) in enumerate(MIXTURE, start=1):
        mine = stars[stars[:, 3] == number, 1:3]
        other = rng.multivariate_normal([mean_y, mean_j], [[var_y, covariance], [covariance, var_j]], n)
        for direction in ([1, 0], [0, 1], [1, 1], [1, -1]):
            assert ks_2samp(mine @ direction, other @ direction).pvalue > 1e-4


def test_an_unknown_run_or_density_is_refused_with_a_hint(
    database: psycopg.Connection, simulation: int
) -> None:
    for call in (
        f"science.draw_stars({simulation + 1}, 5, 1)",
        f"science.draw_stars({simulation}, 5, 1, 'true')",
        "science.colour_density('none')",
        f"science.star_density({simulation + 1})",
    ):
        with pytest.raises(psycopg.errors.InvalidParameterValue) as fault, database.transaction():
            database.execute(f"SELECT * FROM {call}")
        assert fault.value.diag.message_hint


def test_a_density_counts_cells_and_knows_what_lies_outside(
    database: psycopg.Connection, simulation: int
) -> None:
    # Two by two cells of 1 mag: two stars in the lower left, one in the upper right, one outside.
    points = ((0.1, 0.1), (0.9, 0.9), (1.5, 1.2), (5.0, 0.5))
    for number, (y_minus_j, j_minus_h) in enumerate(points, start=1):
        database.execute(
            "INSERT INTO survey.simulated_star VALUES (%s, %s, %s, %s, 1)",
            [simulation, number, y_minus_j, j_minus_h],
        )
    rows = database.execute(
        "SELECT y_minus_j_cell, j_minus_h_cell, y_minus_j, j_minus_h, n_star, density"
        " FROM science.colour_density(%s, 2, 0, 2, 0, 2)",
        [str(simulation)],
    ).fetchall()
    assert rows == [
        (1, 1, 0.5, 0.5, 2, 0.5),
        (1, 2, 0.5, 1.5, 0, 0.0),
        (2, 1, 1.5, 0.5, 0, 0.0),
        (2, 2, 1.5, 1.5, 1, 0.25),
    ]


def test_stars_by_both_readings_are_told_apart(database: psycopg.Connection) -> None:
    # Source 1 is a star on all four images; 2 on all but H, a star by majority; 3 in Y, J and H, but not in Z
    # and two Ks images: half of six, no majority; 4 lacks an H magnitude, as its flux there is negative.
    classes = {
        "Z": (-1, -1, 1, -1), "Y": (-1, -1, -1, -1), "J": (-1, -1, -1, -1), "H": (-1, 1, -1, -1),
    }  # fmt: skip
    for image_id, (band, of_source) in enumerate(classes.items(), start=1):
        rows = [{"source_id": k, "class": c} for k, c in enumerate(of_source, start=1)]
        if band == "H":
            rows[3] |= {"flux_1": -5.0}
        add_image(database, image_id, rows, band=band, mjd=57000.0 + image_id)
    for image_id in (5, 6):
        add_image(database, image_id, [{"source_id": 3, "class": 1}], mjd=57000.0 + image_id)
    assert database.execute(
        "SELECT source_id, is_star_in_each, is_star FROM science.star_colours ORDER BY source_id"
    ).fetchall() == [(1, True, True), (2, False, True), (3, True, False)]


def test_the_linear_equation_in_sql_is_that_of_python(database: psycopg.Connection) -> None:
    rng = np.random.default_rng(2)
    powers = [(0, 0, 0, 0, 0), (1, 0, 0, 0, 0), (0, 2, 1, 0, 0), (3, 0, 0, 0, 1), (0, 0, 0, 4, 0)]
    terms = tuple(Term(power, float(c)) for power, c in zip(powers, rng.normal(0, 1, 5), strict=True))
    sample_id = add_sample(database, "a", "training", curved_galaxies(30, 1))
    run_id = add_run(database, "photoz", "ridge", training=sample_id)
    for number, term in enumerate(terms, start=1):
        database.execute(
            "INSERT INTO survey.linear_term VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [run_id, number, term.name, *term.exponents, term.coefficient],
        )
    rows = np.array(
        database.execute(
            "SELECT mag_r, u_minus_g, g_minus_r, r_minus_i, i_minus_z, science.photo_z_linear(%s, mag_r,"
            " u_minus_g, g_minus_r, r_minus_i, i_minus_z) FROM science.galaxy_photometry ORDER BY counter",
            [run_id],
        ).fetchall()
    )
    assert rows[:, 5] == pytest.approx(evaluate(terms, rows[:, :5]), rel=1e-12)
    assert database.execute("SELECT science.photo_z_linear(%s, 1, 1, 1, 1, 1)", [run_id + 1]).fetchone() == (
        None,
    )


def test_results_go_with_their_run(database: psycopg.Connection, simulation: int) -> None:
    sample_id = add_sample(database, "a", "training", [{"z_spec": 0.0}])
    run_id = add_run(database, "photoz", "linear", training=sample_id)
    add_redshifts(database, run_id, sample_id, [{}])
    with database.transaction():
        database.execute("SET LOCAL ROLE epochdb_ml")
        database.execute("DELETE FROM survey.model_run")
    for table in ("mixture_component", "prediction", "photo_z"):
        assert database.execute(f"SELECT count(*) FROM survey.{table}").fetchone() == (0,)
    assert database.execute("SELECT count(*) FROM survey.galaxy").fetchone() == (1,)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("epochdb_ml", "UPDATE survey.photo_z SET z_phot = 0"),
        ("epochdb_ml", "DELETE FROM survey.photo_z"),
        ("epochdb_ml", "DELETE FROM survey.galaxy_sample"),
        ("epochdb_loader", "DELETE FROM survey.model_run"),
        ("epochdb_loader", "UPDATE survey.galaxy SET z_spec = 0"),
        ("epochdb_reader", "DELETE FROM survey.model_run"),
    ],
)
def test_nobody_changes_what_is_not_his(database: psycopg.Connection, role: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), database.transaction():
        database.execute(f"SET LOCAL ROLE {role}")
        database.execute(statement)


@pytest.mark.parametrize(
    "value",
    ["'NaN'", "'infinity'", "-9999"],
)
@pytest.mark.parametrize("column", ["mag_r", "u_minus_g", "z_spec", "u_mag_err"])
def test_the_tables_keep_sentinels_out(database: psycopg.Connection, column: str, value: str) -> None:
    sample_id = add_sample(database, "a", "training", [{"z_spec": 0.0}])
    with pytest.raises(psycopg.errors.CheckViolation), database.transaction():
        database.execute(
            f"INSERT INTO survey.galaxy (sample_id, counter, {column}) VALUES (%s, 2, {value})", [sample_id]
        )
