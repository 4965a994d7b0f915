"""Numbers of sources that catalogues name by a text: as the database has them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, Self

import numpy as np
import psycopg
from numpy.typing import NDArray

from db.statement import statement


class SourceNames(AbstractContextManager["SourceNames"]):
    """
    Numbers names of sources, some at a time, while catalogues are read.

    A name's number is entered before anything of its source is loaded, so that a catalogue which is refused
    today has the same numbers tomorrow; a dry run enters none.

    Parameters
    ----------
    connect : callable
        Gives a connection in autocommit mode, of its own: catalogues are read while others are loaded.
    dry_run : bool
    """

    def __init__(self, connect: Callable[[], psycopg.Connection], *, dry_run: bool) -> None:
        self._connect = connect
        self._connection: psycopg.Connection | None = None
        self._foreseen: dict[str, int] | None = {} if dry_run else None
        self._asking = Lock()

    def __call__(self, names: NDArray[Any]) -> NDArray[np.int64]:
        """Give the numbers of names, shape (n,), each a text that is not empty."""
        distinct, inverse = np.unique(names.astype(str), return_inverse=True)
        with self._asking:
            self._connection = self._connection or self._connect()
            numbers = self._numbers(self._connection, distinct.tolist())
        return np.array([numbers[name] for name in distinct.tolist()], "i8")[inverse]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection:
            self._connection.close()

    def _numbers(self, connection: psycopg.Connection, names: list[str]) -> dict[str, int]:
        if self._foreseen is None:
            return dict(connection.execute(statement("load/number_sources"), {"keys": names}).fetchall())
        rows = connection.execute(statement("load/known_sources"), {"keys": names}).fetchall()
        last = next(number for name, number in rows if name is None)
        known = {name: number for name, number in rows if name is not None}
        for name in names:
            if name not in known:
                self._foreseen.setdefault(name, last + len(self._foreseen) + 1)
        return {**self._foreseen, **known}
