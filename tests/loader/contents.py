"""What the survey's tables hold, in a form in which two databases, or two moments, can be compared."""

import json
from typing import Any

import psycopg

# When a row came in, by which run and description, may differ; what the rejected file leaves in the log must
LOGS = ("load", "rejected_file", "description", "flag", "removed_catalogue")
SUMS = ("flux_mean", "flux_m2", "weight", "weighted_offset", "chi2")
STRONGEST = ("strongest_flux", "strongest_flux_err", "strongest_image_id", "rest_deviation")
SUMMARIES = ("source", "source_variability", "catalogue_count")


def tables(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Give every row of every survey table but the logs, as text, in order, without load and its time."""
    names = connection.execute(
        "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'survey' AND NOT tablename = ANY (%s)"
        " ORDER BY 1",
        [list(LOGS)],
    ).fetchall()
    return {name: rows(connection, name) for (name,) in names}


def rows(connection: psycopg.Connection, table: str) -> list[str]:
    """Give the rows of a table as text, in order, without load and time of loading."""
    to_the_byte = "t::text"
    without_stamp = "(to_jsonb(t) - '{load_id,loaded_at,installed_at}'::text[])::text"
    text = to_the_byte if table in ("detection", "source", "image") else without_stamp
    query = f'SELECT {text} COLLATE "C" FROM survey.{table} AS t ORDER BY 1'
    return [row[0] for row in connection.execute(query)]


def summaries(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Give the rows of the summaries as text, in order."""
    return {name: rows(connection, name) for name in SUMMARIES}


def detections_hash(connection: psycopg.Connection) -> tuple[object, ...] | None:
    """Give the number of detections and a sum of hashes over them, which does not depend on their order."""
    query = "SELECT count(*), sum(hashtextextended(d::text, 0)) FROM survey.detection AS d"
    return connection.execute(query).fetchone()


def differences(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """Give what the database itself finds wrong with its summaries."""
    return connection.execute("SELECT * FROM science.verify_summaries()").fetchall()


def clear(connection: psycopg.Connection) -> None:
    """Empty the survey: images, detections, summaries and logs."""
    connection.execute(
        "TRUNCATE survey.load, survey.rejected_file, survey.field, survey.image, survey.catalogue,"
        " survey.catalogue_count, survey.detection, survey.source, survey.source_variability"
        " RESTART IDENTITY CASCADE"
    )


def images(connection: psycopg.Connection) -> list[int]:
    """Give the images that are in, in order."""
    return [row[0] for row in connection.execute("SELECT image_id FROM survey.catalogue ORDER BY 1")]


def assert_same(one: dict[str, list[str]], other: dict[str, list[str]]) -> None:
    """Hold the tables of two databases against each other: the same to the byte, running moments to 1e-9."""
    assert one.keys() == other.keys()
    for name, rows_of_one in one.items():
        if name != "source_variability":
            assert rows_of_one == other[name], name
    rows, others = (_by_source(tables["source_variability"]) for tables in (one, other))
    assert rows.keys() == others.keys()
    for key, row in rows.items():
        other_row = others[key]
        # The strongest epoch and the bound on the rest depend on the order; verify_summaries checks them
        sums, other_sums = ({name: r.pop(name) for name in (*SUMS, *STRONGEST)} for r in (row, other_row))
        assert row == other_row
        if not row["n_epoch"]:
            assert set(sums.values()) == set(other_sums.values()) == {None}, key
            continue
        extent = max(abs(row["flux_min"]), abs(row["flux_max"]))
        weight = sums["weight"]
        # Of equal fluxes nothing but rounding remains, of the size of their squares
        allowed = {
            "flux_mean": extent,
            "flux_m2": max(sums["flux_m2"], 1e-6 * row["n_epoch"] * extent**2),
            "weight": weight,
            "weighted_offset": weight * extent,
            "chi2": max(sums["chi2"], 1e-6 * weight * extent**2),
        }
        for name in SUMS:
            assert abs(sums[name] - other_sums[name]) <= 1e-9 * allowed[name], (key, name)


def _by_source(rows: list[str]) -> dict[tuple[int, str, str], dict[str, Any]]:
    parsed = map(json.loads, rows)
    return {(row["source_id"], row["band"], row["calibration"]): row for row in parsed}
