"""Columns of a table as a description reads them: nulls taken out, units known, what cannot be refused."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.checks import REAL_MAX, refuse_first
from loader.description.model import Column, Description
from loader.faults import (
    InfiniteValue,
    InvalidColumn,
    InvalidIdentifier,
    MissingColumn,
    MissingValue,
    RejectedFile,
    UnknownUnit,
)
from loader.fits_table import Values
from loader.formats.table import Chunk, SourceTable

Array = NDArray[Any]


@dataclass(frozen=True)
class Columns:
    """
    The columns of a table.

    Attributes
    ----------
    path : Path
        The file, for messages.
    description : Description
    table : SourceTable
    is_one_of_several : bool
        Whether messages name the table.
    n_missing : Counter of str
        By column of the file, how many values were taken as missing.
    """

    path: Path
    description: Description
    table: SourceTable
    is_one_of_several: bool = False
    n_missing: Counter[str] = field(default_factory=Counter)

    @property
    def where(self) -> str:
        """What stands before a column in messages."""
        return f"table {self.table.number}, " if self.is_one_of_several else ""

    def names(self) -> dict[str, str]:
        """Give the columns that are needed, by the name in the description, as the file writes them."""
        names = {}
        for wanted in self.description.columns_read():
            found = self.table.named(wanted)
            if found is None:
                listed = ", ".join(self.table.columns)
                raise MissingColumn(
                    self.path, f"{self.where}column {wanted}", f"the columns {listed[:600]}",
                    "one of that name", f"Correct the description, {self.description.path.name}.",
                )  # fmt: skip
            names[wanted] = found
        return names

    def refuse(
        self,
        fault: type[RejectedFile],
        name: str,
        values: Array,
        bad: NDArray[np.bool_],
        expected: str,
        first: int,
    ) -> None:
        """Raise the fault for the first bad value of rows that begin with the first."""
        where = f"{self.where}from row {first} on, " if first > 1 else self.where
        refuse_first(fault, self.path, name, values, bad, expected, "Correct the catalogue.", where)

    def take(self, values: Array, name: str, found: NDArray[np.bool_] | None) -> None:
        """Put NaN where something that stands for nothing was found."""
        if found is not None and found.any():
            self.n_missing[name] += int(found.sum())
            values[found] = np.nan

    def numbers(self, chunk: Chunk, column: Column, first: int) -> Array:
        """Give a column in double precision, NaN where its null or a number that stands for nothing is."""
        name = str(column.name)
        values = self._plain(chunk[name], name).astype("f8")
        null = chunk[name].missing
        absent = np.zeros(len(values), bool) if null is None else null.copy()
        for number in (*self.description.missing, *column.missing):
            absent |= np.isclose(values, number, rtol=1e-6, atol=0)
        if column.valid:
            with np.errstate(invalid="ignore"):
                absent |= (values < column.valid[0]) | (values > column.valid[1])
        self.take(values, name, absent)
        expected = f"a number up to {REAL_MAX:.1e}, or NaN if missing"
        self.refuse(InfiniteValue, name, values, np.abs(values) > REAL_MAX, expected, first)
        return values

    def whole(
        self, chunk: Chunk, column: Column, first: int, maximum: int, absent: int | None = None
    ) -> Array:
        """Give a column of whole numbers from 0 up, which must be there unless something stands for none."""
        name = str(column.name)
        values, null = self._plain(chunk[name], name), chunk[name].missing
        if null is not None and null.any():
            if absent is None:
                nothing = np.full(len(values), "nothing")
                self.refuse(MissingValue, name, nothing, null, "a value in each row", first)
            values = np.where(null, absent or 0, values)
        if values.dtype.kind == "f":
            maximum = min(maximum, 2 ** (np.finfo(values.dtype).nmant + 1) - 1)
        with np.errstate(invalid="ignore"):
            bad = ~((values >= 0) & (values <= maximum) & (values == np.floor(values)))
        self.refuse(InvalidIdentifier, name, values, bad, f"a whole number from 0 to {maximum}", first)
        return values.astype("i8")

    def named(self, chunk: Chunk, column: Column, first: int) -> Array:
        """Give the numbers of the sources that a column names, each row one."""
        name = str(column.name)
        values, null = chunk[name].values, chunk[name].missing
        texts = values if values.dtype.kind == "O" else values.astype(str).astype(object)
        nothing = np.array([text is None or not str(text).strip() for text in texts], bool)
        nothing |= False if null is None else null
        self.refuse(MissingValue, name, texts, nothing, "the name of a source in each row", first)
        assert self.description.number_names is not None
        return self.description.number_names(np.array([str(text).strip() for text in texts]))

    def factor(
        self, column: Column, known: dict[str, float], expected: str, default: float | None = None
    ) -> float:
        """Give the factor from the unit of the file, or where it is silent of the description."""
        own = self.table.units.get(self.table.named(str(column.name)) or "", "").strip().lower()
        if own in known:
            return known[own]
        if column.unit is not None and not own:
            return known[column.unit]
        if default is not None and column.unit is None:
            return default
        raise UnknownUnit(
            self.path, f"{self.where}column {column.name}", f"the unit {own!r}" if own else "no unit",
            expected, "Say it in the description: { column = ..., unit = ... }.",
        )  # fmt: skip

    def _plain(self, read: Values, name: str) -> Array:
        """Give a column as numbers, those that a file has as text among them."""
        if read.values.dtype.kind in "iuf":
            return read.values
        texts = ["nan" if text is None or text == "" else str(text) for text in read.values]
        for kind in ("i8", "f8"):
            try:
                return np.array(texts).astype(kind)
            except (ValueError, OverflowError):
                continue
        raise InvalidColumn(
            self.path, f"{self.where}column {name}", f"texts such as {texts[0]!r}", "one number a row",
            "Deliver it as numbers; names of sources: identifier = { column = ..., named = true }.",
        )  # fmt: skip
