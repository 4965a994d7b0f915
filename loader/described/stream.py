"""Catalogues whose rows go into the table as they are read: one of many rows, or many of one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from db.binary import encode_rows
from loader import checks
from loader.delivery import Catalogue
from loader.described.content import FileContent, empty, pieces_of
from loader.described.spool import SpooledContent

# Rows that are encoded at a time
ROWS_AT_ONCE = 1 << 14


@dataclass(frozen=True)
class Streamed:
    """
    The rows of several catalogues on their way into the table.

    Attributes
    ----------
    columns : tuple of str
        Of survey.detection.
    sha256s : list of str
    n_rows : list of int
        Of each catalogue.
    pieces : iterator of memoryview
        Encoded rows.
    source_ids : list of int
        The sources, ascending, where each catalogue has one detection.
    n_missing : mapping of str to int
        By column of the file, how many values were taken as missing.
    """

    columns: tuple[str, ...]
    sha256s: list[str]
    n_rows: list[int]
    pieces: Iterator[memoryview]
    source_ids: list[int] = field(default_factory=list)
    n_missing: Mapping[str, int] = field(default_factory=dict)


def is_streamed(group: Sequence[Catalogue]) -> bool:
    """Tell whether catalogues that name their sources are one large file, or many of one row."""
    contents = [catalogue.content for catalogue in group]
    if len(contents) == 1 and isinstance(content := contents[0], FileContent):
        return content.is_large
    return len(contents) > 1 and all(
        isinstance(content, SpooledContent)
        and content.spool is group[0].content.spool  # type: ignore[union-attr]
        and content.is_single
        for content in contents
    )


@contextmanager
def stream(group: Sequence[Catalogue]) -> Iterator[Streamed]:
    """
    Give the rows of catalogues; those of a large file lie in a file of their own meanwhile.

    Raises
    ------
    RejectedFile
        A large file cannot be read.
    """
    content = group[0].content
    if isinstance(content, FileContent):
        with TemporaryFile(dir=content.directory) as file:
            yield _of_file(content, group[0].image.image_id, file)
    else:
        yield _of_spool(group)


def _of_spool(group: Sequence[Catalogue]) -> Streamed:
    contents = [c.content for c in group if isinstance(c.content, SpooledContent)]
    spool, numbers = contents[0].spool, [content.number for content in contents]
    rows, starts = spool.rows_of_several(numbers)
    sha256s = [
        spool.hash_of(number, rows[start:end])
        for number, start, end in zip(numbers, starts, starts[1:], strict=False)
    ]
    n_rows = np.diff(starts)
    image_ids = np.repeat(np.array([c.image.image_id for c in group], "i4"), n_rows)
    order = np.argsort(rows["source_id"], kind="stable")
    names = rows.dtype.names or ()

    def pieces() -> Iterator[memoryview]:
        for start in range(0, len(order), ROWS_AT_ONCE):
            part = order[start : start + ROWS_AT_ONCE]
            yield encode_rows((*(rows[name][part] for name in names), image_ids[part]))

    sources = np.unique(rows["source_id"]).tolist()
    return Streamed((*names, "image_id"), sha256s, n_rows.tolist(), pieces(), sources)


def _of_file(content: FileContent, image_id: int, file: IO[bytes]) -> Streamed:
    """Read and check a large file once; a few bytes a row are held, by which rows are in order."""
    sha256, tables = content.tables()
    n_missing: Counter[str] = Counter()
    numbers: list[NDArray[np.int64]] = []
    kind = np.dtype([])
    for piece in pieces_of(content.path, content.description, tables, n_missing):
        kind = np.dtype([(name, values.dtype) for name, values in piece.items()])
        packed = np.empty(len(piece["ra"]), kind)
        for name, values in piece.items():
            packed[name] = values
        file.write(packed.data)
        numbers.append(piece["source_id"])
    if not numbers:
        raise empty(content.path)
    file.flush()
    order = _order(content, np.concatenate(numbers))
    n_row = sum(map(len, numbers))
    names = kind.names or ()

    def pieces() -> Iterator[memoryview]:
        for start in range(0, n_row, ROWS_AT_ONCE):
            piece = slice(start, start + ROWS_AT_ONCE)
            places = piece if order is None else order[piece]
            # Mapped anew for each piece, so that no more of it is held
            rows: NDArray[Any] = np.array(np.memmap(file, kind, "r", shape=(n_row,))[places])
            numbered = np.full(len(rows), image_id, "i4")
            yield encode_rows((*(rows[name] for name in names), numbered))

    return Streamed((*names, "image_id"), [sha256], [n_row], pieces(), n_missing=n_missing)


def _order(content: FileContent, source_ids: NDArray[np.int64]) -> NDArray[np.uint32] | None:
    """Give the order of the identifiers, each of which stands once; None if they stand in order."""
    if np.all(source_ids[1:] > source_ids[:-1]):
        return None
    order = np.argsort(source_ids, kind="stable")
    ascending = source_ids[order]
    if np.any(ascending[1:] == ascending[:-1]):
        name = str(content.description.columns["source_id"].name)
        checks.check_unique(content.path, name, source_ids)
    return order.astype("u4")
