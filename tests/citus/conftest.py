"""A distributed installation and a plain one beside it, made on the cluster of the environment."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from db import distributing, schema
from loader import ledger, run

NAME = "epochdb_test_citus"
DELIVERY = Path(__file__).resolve().parents[3] / "shared" / "survey"


@dataclass
class Pair:
    """Connections of a superuser, in autocommit mode, to the same survey twice."""

    plain: psycopg.Connection[Any]
    cluster: psycopg.Connection[Any]


def _connect(dbname: str, **at: Any) -> psycopg.Connection[Any]:
    return psycopg.connect(dbname=dbname, autocommit=True, **at)


def _new(dbname: str, **at: Any) -> None:
    with _connect("postgres", **at) as connection:
        name = sql.Identifier(dbname)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _drop(dbname: str, **at: Any) -> None:
    with _connect("postgres", **at) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(dbname)))


def load(connection: psycopg.Connection[Any], *paths: Path, replace: bool = False) -> run.Tally:
    """Load deliveries."""
    delivery = run.find(paths, ledger.bands(connection))
    return run.load(connection, paths, delivery, lambda *_: None, replace=replace)


@pytest.fixture(scope="session")
def nodes() -> list[tuple[str, int]]:
    """The coordinator and its workers, as the database that the environment names knows them."""
    if os.environ.get("EPOCHDB_TEST_CITUS") != "yes":
        pytest.skip("no cluster was asked for: make test-citus with PGHOST ... naming a coordinator")
    with psycopg.connect() as connection:
        if connection.execute("SELECT to_regclass('pg_catalog.pg_dist_node')").fetchone() == (None,):
            pytest.skip("PGHOST and PGDATABASE name no database with the extension citus and its nodes")
        rows = connection.execute("SELECT nodename, nodeport FROM pg_dist_node ORDER BY groupid").fetchall()
    if len(rows) < 3:
        pytest.skip("the cluster has fewer than two workers: SELECT citus_add_node('worker', 5432)")
    return [(name, port) for name, port in rows]


@pytest.fixture(scope="session", params=["loaded", "empty"])
def pair(nodes: list[tuple[str, int]], request: pytest.FixtureRequest) -> Iterator[Pair]:
    """The real delivery in both: distributed when it is loaded already, or loaded into empty shards."""
    if not DELIVERY.is_dir():
        pytest.skip("the real delivery is not beside the repository (../shared/survey)")
    coordinator, *workers = nodes
    for host, port in nodes:
        _new(NAME, host=host, port=port)
        with _connect(NAME, host=host, port=port) as connection:
            connection.execute("CREATE EXTENSION citus")
    _new(f"{NAME}_plain")
    with _connect(f"{NAME}_plain") as plain, _connect(NAME) as cluster:
        cluster.execute("SELECT citus_set_coordinator_host(%s, %s)", coordinator)
        for worker in workers:
            cluster.execute("SELECT citus_add_node(%s, %s)", worker)
        for connection in (plain, cluster):
            connection.autocommit = False
            schema.upgrade(connection)
            connection.commit()
        if request.param == "empty":
            distributing.distribute(cluster, shards=8)
        for connection in (plain, cluster):
            connection.autocommit = True
            assert not load(connection, DELIVERY).faults
        if request.param == "loaded":
            cluster.autocommit = False
            distributing.distribute(cluster, shards=8)
            cluster.autocommit = True
        yield Pair(plain, cluster)
    _drop(f"{NAME}_plain")
    for host, port in nodes:
        _drop(NAME, host=host, port=port)
