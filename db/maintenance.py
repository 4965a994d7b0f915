"""Nightly housekeeping: statistics refreshed, space reclaimed, summaries held against the detections."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class Maintenance:
    """What housekeeping did and found."""

    tables: tuple[str, ...]
    differences: tuple[str, ...]
    n_unresolved: int


def maintain(connection: psycopg.Connection[Any]) -> Maintenance:
    """
    Vacuum and analyse the survey's tables and verify every summary.

    Value ranges need no refreshing: the loader keeps them. Refused files stay in the log.

    Parameters
    ----------
    connection : psycopg.Connection
        A connection in autocommit mode, as the tables' owner.

    Returns
    -------
    Maintenance
        The tables, the differences that `science.verify_summaries` found (none if all is well), and the
        number of refused files whose image is still not loaded.
    """
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'survey' ORDER BY tablename"
    tables = tuple(row[0] for row in connection.execute(query))
    for table in tables:
        connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier("survey", table)))
    rows = connection.execute(
        "SELECT summary, source_id, image_id, difference FROM science.verify_summaries()"
    )
    differences = tuple(
        f"{summary}, {f'source {source_id}' if image_id is None else f'image {image_id}'}: {difference}"
        for summary, source_id, image_id, difference in rows
    )
    unresolved = connection.execute("SELECT count(*) FROM science.rejection_log WHERE NOT is_resolved")
    row = unresolved.fetchone()
    return Maintenance(tables, differences, row[0] if row else 0)
