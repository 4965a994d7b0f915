"""The rules that keep the schema distributable, read from the files and from the tables that they make."""

import re
from pathlib import Path

import psycopg
import pytest

from db import schema

SQL = Path(__file__).resolve().parents[2] / "sql"
FILES = sorted((*(SQL / "science").rglob("*.sql"), *(SQL / "upkeep").rglob("*.sql")))
STATEMENTS = sorted((*FILES, *(SQL / "load").glob("*.sql"), *(SQL / "ml").glob("*.sql")))

# A new table goes into one of these, after a thought on how large it becomes and what it is joined with.
DISTRIBUTED = {
    "association_rival", "candidate_period", "class_probability", "detection", "external_match",
    "harmonic_model", "kept_association_rival", "kept_detection", "label", "light_curve_feature",
    "period", "source", "source_history", "source_variability", "source_variability_history",
}  # fmt: skip
ON_COORDINATOR = {"schema_version", "science_version"}
REFERENCE = {
    "association", "band", "catalogue", "catalogue_count", "catalogue_range", "classification",
    "data_release", "density_candidate", "description", "external_list", "external_list_column",
    "external_match_run", "external_source", "field", "field_name", "flag", "forest", "forest_class",
    "forest_feature", "forest_node", "frame", "galaxy", "galaxy_sample", "image", "image_depth",
    "image_key", "image_outline", "kept_association", "kept_catalogue", "kept_catalogue_count",
    "kept_catalogue_range", "kept_image", "kept_image_depth", "kept_image_outline", "kept_tie_offset",
    "label_list", "linear_term", "load", "mixture_component", "model_metric", "model_parameter",
    "model_run", "model_weight", "noise_floor", "noise_run", "photo_z", "prediction",
    "principal_component", "rejected_file", "release_band", "release_field", "release_image",
    "release_load", "release_noise_run", "release_range", "release_run", "release_tie",
    "removed_catalogue", "run_light_curve", "sample_comparison", "saved_question", "simulated_star",
    "snr_threshold", "source_identifier", "source_name", "tie", "tie_offset",
}  # fmt: skip

by_file = pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")


def code(path: Path) -> str:
    """Give the text without comments, header and COMMENT ON."""
    return re.sub(r"--[^\n]*", "", path.read_text().partition("\nCOMMENT ON ")[0])


def test_what_is_planned_once_is_planned_with_its_arguments_on_a_cluster() -> None:
    on_a_cluster = "".join(path.read_text() for path in (SQL / "citus").glob("*.sql"))
    for path in FILES:
        text = code(path)
        if "SET plan_cache_mode" in text and "survey." in text:
            reset = (
                rf"ALTER FUNCTION {path.parent.parent.name}\.{path.stem}\([^;]*\)\s+RESET plan_cache_mode;"
            )
            assert re.search(reset, on_a_cluster), path.name


@pytest.fixture
def places(installed: psycopg.Connection) -> dict[str, str]:
    """Give the place of each table of the survey, as sql/citus says it."""
    installed.execute((SQL / "citus" / "places.sql").read_bytes())
    rows = installed.execute("SELECT table_name, place FROM table_place").fetchall()
    return {name.removeprefix("survey."): place for name, place in rows}


def test_every_table_is_where_somebody_thought_it_should_be(places: dict[str, str]) -> None:
    expected = {
        **dict.fromkeys(DISTRIBUTED, "distributed"),
        **dict.fromkeys(REFERENCE, "reference"),
        **dict.fromkeys(ON_COORDINATOR, "coordinator"),
    }
    assert places == expected


def test_every_key_of_a_distributed_table_contains_source_id(
    installed: psycopg.Connection, places: dict[str, str]
) -> None:
    keys = installed.execute(
        """
        SELECT c.relname, i.indexrelid::regclass::text, array_agg(a.attname::text)
        FROM pg_index AS i
        INNER JOIN pg_class AS c ON c.oid = i.indrelid AND c.relnamespace = 'survey'::regnamespace
        INNER JOIN pg_attribute AS a
            ON a.attrelid = c.oid AND a.attnum = any((i.indkey::smallint[])[0:i.indnkeyatts - 1])
        WHERE i.indisunique
        GROUP BY c.relname, i.indexrelid
        """
    ).fetchall()
    without = [name for table, name, columns in keys
               if places[table] == "distributed" and "source_id" not in columns]  # fmt: skip
    assert without == []


def test_a_distributed_table_refers_to_its_like_by_source_id_or_to_reference_tables(
    installed: psycopg.Connection, places: dict[str, str]
) -> None:
    """And a reference table to reference tables: Citus refuses others."""
    references = installed.execute(
        """
        SELECT f.conname, c.relname, r.relname, pg_get_constraintdef(f.oid)
        FROM pg_constraint AS f
        INNER JOIN pg_class AS c ON c.oid = f.conrelid AND c.relnamespace = 'survey'::regnamespace
        INNER JOIN pg_class AS r ON r.oid = f.confrelid
        WHERE f.contype = 'f'
        """
    ).fetchall()
    assert references
    for name, table, referred, definition in references:
        if places[referred] == "distributed":
            assert places[table] == "distributed" and definition.count("source_id") >= 2, name
        else:
            assert places[referred] == "reference", name


