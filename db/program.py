"""How a program ends: a known fault is told on standard error, and the exit status is 1."""

import sys
from collections.abc import Callable

import psycopg

from db.faults import Fault


def exit_status(work: Callable[[], int | None], *foreign: type[Exception]) -> int:
    """
    Do a program's work and give its exit status.

    Parameters
    ----------
    work : callable
        Returns a status of its own, or nothing for 0.
    *foreign : type
        Faults that are known beside `Fault`, those of the operating system and those of the database.
    """
    known: tuple[type[Exception], ...] = (Fault, OSError, psycopg.Error, *foreign)
    try:
        return work() or 0
    except known as fault:
        sys.stderr.write(f"{told(fault)}\n")
        return 1


def told(fault: Exception) -> str:
    """Say what is wrong and what to do: of what the server says, not which function called which."""
    if not isinstance(fault, psycopg.Error):
        return f"{type(fault).__name__}: {fault}"
    said = fault.diag
    if not said.message_primary:
        kind = "no connection" if isinstance(fault, psycopg.OperationalError) else type(fault).__name__
        return f"{kind}: {fault}"
    more = {"DETAIL": said.message_detail, "HINT": said.message_hint}
    lines = [f"{type(fault).__name__}: {said.message_primary}"]
    return "\n".join([*lines, *(f"{name}: {text}" for name, text in more.items() if text)])
