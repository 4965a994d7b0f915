"""How a load ends before its time: signals, statements given up, errors of the database in a line."""

import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import psycopg

from loader.faults import as_text

# How long a connection has to take note that its statement is given up
CANCEL_SECONDS = 0.5


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM end the program as SIGINT does: by a KeyboardInterrupt, which names the signal."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, _: FrameType | None) -> None:
    raise KeyboardInterrupt(signal.Signals(number).name)


def cancel(connections: Iterable[psycopg.Connection], shares: Iterable[Future[Any]]) -> None:
    """Give up whatever statements the connections are at, again and again until the threads have ended."""
    waiting = set(shares)
    while waiting:
        for connection in connections:
            with suppress(psycopg.Error):
                connection.cancel_safe(timeout=CANCEL_SECONDS)
        waiting = wait_for(waiting, timeout=0.1).not_done


def usable(connections: Iterable[psycopg.Connection]) -> psycopg.Connection | None:
    """Give a connection that can still be asked something; None where there is none."""
    for connection in connections:
        if not connection.closed and not connection.broken:
            with suppress(psycopg.Error):
                connection.rollback()
                return connection
    return None


def in_a_line(error: BaseException) -> str:
    """Give what a signal or the database said, without its context: what, and the remedy it names."""
    if isinstance(error, KeyboardInterrupt):
        return f"interrupted by {error.args[0] if error.args else 'SIGINT'}"
    said = str(error)
    hint = None
    if isinstance(error, psycopg.Error):
        said, hint = error.diag.message_primary or said, error.diag.message_hint
    parts = [part for part in (said, hint) if part]
    return as_text(" ".join(" ".join(parts).split()))
