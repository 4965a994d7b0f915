"""Connections at work side by side, each in a thread: the server gives each a processor of its own."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from threading import Lock
from typing import Generic, TypeVar

import psycopg

from db import maintenance
from db.statement import statement
from loader import ending

Work = TypeVar("Work")
Left = TypeVar("Left")


class Queue(Generic[Work]):
    """What is waiting to be done, groups or fields; several threads may draw from it."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._works = iter(works)
        self._taking = Lock()
        self.closed = False

    def __iter__(self) -> Iterator[Work]:
        return self

    def __next__(self) -> Work:
        with self._taking:
            if self.closed:
                raise StopIteration
            return next(self._works)


def side_by_side(
    connections: Sequence[psycopg.Connection],
    queue: Queue[Work],
    work: Callable[[Queue[Work], psycopg.Connection], list[Left]],
) -> list[Left]:
    """Have each connection draw from a queue, in a thread of its own; give what they leave."""
    if len(connections) == 1:
        return work(queue, connections[0])
    with ThreadPoolExecutor(len(connections)) as pool:
        shares = [pool.submit(work, queue, c) for c in connections]
        try:
            wait_for(shares, return_when=FIRST_EXCEPTION)
            queue.closed = any(share.done() and share.exception() for share in shares)
            return [left for share in shares for left in share.result()]
        except BaseException:
            queue.closed = True
            ending.cancel(connections, shares)
            raise


def refresh_statistics(connections: Sequence[psycopg.Connection]) -> None:
    """Tell the planner what has changed, table by table."""
    outdated = connections[0].execute(statement("load/outdated_tables")).fetchall()
    side_by_side(connections, Queue([table for (table,) in outdated]), _refresh_from)


def _refresh_from(queue: Queue[str], connection: psycopg.Connection) -> list[str]:
    for table in queue:
        connection.execute(statement("load/refresh_statistics"), {"table_name": table})
    return []


def measure_fields(connections: Sequence[psycopg.Connection], fields: Sequence[int]) -> None:
    """Measure the light curves of fields that loads have left unknown."""
    # Fields whose StarIDs lie among each other's may stand in each other's way
    for field_id in side_by_side(connections, Queue(fields), _measure_from):
        maintenance.measure_deviations(connections[0], field_id)


def _measure_from(queue: Queue[int], connection: psycopg.Connection) -> list[int]:
    left = []
    for field_id in queue:
        try:
            maintenance.measure_deviations(connection, field_id)
        except psycopg.errors.DeadlockDetected:
            left.append(field_id)
    return left
