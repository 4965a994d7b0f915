"""What the nodes of a distributed installation hold."""

from dataclasses import dataclass
from typing import Any

import psycopg

from db.statement import SQL


@dataclass(frozen=True)
class Node:
    """A node of the cluster, and what it holds of the survey."""

    name: str
    port: int
    role: str
    n_shard: int
    size: int


def nodes(connection: psycopg.Connection[Any]) -> list[Node]:
    """Say which nodes there are and what each holds; none where the survey is not distributed."""
    found = connection.execute("SELECT to_regclass('pg_catalog.pg_dist_partition')").fetchone()
    if found is None or found[0] is None:
        return []
    return [Node(*row) for row in connection.execute((SQL / "citus" / "nodes.sql").read_bytes())]
