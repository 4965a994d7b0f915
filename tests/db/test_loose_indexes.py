"""Indexes stay small: the housekeeping builds those anew that loads have left loose."""

import psycopg

from db.maintenance import maintain

# In no order of the sky, which leaves pages two thirds full
ADD_SOURCES = """
    INSERT INTO survey.source (
        source_id, ra, dec, first_mjd, field_id, first_image_id, n_unmonitored, n_unmonitored_star, is_star
    )
    SELECT s, (s * 7919 % 30011) / 100.0, (s * 104729 % 29989) / 200.0 - 75, 57000, 1, 1, 1, 1, true
    FROM generate_series(1::bigint, 30000) AS s
"""


# A light curve of eighty epochs that grew by one a night: pages split in halves, and stay so
ADD_DETECTION = """
    INSERT INTO survey.detection (source_id, ra, dec, image_id, running_id, class)
    SELECT s, 10, 0, %s, s, -1 FROM generate_series(1::bigint, 1000) AS s
"""


def _bytes_a_row(connection: psycopg.Connection, index: str, table: str) -> float:
    query = f"SELECT pg_relation_size('survey.{index}')::float8 / count(*) FROM survey.{table}"
    (found,) = connection.execute(query).fetchone() or (0.0,)
    return found


def _loose(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT index_name FROM upkeep.loose_indexes()")]


def _indexes(connection: psycopg.Connection) -> list[tuple[str, bool]]:
    query = (
        "SELECT i.indexrelid::regclass::text, i.indisvalid FROM pg_index AS i"
        " WHERE i.indrelid = 'survey.source'::regclass AND i.indexrelid::regclass::text LIKE '%zone%'"
    )
    return connection.execute(query).fetchall()


def _tightened(connection: psycopg.Connection) -> bool:
    """Say whether the end of a run of the loader builds the index anew."""
    connection.execute("SET ROLE epochdb_loader")
    (done,) = connection.execute("SELECT upkeep.tighten_positions(1)").fetchone() or (None,)
    connection.execute("RESET ROLE")
    return bool(done)


def test_housekeeping_brings_the_index_of_positions_below_sixty_bytes_a_source(
    database: psycopg.Connection,
) -> None:
    database.execute("INSERT INTO survey.field VALUES (1)")
    database.execute(ADD_SOURCES)
    database.execute("ANALYZE survey.source")
    assert _bytes_a_row(database, "source_zone_idx", "source") > 60
    assert _loose(database) == ["source_zone_idx"]
    # As a housekeeping leaves behind that ends in the middle
    database.execute("CREATE INDEX source_zone_idx_ccnew ON survey.source (zone)")
    maintain(database)
    # 44 bytes, pages nine tenths full
    assert 44 / 0.9 < _bytes_a_row(database, "source_zone_idx", "source") < 52
    assert _loose(database) == []
    assert _indexes(database) == [("survey.source_zone_idx", True)]


def test_a_first_delivery_leaves_the_index_of_positions_below_sixty_bytes_a_source(
    database: psycopg.Connection,
) -> None:
    database.execute("INSERT INTO survey.field VALUES (1)")
    database.execute(ADD_SOURCES)
    database.execute("SELECT pg_stat_force_next_flush()")
    assert _tightened(database)
    assert 44 / 0.9 < _bytes_a_row(database, "source_zone_idx", "source") < 52
    # Now it is not loose
    assert not _tightened(database)


def test_housekeeping_brings_a_detection_that_came_by_nights_below_a_hundred_and_eighty_bytes(
    database: psycopg.Connection,
) -> None:
    for image_id in range(1, 81):
        database.execute(ADD_DETECTION, [image_id])
    database.execute("ANALYZE survey.detection")
    assert _bytes_a_row(database, "detection_pkey", "detection") > 50
    assert _loose(database) == ["detection_pkey"]
    maintain(database)
    # 36 bytes, pages nine tenths full
    assert 36 / 0.9 <= _bytes_a_row(database, "detection_pkey", "detection") < 42
    own = "SELECT pg_total_relation_size('survey.detection') / count(*) < 180 FROM survey.detection"
    assert database.execute(own).fetchone() == (True,)
    assert _loose(database) == []


def test_an_index_of_a_few_sources_is_left_alone(database: psycopg.Connection) -> None:
    assert _loose(database) == []
