"""The index of positions stays small: the housekeeping builds it anew where loads have left it loose."""

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


def _bytes_per_source(connection: psycopg.Connection) -> float:
    query = "SELECT pg_relation_size('survey.source_zone_idx')::float8 / count(*) FROM survey.source"
    (found,) = connection.execute(query).fetchone() or (0.0,)
    return found


def _indexes(connection: psycopg.Connection) -> list[tuple[str, bool]]:
    query = (
        "SELECT i.indexrelid::regclass::text, i.indisvalid FROM pg_index AS i"
        " WHERE i.indrelid = 'survey.source'::regclass AND i.indexrelid::regclass::text LIKE '%zone%'"
    )
    return connection.execute(query).fetchall()


def test_housekeeping_brings_the_index_of_positions_below_sixty_bytes_a_source(
    database: psycopg.Connection,
) -> None:
    database.execute("INSERT INTO survey.field VALUES (1)")
    database.execute(ADD_SOURCES)
    database.execute("ANALYZE survey.source")
    assert _bytes_per_source(database) > 60
    assert database.execute("SELECT upkeep.sky_index_is_loose()").fetchone() == (True,)
    # As a housekeeping leaves behind that ends in the middle
    database.execute("CREATE INDEX source_zone_idx_ccnew ON survey.source (zone)")
    maintain(database)
    # 44 bytes, pages nine tenths full
    assert 44 / 0.9 < _bytes_per_source(database) < 52
    assert database.execute("SELECT upkeep.sky_index_is_loose()").fetchone() == (False,)
    assert _indexes(database) == [("survey.source_zone_idx", True)]


def test_an_index_of_a_few_sources_is_left_alone(database: psycopg.Connection) -> None:
    assert database.execute("SELECT upkeep.sky_index_is_loose()").fetchone() == (False,)
