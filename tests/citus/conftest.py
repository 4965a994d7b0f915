"""A distributed installation and a plain one beside it, made on the cluster of the environment."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql

from db import distributing, schema
from tests.conftest import REPOSITORY

NAME = "epochdb_test_citus"
DELIVERY = REPOSITORY.parent / "shared" / "survey"
N_SHARD = 8
Address = tuple[str, int]


@dataclass
class Pair:
    """Connections of a superuser, in autocommit mode, to the same survey twice; and the cluster's nodes."""

    plain: psycopg.Connection[Any]
    cluster: psycopg.Connection[Any]
    nodes: list[Address]

    def do(self, *steps: str | Sequence[object]) -> None:
        """Do the same to both: a statement, or the arguments of a program after ``python -m``."""
        for connection in (self.plain, self.cluster):
            for step in steps:
                if isinstance(step, str):
                    connection.execute(step)
                else:
                    program(connection.info.dbname, *step)


def program(dbname: str, *arguments: object) -> str:
    """Run a program to its good end; give what it said."""
    ran = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=REPOSITORY, env={**os.environ, "PGDATABASE": dbname}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, f"{arguments}: {ran.stderr}"
    return ran.stdout


def connect(dbname: str, **at: Any) -> psycopg.Connection[Any]:
    """Connect as the environment says, to a database of one's own, in autocommit mode."""
    return psycopg.connect(dbname=dbname, autocommit=True, **at)


def _new(dbname: str, **at: Any) -> None:
    _drop(dbname, **at)
    with connect("postgres", **at) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(dbname)))


def _drop(dbname: str, **at: Any) -> None:
    with connect("postgres", **at) as connection:
        name = sql.Identifier(dbname)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


@contextmanager
def cluster(dbname: str, nodes: list[Address]) -> Iterator[psycopg.Connection[Any]]:
    """Make a database on every node, its tables on the coordinator; drop it afterwards."""
    coordinator, *workers = nodes
    for host, port in nodes:
        _new(dbname, host=host, port=port)
        with connect(dbname, host=host, port=port) as connection:
            connection.execute("CREATE EXTENSION citus")
    with connect(dbname) as connection:
        connection.execute("SELECT citus_set_coordinator_host(%s, %s)", coordinator)
        for worker in workers:
            connection.execute("SELECT citus_add_node(%s, %s)", worker)
        install(connection)
        yield connection
    for host, port in nodes:
        _drop(dbname, host=host, port=port)


def install(connection: psycopg.Connection[Any]) -> None:
    """Bring a database to head."""
    connection.autocommit = False
    schema.upgrade(connection)
    connection.commit()
    connection.autocommit = True


def distribute(connection: psycopg.Connection[Any], add: Sequence[Address] = ()) -> None:
    """Distribute what is installed, over further nodes too."""
    connection.autocommit = False
    distributing.distribute(connection, shards=N_SHARD, add=add)
    connection.autocommit = True


@contextmanager
def pair(dbname: str, nodes: list[Address]) -> Iterator[Pair]:
    """Make both, installed and empty; neither is distributed yet."""
    _new(f"{dbname}_plain")
    with cluster(dbname, nodes) as distributed, connect(f"{dbname}_plain") as plain:
        install(plain)
        yield Pair(plain, distributed, nodes)
    _drop(f"{dbname}_plain")


@pytest.fixture(scope="session")
def nodes() -> list[Address]:
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
