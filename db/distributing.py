"""Distributing an installation over several machines, by Citus."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from db import schema
from db.faults import Fault
from db.statement import SQL


class NotACluster(Fault):
    """The tables cannot be distributed on this server."""


@dataclass(frozen=True)
class Table:
    """A table, where it belongs and where it is."""

    name: str
    place: str
    present: str
    size: int

    @property
    def is_in_place(self) -> bool:
        """Whether nothing is to be done with it."""
        return self.place in (self.present, "coordinator")


def plan(connection: psycopg.Connection[Any]) -> list[Table]:
    """
    Say where each table belongs and is.

    Raises
    ------
    NotACluster
        Server, extension, nodes or survey are not such that the tables could be distributed.
    """
    try:
        connection.execute(_text("require_cluster"))
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.ObjectNotInPrerequisiteState) as refusal:
        connection.rollback()
        raise NotACluster(f"{refusal.diag.message_primary}. {refusal.diag.message_hint}") from refusal
    connection.execute(_text("places"))
    return [Table(*row) for row in connection.execute(_text("plan"))]


def distribute(
    connection: psycopg.Connection[Any], *, shards: int | None = None, add: Sequence[tuple[str, int]] = ()
) -> None:
    """
    Put each table where it belongs, with its rows, in one transaction.

    A second call moves only what is new: tables of an upgrade. Nodes are added while views and functions are
    out of the way, for Citus sends a new node views in an order in which they fail; shards and reference
    tables are moved to them by Citus' own rebalancer.

    Parameters
    ----------
    connection : psycopg.Connection
        An open connection of a superuser to the coordinator, not in autocommit mode.
    shards : int, optional
        Into how many shards the tables are split; without it Citus' setting, and 32 by default. Heeded
        the first time only.
    add : sequence of (str, int)
        Hosts and ports of nodes that become workers.

    Raises
    ------
    NotACluster
        As for `plan`.
    db.schema.DependentObjects, db.schema.SchemaInUse
        As for `db.schema.upgrade`; nothing is changed.
    """
    plan(connection)
    connection.execute(_text("roles"))
    connection.commit()
    with schema.without_answers(connection):
        # Roles and schemas are made on the workers, too
        connection.execute("RESET ROLE")
        connection.execute("SELECT set_config('lock_timeout', '0', true)")
        if shards is not None:
            connection.execute("SELECT set_config('epochdb.shard_count', %s, true)", [str(shards)])
        for node in add:
            connection.execute("SELECT citus_add_node(%s, %s)", node)
        connection.execute(_text("places"))
        connection.execute(_text("tables"))
        # Rights and functions go to the workers when they know the tables, by connections of the owner's
        connection.execute("SET LOCAL epochdb.is_distributed = off")
        connection.execute("SET LOCAL ROLE epochdb_owner")
    connection.execute("SET LOCAL ROLE epochdb_owner")
    connection.execute("SET LOCAL epochdb.is_distributed = on")
    connection.execute("SET LOCAL citus.enable_ddl_propagation = on")
    connection.execute((SQL / "grants.sql").read_bytes())
    schema.suit_cluster(connection)
    connection.commit()


def _text(name: str) -> bytes:
    return (SQL / "citus" / f"{name}.sql").read_bytes()
