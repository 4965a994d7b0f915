"""Nodes of a cluster that are killed outright, at a random instant or amid a commit."""

import os
import random
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.citus.conftest import Address, connect
from tests.conftest import REPOSITORY

PATIENCE_SECONDS = 600
# What of a load is at work when a transaction over several nodes is about to be committed
MERGING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
    " AND query ~ 'add_catalogues|COPY survey' AND pid <> pg_backend_pid()"
)
PREPARED = "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()"
COMMITTING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'SyncRep'"
)
# Whole catalogues: as many detections as the catalogue says, and none of an image without one
BROKEN = """
    SELECT coalesce(c.image_id, d.image_id)
    FROM survey.catalogue AS c
    FULL JOIN (
        SELECT e.image_id, count(*) AS n FROM survey.detection AS e GROUP BY e.image_id
    ) AS d ON d.image_id = c.image_id
    WHERE d.n IS DISTINCT FROM c.n_detection
"""
SUMMARIES = "SELECT summary, source_id, image_id, difference FROM science.verify_summaries()"


@dataclass
class Nodes:
    """The nodes of a database, and the command that kills one of them and starts it again.

    Attributes
    ----------
    dbname : str
        The database.
    coordinator : tuple of str and int
        Host and port, as of the workers.
    workers : list of tuple of str and int
        At least two.
    restart : str
        A command of the shell; host and port are put after it. It kills the server outright, and ends when
        it has been started again.
    """

    dbname: str
    coordinator: Address
    workers: list[Address]
    restart: str

    def kill(self, node: Address) -> None:
        """Kill a node outright; give back when it is there again."""
        subprocess.run(
            [*shlex.split(self.restart), node[0], str(node[1])], check=True, timeout=PATIENCE_SECONDS
        )

    def at(self, node: Address) -> psycopg.Connection[Any]:
        """Connect to a node that may only just have been started."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return connect(self.dbname, host=node[0], port=node[1])
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def asked(self, node: Address, query: str) -> int:
        """Ask a node for a number."""
        with self.at(node) as connection:
            row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def in_doubt(self) -> int:
        """Give how many transactions are prepared on workers."""
        return sum(self.asked(worker, PREPARED) for worker in self.workers)

    @contextmanager
    def held_up(self, node: Address) -> Iterator[None]:
        """Let no transaction on a node end, by having it wait for a standby that is not there."""
        self._set(node, "SET synchronous_standby_names = 'nobody'")
        yield
        self._set(node, "RESET synchronous_standby_names")

    def _set(self, node: Address, setting: str) -> None:
        with self.at(node) as connection:
            connection.execute(f"ALTER SYSTEM {setting}")
            connection.execute("SELECT pg_reload_conf()")

    def settle(self) -> None:
        """Have transactions in doubt committed or rolled back by the coordinator's log."""
        _wait(lambda: self.asked(self.coordinator, "SELECT recover_prepared_transactions()") >= 0 and not
              self.in_doubt(), "transactions stay in doubt")  # fmt: skip

    def loaded(self) -> int:
        """Give how many catalogues are in."""
        return self.asked(self.coordinator, "SELECT count(*) FROM survey.catalogue")

    def faults(self) -> list[tuple[Any, ...]]:
        """Give what is wrong with catalogues and summaries."""
        with self.at(self.coordinator) as connection:
            return [*connection.execute(BROKEN), *connection.execute(SUMMARIES)]


def _wait(condition: Callable[[], object], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.05)


class Load:
    """A run of the loader, which a kill may meet."""

    def __init__(self, nodes: Nodes, *arguments: object) -> None:
        self.nodes = nodes
        self.program = subprocess.Popen(
            [sys.executable, "-m", "loader", *map(str, arguments)],
            cwd=REPOSITORY, env={**os.environ, "PGDATABASE": nodes.dbname},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def wait_until(self, node: Address, query: str) -> bool:
        """Wait until a node's answer is more than 0; tell whether it came before the program's end."""
        _wait(lambda: self.program.poll() is not None or self.nodes.asked(node, query), query)
        return self.program.poll() is None

    def ended(self) -> str:
        """Wait for its end; give what it said on standard error."""
        return self.program.communicate(timeout=PATIENCE_SECONDS)[1]


def at_random(load: Load, nodes: Nodes, node: Address, chance: random.Random) -> bool:
    """Kill a node at a random instant after the first merge has begun."""
    if not load.wait_until(nodes.coordinator, MERGING):
        return False
    time.sleep(chance.uniform(0, 3))
    met = load.program.poll() is None
    nodes.kill(node)
    return met


def before_the_commit(load: Load, nodes: Nodes, node: Address, chance: random.Random) -> bool:
    """Kill a node when one worker has prepared and another has not answered.

    Without the coordinator it is to be rolled back; without a worker, the coordinator knows.
    """
    first, *_, last = nodes.workers
    if not load.wait_until(nodes.coordinator, MERGING):
        return False
    with nodes.held_up(last):
        met = load.wait_until(first, PREPARED)
        nodes.kill(node)
    return met


def when_workers_have_prepared(load: Load, nodes: Nodes, node: Address, chance: random.Random) -> bool:
    """Kill a node when workers have prepared and the coordinator is about to commit.

    Without the coordinator it is to be rolled back. Without a worker it is committed, which that worker is to
    learn when it is back.
    """
    if not load.wait_until(nodes.coordinator, MERGING):
        return False
    with nodes.held_up(nodes.coordinator):
        met = load.wait_until(nodes.workers[0], PREPARED) and load.wait_until(nodes.coordinator, COMMITTING)
        nodes.kill(node)
    return met
