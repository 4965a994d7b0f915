"""Which format a file has, by suffix and contents, and its tables."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from loader.contents import BZIP2, GZIP, hash_contents, map_contents, read_contents
from loader.faults import DamagedFile, UnreadableFile
from loader.formats.fits import fits_tables
from loader.formats.library import astropy_tables
from loader.formats.parquet import parquet_tables
from loader.formats.table import SourceTable
from loader.formats.text import csv_tables

SUFFIXES = {
    ".fits": "fits", ".fit": "fits", ".fts": "fits", ".ldac": "fits", ".fz": "fits", ".parquet": "parquet",
    ".pq": "parquet", ".csv": "csv", ".tsv": "csv", ".ecsv": "ecsv", ".vot": "votable", ".votable": "votable",
    ".xml": "votable", ".cat": "ascii", ".txt": "ascii", ".dat": "ascii", ".asc": "ascii",
    ".sex": "sextractor",
}  # fmt: skip
PACKED = (".gz", ".bz2", ".fz")
_HEAD_BYTES = 4096


def is_table(path: Path) -> bool:
    """Tell whether a file's suffix is one of a table's."""
    return _suffix(path) in SUFFIXES


def _suffix(path: Path) -> str:
    name = path.name.lower()
    for packed in PACKED:
        inner = name.removesuffix(packed)
        if inner != name and Path(inner).suffix in SUFFIXES:
            return Path(inner).suffix
    return Path(name).suffix


def format_of(path: Path, head: bytes) -> str:
    """
    Give the format of a file by its first bytes, decompressed, or where they do not tell by its suffix.

    Raises
    ------
    UnreadableFile
        Neither tells.
    """
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"SIMPLE  ="):
        return "fits"
    if head.startswith(b"PAR1"):
        return "parquet"
    if text.startswith(b"# %ECSV"):
        return "ecsv"
    if text.startswith(b"<") and b"VOTABLE" in head.upper():
        return "votable"
    lines = text.splitlines()
    if lines and lines[0].startswith(b"#") and lines[0].split()[1:2] == [b"1"] and len(lines[0].split()) > 2:
        return "sextractor"
    form = SUFFIXES.get(_suffix(path))
    if form in ("csv", "ascii", "sextractor"):
        return form
    raise UnreadableFile(
        path, "", f"a file that begins with {head[:16]!r}",
        f"a table in one of the formats {', '.join(sorted(set(SUFFIXES.values())))}",
        "Say its format in the description: [files] format.",
    )  # fmt: skip


def open_tables(path: Path, form: str | None = None) -> tuple[str, list[SourceTable], str]:
    """
    Give a file's format, its tables, and the hash of its contents.

    CSV, Parquet and plain FITS are read by parts later, from the file; the others are held in memory.

    Raises
    ------
    RejectedFile
    """
    head = peek(path)
    form = form or format_of(path, head)
    if form == "parquet":
        return form, parquet_tables(path), hash_file(path)
    if form == "csv":
        return form, csv_tables(path, _text_stream(path)), hash_file(path)
    if form == "fits":
        return form, fits_tables(path, map_contents(path)), hash_file(path)
    contents = read_contents(path)
    return form, astropy_tables(path, contents, form), hash_contents(contents)


def peek(path: Path) -> bytes:
    """Give the first bytes of a file, decompressed."""
    with _unpacked(path) as file:
        return file.read(_HEAD_BYTES)


def hash_file(path: Path) -> str:
    """Give the SHA-256 of a file's contents, decompressed, read by parts."""
    digest = hashlib.sha256()
    with _unpacked(path) as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _unpacked(path: Path) -> Iterator[io.BufferedIOBase]:
    import bz2

    try:
        with path.open("rb") as file:
            magic = file.read(3)
        opener = gzip.open if magic.startswith(GZIP) else bz2.open if magic == BZIP2 else open
        with opener(path, "rb") as unpacked:
            yield unpacked  # type: ignore[misc]
    except (OSError, EOFError, zlib.error) as error:
        if isinstance(error, OSError) and error.strerror:
            remedy = "Check path and rights."
            raise UnreadableFile(path, "", error.strerror, "a readable file", remedy) from error
        remedy = "Deliver the file again."
        raise DamagedFile(path, "", str(error), "a whole compressed file", remedy) from error


def _text_stream(path: Path) -> io.TextIOBase:
    import bz2

    with path.open("rb") as file:
        magic = file.read(3)
    if magic.startswith(GZIP):
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")  # type: ignore[return-value]
    if magic == BZIP2:
        return bz2.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def chosen(path: Path, tables: Sequence[SourceTable], names: Sequence[str]) -> list[SourceTable]:
    """
    Give the tables that are named, or numbered, in the order of the file; all of them where none is.

    Raises
    ------
    UnreadableFile
        One of them is not there.
    """
    if not names:
        return list(tables)
    wanted = {name.lower() for name in names}
    found = [table for table in tables if {table.name.lower(), str(table.number)} & wanted]
    there = {name for table in found for name in (table.name.lower(), str(table.number))}
    lacking = sorted(wanted - there)
    if lacking:
        listed = ", ".join(f"{table.number} ({table.name})" for table in tables) or "none"
        remedy = "Correct [files] tables in the description."
        raise UnreadableFile(path, f"table {lacking[0]}", f"the tables {listed}", "one of that name", remedy)
    return found
