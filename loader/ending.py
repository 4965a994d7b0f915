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

from loader.faults import BrokenOff, as_text

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


@contextmanager
def in_a_line() -> Iterator[None]:
    """
    Turn an error of the database in the middle of a load into one line.

    Raises
    ------
    BrokenOff
    """
    try:
        yield
    except psycopg.Error as error:
        raise broken_off(error) from error


def broken_off(error: BaseException) -> BrokenOff:
    """Give what a signal or the database said, without its context: what, and the remedy it names."""
    parts = [f"interrupted by {error.args[0] if error.args else 'SIGINT'}"]
    if isinstance(error, psycopg.Error):
        said = error.diag
        parts = [part for part in (said.message_primary or str(error), said.message_hint) if part]
    line = as_text(" ".join(" ".join(parts).split()))
    return BrokenOff(f"the load was broken off: {line}; what is loaded stays, load again for the rest")
