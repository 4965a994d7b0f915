"""What the real delivery answers: the numbers that were computed independently of this project."""

import psycopg
import pytest

pytestmark = pytest.mark.xdist_group("delivery")


def test_r1_gives_thirteen_images_with_their_counts(delivered: psycopg.Connection) -> None:
    rows = delivered.execute(
        "SELECT image_id, epoch, n_star, n_object FROM science.images_between(56800, 57300)"
    ).fetchall()
    assert [row[0] for row in rows] == [1, 2, 3, 6, 7, 8, 9, 10, 12, 13, 14, 15, 18]
    assert (1, 1, 6477, 9862) in rows
    assert (6, 3, 7888, 9992) in rows


def test_r1_at_another_threshold_counts_what_the_catalogues_hold(delivered: psycopg.Connection) -> None:
    rows = delivered.execute(
        "SELECT r.n_star, r.n_object,"
        " (SELECT count(*) FROM survey.detection AS d WHERE d.image_id = r.image_id AND d.class = -1"
        "  AND d.flux_1 / d.flux_1_err > 7.3),"
        " (SELECT count(*) FROM survey.detection AS d WHERE d.image_id = r.image_id"
        "  AND d.flux_1 / d.flux_1_err > 7.3)"
        " FROM science.images_between(56800, 57300, 7.3) AS r"
    ).fetchall()
    assert len(rows) == 13
    assert all(row[0] == row[2] and row[1] == row[3] for row in rows)


def test_r2_counts_red_sources(delivered: psycopg.Connection) -> None:
    assert _by_field(delivered, "science.red_sources()") == {1: 3472, 2: 1644, 3: 2038}


@pytest.mark.parametrize(
    ("calibration", "expected"), [("catalogue", {1: 1085, 3: 414}), ("raw", {1: 6026, 3: 461})]
)
def test_r3_counts_variable_sources(
    delivered: psycopg.Connection, calibration: str, expected: dict[int, int]
) -> None:
    assert _by_field(delivered, f"science.variable_sources(20, '{calibration}')") == expected


@pytest.mark.parametrize(("field_id", "expected"), [(1, 7), (2, 5), (3, 6)])
def test_r4_lists_the_catalogues_of_a_field(
    delivered: psycopg.Connection, field_id: int, expected: int
) -> None:
    rows = delivered.execute(
        "SELECT catalogue, is_loaded FROM science.catalogues_of_field(%s)", [field_id]
    ).fetchall()
    assert len(rows) == expected
    assert all(f"Field-{field_id}-" in path and loaded for path, loaded in rows)


@pytest.mark.parametrize(
    ("field_id", "stars", "any_class"), [(1, 3791, 4402), (2, 4398, 5122), (3, 4119, 4920)]
)
def test_r5_gives_five_band_photometry(
    delivered: psycopg.Connection, field_id: int, stars: int, any_class: int
) -> None:
    query = "SELECT count(*) FROM science.five_band_photometry(%s)"
    assert delivered.execute(query, [field_id]).fetchone() == (stars,)
    query = (
        "SELECT count(*) FROM science.photometry AS p WHERE p.field_id = %s AND p.z_snr > 30"
        " AND p.y_snr > 30 AND p.j_snr > 30 AND p.h_snr > 30 AND p.ks_snr > 30"
    )
    assert delivered.execute(query, [field_id]).fetchone() == (any_class,)


def test_stars_are_the_sources_whose_detections_are_mostly_stars(delivered: psycopg.Connection) -> None:
    assert _by_field(delivered, "science.star") == {1: 7404, 2: 7459, 3: 7142}


def test_zero_points_of_field_1_are_those_measured(delivered: psycopg.Connection) -> None:
    rows = delivered.execute(
        "SELECT round(zero_point_1::numeric, 2)::float8 FROM science.image_epoch"
        " WHERE field_id = 1 AND band = 'Ks' ORDER BY epoch"
    ).fetchall()
    assert sorted(row[0] for row in rows) == [24.37, 24.51, 25.34]


def test_summaries_of_the_delivery_agree_with_its_detections(delivered: psycopg.Connection) -> None:
    assert delivered.execute("SELECT * FROM science.verify_summaries()").fetchall() == []


def test_missing_magnitudes_are_null(delivered: psycopg.Connection) -> None:
    query = (
        "SELECT count(*) FILTER (WHERE flux_1 < 0),"
        " count(*) FILTER (WHERE flux_1 < 0 AND mag_1 IS NULL AND mag_1_err IS NULL) FROM survey.detection"
    )
    assert delivered.execute(query).fetchone() == (27, 27)


def _by_field(connection: psycopg.Connection, source: str) -> dict[int, int]:
    query = f"SELECT field_id, count(*) FROM {source} GROUP BY field_id"
    return dict(connection.execute(query).fetchall())
