"""Which index answers: on tables grown far enough for it to matter, read from the server's own counters."""

import re

import psycopg
import pytest

GROW_DETECTION = """
    INSERT INTO survey.detection (source_id, image_id, running_id, ra, dec, class, flux_1, flux_1_err)
    SELECT s, i, s, 10, 20, -1, 1000, 10
    FROM generate_series(1, 60) AS i CROSS JOIN generate_series(1, 1000) AS s
"""
# One source in a thousand is red: J - H = 2, the others' is 0.5.
GROW_SOURCE = """
    INSERT INTO survey.source (
        source_id, ra, dec, first_mjd, field_id, first_image_id, n_unmonitored, n_unmonitored_star, is_star,
        j_mag, h_mag
    )
    SELECT s, 10, 20, 57000, 1, 1, 1, 1, true, 16, CASE WHEN s % 1000 = 0 THEN 14 ELSE 15.5 END
    FROM generate_series(1, 40000) AS s
"""


def test_the_detections_of_one_image_are_read_through_the_block_range_index(
    database: psycopg.Connection,
) -> None:
    database.execute(GROW_DETECTION)
    database.execute("SELECT upkeep.summarise_detection_pages()")
    database.execute("ANALYZE survey.detection")
    query = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT flux_1 FROM survey.detection WHERE image_id = 30"
    plan = "\n".join(row[0] for row in database.execute(query))
    assert "Bitmap Index Scan on detection_image_brin" in plan
    (pages,) = database.execute("SELECT pg_relation_size('survey.detection') / 8192").fetchone() or (0,)
    read = re.search(r"Heap Blocks:.*?lossy=(\d+)", plan)
    assert read is not None
    assert int(read[1]) * 10 < pages


def test_red_sources_are_found_through_the_index_on_their_colour(database: psycopg.Connection) -> None:
    database.execute("INSERT INTO survey.field VALUES (1)")
    database.execute(GROW_SOURCE)
    database.execute("ANALYZE survey.source")
    before = _scans(database, "survey.source_j_minus_h_idx", "survey.source")
    assert database.execute("SELECT count(*) FROM science.red_sources(1.5)").fetchone() == (40,)
    index, table = _scans(database, "survey.source_j_minus_h_idx", "survey.source")
    assert (index, table) == (before[0] + 1, before[1])


def test_a_light_curve_is_read_through_the_primary_key(database: psycopg.Connection) -> None:
    database.execute(GROW_DETECTION)
    database.execute("INSERT INTO survey.field VALUES (1)")
    database.execute(
        "INSERT INTO survey.image (image_id, field_id, band, file_name, mjd)"
        " SELECT i, 1, 'Ks', '', 57000 + i FROM generate_series(1, 60) AS i"
    )
    database.execute("ANALYZE survey.detection, survey.image")
    before = _scans(database, "survey.detection_pkey", "survey.detection")
    assert database.execute("SELECT * FROM science.light_curve(500)").rowcount == 60
    index, table = _scans(database, "survey.detection_pkey", "survey.detection")
    assert index > before[0]
    assert table == before[1]


ADD_SKY = """
    INSERT INTO survey.source (
        source_id, ra, dec, first_mjd, field_id, first_image_id, n_unmonitored, n_unmonitored_star, is_star
    )
    SELECT s, 0.01 * (s % 200), s / 200 * 0.01, 57000, 1, 1, 1, 1, true FROM generate_series(0, 39999) AS s
"""


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize(
    ("call", "n_row", "n_scan"),
    [
        # A grid of 0.01 deg: 0.011 deg around a place hold it and four neighbours, in three or four zones
        ("science.sources_near(1, 1, 0.011)", 5, 4),
        ("science.nearest_source(1, 1, 0.011)", 1, 4),
        ("science.sources_in_box(0.995, 1.025, 0.995, 1.005)", 3, 3),
        ("science.sources_in_polygon(ARRAY[0.995, 0.995, 1.005, 0.995, 1, 1.01])", 1, 3),
        # Two places, one of which lies on the edge of a zone
        ("science.match_positions(ARRAY[1, 2], ARRAY[0.5, 0.51], ARRAY[0.505, 0.5], 1 / 3600.0)", 1, 4),
    ],
)
def test_a_question_by_position_is_answered_by_the_index_on_zones(
    database: psycopg.Connection, call: str, n_row: int, n_scan: int, mode: str
) -> None:
    database.execute("INSERT INTO survey.field VALUES (1)")
    database.execute(ADD_SKY)
    database.execute("ANALYZE survey.source")
    database.execute(f"SET LOCAL plan_cache_mode = {mode}")
    before = _scans(database, "survey.source_zone_idx", "survey.source")
    assert database.execute(f"SELECT * FROM {call}", prepare=True).rowcount == n_row
    index, table = _scans(database, "survey.source_zone_idx", "survey.source")
    assert before[0] < index <= before[0] + n_scan
    assert table == before[1]


def _scans(connection: psycopg.Connection, index: str, table: str) -> tuple[int, int]:
    """Give how often this transaction has scanned an index, and a table from end to end."""
    query = "SELECT pg_stat_get_xact_numscans(%s::regclass), pg_stat_get_xact_numscans(%s::regclass)"
    (scans,) = connection.execute(query, [index, table]).fetchall()
    return scans
