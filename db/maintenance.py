"""Daily housekeeping: light curves measured, space reclaimed, summaries held against the detections."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class Maintenance:
    """What housekeeping did and found."""

    n_light_curve: int
    tables: tuple[str, ...]
    differences: tuple[str, ...]
    n_unresolved: int


def maintain(connection: psycopg.Connection[Any]) -> Maintenance:
    """
    Measure the light curves that changed, vacuum and analyse the survey's tables, verify every summary.

    Catalogues of others are matched anew where the survey has grown; indexes that loads have left loose are
    built anew.

    Value ranges need no refreshing: the loader keeps them. Refused files stay in the log.

    Parameters
    ----------
    connection : psycopg.Connection
        A connection in autocommit mode, as the tables' owner.

    Returns
    -------
    Maintenance
        The number of light curves, the tables, the differences that `science.verify_summaries` found
        (none if all is well), and the number of refused files whose image is still not loaded.
    """
    # On a stock server compiling these queries takes longer than running them
    connection.execute("SELECT set_config('jit', 'off', false)")
    fields = connection.execute("SELECT field_id FROM survey.field ORDER BY field_id").fetchall()
    n_light_curve = sum(measure_deviations(connection, field_id) for (field_id,) in fields)
    connection.execute("SELECT upkeep.keep_all()")
    connection.execute("SELECT upkeep.refresh_external_matches()")
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'survey' ORDER BY tablename"
    tables = tuple(row[0] for row in connection.execute(query))
    for table in tables:
        connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier("survey", table)))
    _tighten(connection)
    rows = connection.execute(
        "SELECT summary, source_id, image_id, difference FROM science.verify_summaries()"
    )
    differences = tuple(
        f"{summary}, {f'source {source_id}' if image_id is None else f'image {image_id}'}: {difference}"
        for summary, source_id, image_id, difference in rows
    )
    unresolved = connection.execute("SELECT count(*) FROM science.rejection_log WHERE NOT is_resolved")
    row = unresolved.fetchone()
    return Maintenance(n_light_curve, tables, differences, row[0] if row else 0)


def measure_deviations(connection: psycopg.Connection[Any], field_id: int) -> int:
    """
    Measure the light curves of a field that loads have left unknown; give their number.

    A field is a transaction of its own, so that loads wait little.
    """
    row = connection.execute("SELECT upkeep.measure_deviations(%s)", [field_id]).fetchone()
    return int(row[0]) if row else 0


def tighten_positions(connection: psycopg.Connection[Any], load_id: int) -> None:
    """Build the index of positions anew where a run, a first delivery, has left it loose."""
    connection.execute("SELECT upkeep.tighten_positions(%s)", [load_id])


def _tighten(connection: psycopg.Connection[Any]) -> None:
    """Build indexes anew beside the old ones where that is worth it; nobody waits for it."""
    for (index,) in connection.execute("SELECT index_name FROM upkeep.loose_indexes()").fetchall():
        key = ("epochdb.loose_index", index)
        lock = "SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))"
        row = connection.execute(lock, key).fetchone()
        if not row or not row[0]:
            continue
        # What a housekeeping that was interrupted has left
        for left in (f"{index}_ccnew", f"{index}_ccold"):
            connection.execute(
                sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier("survey", left))
            )
        connection.execute(sql.SQL("REINDEX INDEX CONCURRENTLY {}").format(sql.Identifier("survey", index)))
        connection.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", key)
