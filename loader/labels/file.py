"""Read a list of labelled sources: a table of any kind, its columns called as they may be."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from astropy.table import Column as AstropyColumn
from astropy.table import Table
from numpy.typing import NDArray

from loader.checks import refuse_first
from loader.external.file import read_table
from loader.faults import (
    DuplicateIdentifier,
    InvalidCertainty,
    InvalidIdentifier,
    MissingClass,
    MissingColumn,
)

# What a list tells of a source; the last may be missing
QUANTITIES = ("source_id", "class", "certainty")
REMEDY = "Correct the list."
_WHOLE = re.compile(r"-?\d{1,19}")
IDENTIFIER_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Labels:
    """
    A list of labels, read.

    Attributes
    ----------
    sha256 : str
        Hash of the file's contents.
    source_id : ndarray of int, shape (n,)
    classes : ndarray of str, shape (n,)
    certainty : ndarray, shape (n,)
        From 0 to 1; NaN where the list does not say.
    """

    sha256: str
    source_id: NDArray[np.int64]
    classes: NDArray[np.str_]
    certainty: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.source_id)

    def of_sources(self, known: NDArray[np.bool_]) -> "Labels":
        """Give the labels of some of the sources."""
        return Labels(self.sha256, self.source_id[known], self.classes[known], self.certainty[known])


def read_labels(path: Path, names: Mapping[str, str]) -> Labels:
    """
    Read a list of labels.

    Parameters
    ----------
    path : Path
        A table; its suffix says the format.
    names : mapping of str to str
        What its columns of `QUANTITIES` are called, where they are not called so.

    Raises
    ------
    RejectedFile
        For the first fault: its column and row (from 1, without the head), what it is and what it could be.
    """
    table = read_table(path)
    source_id = _identifiers(path, _column(path, table, names.get("source_id", "source_id")))
    classes = _classes(path, _column(path, table, names.get("class", "class")))
    certainty = np.full(len(table), np.nan)
    if "certainty" in names or "certainty" in table.colnames:
        certainty = _certainties(path, _column(path, table, names.get("certainty", "certainty")))
    return Labels(hashlib.sha256(path.read_bytes()).hexdigest(), source_id, classes, certainty)


def _column(path: Path, table: Table, name: str) -> AstropyColumn:
    if name not in table.colnames:
        remedy = "Say what it is called: --map source_id=StarID class=Type."
        raise MissingColumn(
            path, f"column {name}", f"columns {', '.join(table.colnames)}", "one of that name", remedy
        )
    return table[name]


def _words(column: AstropyColumn) -> NDArray[Any]:
    """Give the cells as text, without blanks around them; nothing where one is missing."""
    return np.array(["" if value is np.ma.masked else str(value).strip() for value in column], dtype=object)


def _identifiers(path: Path, column: AstropyColumn) -> NDArray[np.int64]:
    words = _words(column)
    bad = np.array([not _WHOLE.fullmatch(w) or abs(int(w)) > IDENTIFIER_LARGEST for w in words], dtype=bool)
    shown = np.where(words == "", "nothing", words)
    refuse_first(InvalidIdentifier, path, str(column.name), shown, bad, "a whole number of 64 bits", REMEDY)
    source_id = np.array([int(word) for word in words], dtype=np.int64)
    _, first = np.unique(source_id, return_index=True)
    repeated = np.ones(len(source_id), dtype=bool)
    repeated[first] = False
    expected = "each source once in a list"
    refuse_first(DuplicateIdentifier, path, str(column.name), source_id, repeated, expected, REMEDY)
    return source_id


def _classes(path: Path, column: AstropyColumn) -> NDArray[np.str_]:
    words = _words(column)
    bad = np.array([not word or not word.isprintable() for word in words], dtype=bool)
    shown = np.array([repr(word) if word else "nothing" for word in words], dtype=object)
    refuse_first(MissingClass, path, str(column.name), shown, bad, "the name of a class", REMEDY)
    return words.astype(str)


def _certainties(path: Path, column: AstropyColumn) -> NDArray[np.float64]:
    words = _words(column)
    certainty = np.full(len(words), np.nan)
    bad = np.zeros(len(words), dtype=bool)
    for row, word in enumerate(words):
        if word:
            try:
                certainty[row] = float(word)
            except ValueError:
                bad[row] = True
    bad |= (certainty < 0) | (certainty > 1)
    refuse_first(InvalidCertainty, path, str(column.name), words, bad, "0 to 1, or nothing", REMEDY)
    return certainty
