"""The schema as a thing: types, names, keys, and what the catalogues tell of each function."""

import psycopg
import pytest

ALLOWED_TYPES = {
    "smallint", "integer", "bigint", "real", "double precision", "text", "boolean", "date",
    "timestamp with time zone",
}  # fmt: skip
DISTRIBUTED = ["detection", "source", "source_variability"]

VIEW_COLUMNS = """
    SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)
    FROM pg_class AS c
    INNER JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'science'::regnamespace AND c.relkind IN ('v', 'm')
"""
# The columns of RETURNS TABLE are arguments of mode t; those of SETOF a table are the table's.
FUNCTION_COLUMNS = """
    SELECT p.proname::text, p.proargnames[o.place], format_type(o.type, NULL)
    FROM pg_proc AS p
    CROSS JOIN LATERAL unnest(p.proallargtypes) WITH ORDINALITY AS o (type, place)
    WHERE p.pronamespace = 'science'::regnamespace
        AND p.proretset AND p.proargmodes[o.place] = 't'
    UNION ALL
    SELECT p.proname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)
    FROM pg_proc AS p
    INNER JOIN pg_type AS t ON t.oid = p.prorettype
    INNER JOIN pg_attribute AS a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE p.pronamespace = 'science'::regnamespace AND p.proretset
"""


@pytest.mark.parametrize("columns", [VIEW_COLUMNS, FUNCTION_COLUMNS])
def test_views_and_functions_give_types_that_every_client_knows(
    installed: psycopg.Connection, columns: str
) -> None:
    rows = installed.execute(columns).fetchall()
    assert len(rows) > 50
    assert [row for row in rows if row[2] not in ALLOWED_TYPES] == []


def test_every_date_and_time_of_a_view_or_function_has_its_mjd_beside_it(
    installed: psycopg.Connection,
) -> None:
    rows = installed.execute(f"{VIEW_COLUMNS} UNION ALL {FUNCTION_COLUMNS}").fetchall()
    names = {(relation, column) for relation, column, _ in rows}
    moments = [(row[0], row[1]) for row in rows if row[2].startswith("timestamp")]
    assert moments
    for relation, column in moments:
        mjd = "mjd" if column == "observed_at" else column.removesuffix("_at") + "_mjd"
        assert (relation, mjd) in names


def test_results_have_no_sentinel_for_what_is_missing(installed: psycopg.Connection) -> None:
    """No column of real or double precision in the large tables may hold NaN or an infinity."""
    query = (
        "SELECT a.attname::text, coalesce(string_agg(pg_get_constraintdef(c.oid), ' '), '')"
        " FROM pg_attribute AS a LEFT JOIN pg_constraint AS c"
        " ON c.conrelid = a.attrelid AND c.contype = 'c' AND a.attnum = ANY(c.conkey)"
        " WHERE a.attrelid = 'survey.detection'::regclass AND a.attnum > 0"
        " AND a.atttypid IN ('real'::regtype, 'double precision'::regtype) GROUP BY a.attname"
    )
    columns = installed.execute(query).fetchall()
    assert len(columns) == 16
    # NaN is greater than every number, so an upper bound refuses it
    assert [name for name, constraints in columns if "<" not in constraints] == []


def test_nothing_is_in_public(installed: psycopg.Connection) -> None:
    query = (
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace"
    )
    assert installed.execute(query).fetchall() == []


def test_no_name_is_in_two_schemas_and_no_function_has_two_meanings(installed: psycopg.Connection) -> None:
    """A function may take its arguments in more than one type, and then gives the same."""
    query = (
        "SELECT name FROM (SELECT DISTINCT proname::text AS name, pronamespace::text, proargnames,"
        " proallargtypes[array_position(proargmodes, 't'):] FROM pg_proc"
        " WHERE pronamespace IN ('science'::regnamespace, 'upkeep'::regnamespace)"
        " UNION ALL SELECT relname, '', NULL, NULL FROM pg_class WHERE relkind IN ('r', 'v')"
        " AND relnamespace IN ('survey'::regnamespace, 'science'::regnamespace, 'upkeep'::regnamespace))"
        " AS object GROUP BY name HAVING count(*) > 1"
    )
    assert installed.execute(query).fetchall() == []


def test_what_can_be_asked_only_reads(installed: psycopg.Connection) -> None:
    query = (
        "SELECT proname::text FROM pg_proc"
        " WHERE pronamespace = 'science'::regnamespace AND (provolatile = 'v' OR prosecdef)"
    )
    assert installed.execute(query).fetchall() == []


def test_names_are_lower_case_and_need_no_quotes(installed: psycopg.Connection) -> None:
    query = (
        "SELECT attname::text FROM pg_attribute WHERE attrelid IN (SELECT oid FROM pg_class"
        " WHERE relnamespace IN ('survey'::regnamespace, 'science'::regnamespace))"
        " AND attnum > 0 AND NOT attisdropped AND attname !~ '^[a-z][a-z0-9_]*$'"
    )
    assert installed.execute(query).fetchall() == []