def test_no_table_has_a_trigger(installed: psycopg.Connection) -> None:
    triggers = installed.execute(
        "SELECT t.tgname FROM pg_trigger AS t INNER JOIN pg_class AS c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = 'survey'::regnamespace"
    ).fetchall()
    assert triggers == []


@by_file
def test_a_function_that_gives_rows_is_strict_without_arguments_too(path: Path) -> None:
    """Otherwise it is made a part of the query, which Citus then plans with parameters that it cannot."""
    header = re.search(
        r"CREATE FUNCTION [\w.]+\(.*?\)\s*RETURNS (.*?)LANGUAGE (sql[^\n]*)", code(path), re.DOTALL
    )
    if header and re.match(r"TABLE|SETOF", header[1]):
        assert "STRICT" in header[2]


@by_file
def test_no_filter_guards_a_function_against_its_argument(path: Path) -> None:
    """It is applied after the workers have computed: CASE inside the aggregate instead."""
    for aggregate in re.findall(r"\(([^;]*?)\)\s*FILTER\s*\(", code(path)):
        # The innermost parenthesis before FILTER and what it may hold
        assert not re.search(r"\b(log|ln|sqrt|asin|acos)\([^;]*$", aggregate.rpartition("(ORDER BY")[2][-80:])


@by_file
def test_no_update_reads_a_function(path: Path) -> None:
    """
    It would be called on the nodes that have the table.

    For a distributed one it stands in a MATERIALIZED CTE instead; for others that is not enough, and what it
    gives is an argument.
    """
    for update in re.findall(r"UPDATE survey\.\w+ AS \w+\s+SET[^;]*;", code(path)):
        assert not re.search(r"(?:FROM|JOIN|LATERAL)\s+(?:upkeep|science)\.\w+\(", update)


@by_file
def test_no_update_sets_what_is_volatile(path: Path) -> None:
    for update in re.findall(r"\bUPDATE survey\.\w+[^;]*", code(path)):
        assert not re.search(r"\b(clock_timestamp|random|nextval|gen_random_uuid)\(", update)


@by_file
def test_on_conflict_takes_the_new_values_from_excluded(path: Path) -> None:
    for update in re.findall(r"ON CONFLICT[^;]*?DO UPDATE\s+SET([^;]*)", code(path)):
        assert "excluded." in update


@by_file
def test_no_values_that_are_entered_hold_a_query(path: Path) -> None:
    """Nor does what is done on conflict: INSERT ... SELECT instead, or an UPDATE after it."""
    for entered in re.findall(r"INSERT INTO survey\.\w+[\w\s]*(?:\([^)]*\))?\s*VALUES([^;]*);", code(path)):
        assert "SELECT" not in entered


@pytest.mark.parametrize("name", ["merge_sources", "merge_source_variability"])
def test_what_a_cluster_merges_is_what_is_merged_elsewhere(name: str) -> None:
    """MERGE takes no rows of a function there: the same query to the letter, written otherwise."""
    elsewhere = re.search(
        r"    USING \(\n(.*?)\n    \) AS n\n", (SQL / f"upkeep/load/{name}.sql").read_text(), re.DOTALL
    )
    cluster = re.search(
        r"    FROM \(\n(.*?)\n    \) AS n\n", (SQL / f"citus/{name}.sql").read_text(), re.DOTALL
    )
    assert elsewhere and cluster
    assert cluster[1] == elsewhere[1]


def test_what_a_cluster_makes_of_detections_is_laid_side_by_side_as_elsewhere() -> None:
    """Which detections are looked at differs; what is made of them by band becomes a row the same way."""
    elsewhere, cluster = (
        (SQL / folder / "source_from_detections.sql")
        .read_text()
        .partition("\n    SELECT\n        o.source_id,")[2]
        for folder in ("upkeep/load", "citus")
    )
    assert elsewhere
    assert cluster.partition("\nEND;")[0] == elsewhere.partition("\nEND;")[0]


def test_the_roads_to_a_cluster_have_the_same_steps() -> None:
    """The script of psql and db.distributing run the same files in the same order."""
    road = re.findall(r"^\\ir (\S+)$", (SQL / "citus" / "distribute.sql").read_text(), re.MULTILINE)
    assert road == [
        *("require_cluster.sql", "roles.sql", "../foundation.sql", "../registry.sql", "places.sql"),
        *("tables.sql", "../replaceable.sql", "../grants.sql"),
        *(f"{name}.sql" for name in schema.CLUSTER),
    ]
