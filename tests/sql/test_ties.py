"""Ties: offsets measured from constant stars, put into use and out of it, kept up by loads."""

import numpy as np
import psycopg
import pytest
from numpy.typing import NDArray

from tests.survey import add_image, analyse

N_STAR, N_IMAGE = 60, 6
TIED = "survey.source_variability WHERE calibration = 't'"
OFFSETS = np.array([0.05, -0.05, 0.02, 0.0, -0.03, 0.01])  # mean zero, as the zero of the tie is defined


def test_offsets_that_were_put_in_are_found(database: psycopg.Connection) -> None:
    # Scatter 2 mmag, 60 stars: a median is good to 1.2533 * 2 / sqrt(60) = 0.3 mmag
    _load(database, _magnitudes())
    run_id = _tie(database)
    rows = database.execute(
        "SELECT offset_mag, offset_err, n_star FROM science.image_tie WHERE tie_id = %s ORDER BY mjd",
        [run_id],
    ).fetchall()
    found = np.array(rows)
    assert np.abs(found[:, 0] - OFFSETS).max() < 0.0015
    assert found[:, 0].mean() == pytest.approx(0, abs=1e-12)
    assert (found[:, 1] < 0.0005).all()
    assert (found[:, 2] > N_STAR / 2).all()


def test_variable_stars_do_not_move_the_offsets(database: psycopg.Connection) -> None:
    # Every sixth star fades by a magnitude on the second image
    mag = _magnitudes()
    mag[::6, 1] += 1
    _load(database, mag)
    run_id = _tie(database)
    rows = database.execute(
        "SELECT offset_mag FROM science.image_tie WHERE tie_id = %s ORDER BY mjd", [run_id]
    ).fetchall()
    assert np.abs(np.array(rows)[:, 0] - OFFSETS).max() < 0.0015


def test_a_run_is_not_in_use_until_somebody_says_so(database: psycopg.Connection) -> None:
    _load(database, _magnitudes())
    _tie(database)
    assert _count(database, TIED) == 0
    with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
        database.execute("SELECT * FROM science.variable_sources(20, 'tied')")


def test_a_tied_constant_star_no_longer_varies(database: psycopg.Connection) -> None:
    # Errors of 1 per cent; offsets of up to 5 deviate by 5 sigma, the 2 mmag that remain by less than one
    _load(database, _magnitudes())
    _use(database, _tie(database))
    assert _count(database, "science.variable_sources(4, 'catalogue')") == N_STAR
    assert _count(database, "science.variable_sources(1, 'tied')") == 0
    assert database.execute("SELECT * FROM science.verify_summaries()").fetchall() == []


def test_raw_values_stay_and_the_tie_can_be_taken_out_of_use(database: psycopg.Connection) -> None:
    _load(database, _magnitudes())
    before = database.execute("SELECT sum(mag_1), sum(flux_1) FROM survey.detection").fetchone()
    answer = "SELECT * FROM science.variable_sources(4) ORDER BY source_id"
    untied = database.execute(answer).fetchall()
    _use(database, _tie(database))
    assert database.execute(answer).fetchall() == untied
    assert database.execute("SELECT upkeep.use_no_tie('Ks')").fetchone() == (True,)
    assert database.execute("SELECT sum(mag_1), sum(flux_1) FROM survey.detection").fetchone() == before
    assert _count(database, TIED) == 0
    assert _count(database, "science.image_tie") == N_IMAGE
    assert database.execute("SELECT upkeep.use_no_tie('Ks')").fetchone() == (False,)


def test_a_load_and_a_removal_keep_the_tied_summaries_exact(database: psycopg.Connection) -> None:
    mag = _magnitudes()
    _load(database, mag[:, :-1])
    _use(database, _tie(database))
    _load_image(database, N_IMAGE, mag[:, -1])
    assert database.execute("SELECT image_id FROM science.untied_image").fetchall() == [(N_IMAGE,)]
    assert database.execute(f"SELECT max(n_epoch) FROM {TIED}").fetchone() == (N_IMAGE,)
    assert database.execute("SELECT * FROM science.verify_summaries()").fetchall() == []
    assert database.execute("SELECT upkeep.remove_catalogue(2)").fetchone() == (N_STAR,)
    assert database.execute(f"SELECT max(n_epoch) FROM {TIED}").fetchone() == (N_IMAGE - 1,)
    assert database.execute("SELECT * FROM science.verify_summaries()").fetchall() == []


def test_a_tied_light_curve_is_shifted_by_the_offset(database: psycopg.Connection) -> None:
    _load(database, _magnitudes())
    _use(database, _tie(database))
    rows = database.execute(
        "SELECT c.mag - t.mag - o.offset_mag, t.flux / c.flux / power(10, 0.4 * o.offset_mag)"
        " FROM science.light_curve(1, 'Ks', 'catalogue') AS c"
        " INNER JOIN science.light_curve(1, 'Ks', 'tied') AS t USING (image_id)"
        " INNER JOIN science.image_tie AS o USING (image_id)"
    ).fetchall()
    assert len(rows) == N_IMAGE
    np.testing.assert_allclose(np.array(rows), [[0, 1]] * N_IMAGE, atol=3e-6)


def test_only_one_run_of_a_band_is_current(database: psycopg.Connection) -> None:
    _load(database, _magnitudes())
    first, second = _tie(database), _tie(database)
    _use(database, first)
    _use(database, second)
    query = "SELECT tie_id FROM science.tie_log WHERE is_current"
    assert database.execute(query).fetchall() == [(second,)]


@pytest.mark.parametrize("call", ["make_tie('J')", "use_tie(77)"])
def test_what_cannot_be_tied_is_refused(database: psycopg.Connection, call: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        database.execute(f"SELECT upkeep.{call}")


def test_a_field_with_one_image_stays_untied(database: psycopg.Connection) -> None:
    _load(database, _magnitudes()[:, :1])
    _use(database, _tie(database))
    assert database.execute("SELECT image_id FROM science.untied_image").fetchall() == [(1,)]
    assert database.execute("SELECT * FROM science.verify_summaries()").fetchall() == []


def _magnitudes() -> NDArray[np.float64]:
    """Magnitudes of constant stars, shape (star, image), with offsets and 2 mmag of noise."""
    rng = np.random.default_rng(3)
    true = rng.uniform(13, 16, (N_STAR, 1))
    return true + OFFSETS + rng.normal(0, 0.002, (N_STAR, N_IMAGE))


def _load(connection: psycopg.Connection, mag: NDArray[np.float64]) -> None:
    for image, column in enumerate(mag.T):
        _load_image(connection, image + 1, column)
    analyse(connection)


def _load_image(connection: psycopg.Connection, image_id: int, mag: NDArray[np.float64]) -> None:
    flux = 10 ** (0.4 * (25 - mag))
    detections = [
        {"source_id": star, "flux_1": f, "flux_1_err": f / 100, "mag_1": m, "mag_1_err": 0.01}
        for star, (f, m) in enumerate(zip(flux.tolist(), mag.tolist(), strict=True))
    ]  # fmt: skip
    add_image(connection, image_id, detections, mjd=57000.0 + image_id)


def _tie(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT upkeep.make_tie('Ks')").fetchone()
    assert row is not None
    return int(row[0])


def _use(connection: psycopg.Connection, run_id: int) -> None:
    connection.execute("SELECT upkeep.use_tie(%s)", [run_id])


def _count(connection: psycopg.Connection, relation: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    assert row is not None
    return int(row[0])