def test_every_constraint_begins_with_the_name_of_its_table(installed: psycopg.Connection) -> None:
    query = (
        "SELECT r.relname::text, c.conname::text FROM pg_constraint AS c"
        " INNER JOIN pg_class AS r ON r.oid = c.conrelid"
        " WHERE r.relnamespace = 'survey'::regnamespace AND c.contype <> 'n'"
    )
    constraints = installed.execute(query).fetchall()
    assert len(constraints) > 40
    assert [name for table, name in constraints if not name.startswith(f"{table}_")] == []


def test_every_key_of_the_distributed_tables_contains_source_id(installed: psycopg.Connection) -> None:
    query = (
        "SELECT i.indrelid::regclass::text, 'source_id' IN (SELECT a.attname FROM pg_attribute AS a"
        " WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)) FROM pg_index AS i"
        " WHERE i.indisunique AND i.indrelid = ANY(%s::regclass[])"
    )
    keys = installed.execute(query, [[f"survey.{table}" for table in DISTRIBUTED]]).fetchall()
    assert {table for table, _ in keys} == {f"survey.{table}" for table in DISTRIBUTED}
    assert all(contains for _, contains in keys)


def test_foreign_keys_of_the_distributed_tables_stay_on_their_node(installed: psycopg.Connection) -> None:
    """They go to reference tables, or on source_id to one another; none comes to them from elsewhere."""
    query = (
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, pg_get_constraintdef(c.oid)"
        " FROM pg_constraint AS c WHERE c.contype = 'f'"
        " AND (c.conrelid = ANY(%(tables)s::regclass[]) OR c.confrelid = ANY(%(tables)s::regclass[]))"
    )
    tables = [f"survey.{table}" for table in DISTRIBUTED]
    for table, references, definition in installed.execute(query, {"tables": tables}):
        if references in tables:
            assert table in tables
            assert definition.startswith("FOREIGN KEY (source_id)")


def test_no_trigger_keeps_anything(installed: psycopg.Connection) -> None:
    query = (
        "SELECT t.tgname::text FROM pg_trigger AS t INNER JOIN pg_class AS c ON c.oid = t.tgrelid"
        " WHERE c.relnamespace = 'survey'::regnamespace AND NOT t.tgisinternal"
    )
    assert installed.execute(query).fetchall() == []


def test_functions_with_arguments_that_give_rows_are_strict(installed: psycopg.Connection) -> None:
    query = (
        "SELECT proname::text FROM pg_proc WHERE pronamespace::regnamespace::text IN ('science', 'upkeep')"
        " AND proretset AND pronargs > 0 AND NOT proisstrict"
    )
    assert installed.execute(query).fetchall() == []


def test_functions_in_sql_have_a_parsed_body(installed: psycopg.Connection) -> None:
    """BEGIN ATOMIC or RETURN: the server knows what they use, and a search_path cannot change it."""
    query = (
        "SELECT p.proname::text FROM pg_proc AS p INNER JOIN pg_language AS l ON l.oid = p.prolang"
        " WHERE p.pronamespace::regnamespace::text IN ('science', 'upkeep')"
        " AND l.lanname = 'sql' AND p.prosqlbody IS NULL"
    )
    assert installed.execute(query).fetchall() == []


def test_functions_are_in_sql_or_plpgsql(installed: psycopg.Connection) -> None:
    query = (
        "SELECT DISTINCT l.lanname::text FROM pg_proc AS p INNER JOIN pg_language AS l ON l.oid = p.prolang"
        " WHERE p.pronamespace::regnamespace::text IN ('science', 'upkeep') ORDER BY 1"
    )
    assert installed.execute(query).fetchall() == [("plpgsql",), ("sql",)]


def test_functions_that_run_as_their_owner_pin_the_search_path(installed: psycopg.Connection) -> None:
    query = (
        "SELECT proname::text, array_to_string(proconfig, ' ') FROM pg_proc"
        " WHERE pronamespace::regnamespace::text IN ('science', 'upkeep', 'survey') AND prosecdef"
    )
    functions = installed.execute(query).fetchall()
    assert functions
    assert [row for row in functions if "search_path=pg_catalog, pg_temp" not in (row[1] or "")] == []


def test_every_object_belongs_to_the_owner_role(installed: psycopg.Connection) -> None:
    query = (
        "SELECT relname::text FROM pg_class WHERE relnamespace IN"
        " ('survey'::regnamespace, 'science'::regnamespace) AND pg_get_userbyid(relowner) <> 'epochdb_owner'"
        " UNION ALL SELECT proname FROM pg_proc"
        " WHERE pronamespace::regnamespace::text IN ('science', 'upkeep')"
        " AND pg_get_userbyid(proowner) <> 'epochdb_owner'"
    )
    assert installed.execute(query).fetchall() == []
