"""A table in a file: its columns, their units, its keywords, and its rows in chunks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from loader.fits_table import Values

# Rows that are held at once where a format can be read by parts
CHUNK_ROWS = 100_000

Chunk = Mapping[str, Values]
Keywords = Mapping[str, str | float | bool]


@dataclass(frozen=True)
class SourceTable:
    """
    A table in a file.

    Attributes
    ----------
    name : str
        How messages call it, and what a description may name it by; empty where it is the only one.
    number : int
        Its number in the file, from 1.
    columns : tuple of str
        Their names, as the file writes them.
    units : mapping of str to str
        By column, as the file writes them; nothing where it is silent.
    keywords : mapping of str to str, float or bool
        What is said of the table as a whole, by names in upper case.
    chunks : callable
        Given names of columns, gives them chunk by chunk.
    """

    name: str
    number: int
    columns: tuple[str, ...]
    units: Mapping[str, str]
    keywords: Keywords
    chunks: Callable[[Sequence[str]], Iterator[Chunk]] = field(repr=False)

    def named(self, name: str) -> str | None:
        """Give a column as the file writes it: of that name, or the only one but for its letter case."""
        if name in self.columns:
            return name
        alike = [column for column in self.columns if column.lower() == name.lower()]
        return alike[0] if len(alike) == 1 else None
