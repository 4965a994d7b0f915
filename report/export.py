"""From a query to a file: the format by the suffix, units and UCDs from the comments, memory flat."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from db.statement import statement
from report.faults import FileExists, NoDirectory, NoSuchRun, UnknownFormat
from report.fits_file import write_fits
from report.parquet_file import write_parquet
from report.release import cited
from report.result import Chunk, Result, result_of
from report.rows import rows_of
from report.text_file import write_csv, write_ecsv
from report.votable_file import write_votable

WRITERS: dict[str, Callable[[Path, Result], int]] = {
    ".fits": write_fits,
    ".vot": write_votable,
    ".xml": write_votable,
    ".ecsv": write_ecsv,
    ".csv": write_csv,
    ".parquet": write_parquet,
}


def export(
    connection: psycopg.Connection,
    query: str,
    path: Path,
    *,
    overwrite: bool = False,
    run_id: int | None = None,
    progress: Callable[[int], object] = lambda n_row: None,
) -> int:
    """Write the result of a query to a file; give the number of rows.

    The file appears under its name when it is complete; until then it is beside it, with ``.part`` added.

    Parameters
    ----------
    connection : psycopg.Connection
        As a reader, not in a transaction.
    query : str
        One SELECT.
    path : pathlib.Path
        Its suffix says the format: .fits, .vot or .xml (VOTable), .ecsv, .csv, .parquet.
    overwrite : bool
        Replace a file of that name.
    run_id : int, optional
        A run of ``python -m ml`` to be described in the head of the file: seed, settings, input, versions.
    progress : callable
        Called with the number of rows of each chunk.

    Raises
    ------
    UnknownFormat, FileExists, NoDirectory
        Before the database is asked.
    NotAQuery, RepeatedColumn, UnsupportedColumnType, TextNotAscii, PyarrowMissing
        The result cannot be written as asked.
    NoSuchRun
        There is no run of that number.
    psycopg.Error
        The database refuses the query.
    """
    with place_for(path, overwrite=overwrite) as (write, part):
        about = cited(connection, query) | ({} if run_id is None else _run(connection, run_id))
        with result_of(connection, query) as result:
            return write(part, Result(result.columns, _counted(result.chunks, progress), about))


@contextmanager
def place_for(path: Path, *, overwrite: bool) -> Iterator[tuple[Callable[[Path, Result], int], Path]]:
    """Give what writes a file's format and where to write it: it gets its name when all went well.

    Raises
    ------
    UnknownFormat, FileExists, NoDirectory
    """
    write = _writer(path)
    _refuse_place(path, overwrite=overwrite)
    part = path.with_name(path.name + ".part")
    try:
        yield write, part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _run(connection: psycopg.Connection, run_id: int) -> dict[str, str | int]:
    rows = rows_of(connection, statement("report/run"), {"run_id": run_id})
    if not len(rows["run_id"]):
        raise NoSuchRun(f"no run {run_id}; the runs are: SELECT run_id, method FROM science.run_overview")
    return {name: values.tolist()[0] for name, values in rows.items()}


def _counted(chunks: Iterator[Chunk], progress: Callable[[int], object]) -> Iterator[Chunk]:
    for chunk in chunks:
        yield chunk
        progress(len(chunk))


def _writer(path: Path) -> Callable[[Path, Result], int]:
    try:
        return WRITERS[path.suffix.lower()]
    except KeyError:
        found = f"the suffix {path.suffix}" if path.suffix else "no suffix"
        raise UnknownFormat(
            f"{path}: {found} names no format; name the file with one of {', '.join(WRITERS)}"
        ) from None


def _refuse_place(path: Path, *, overwrite: bool) -> None:
    if not path.parent.is_dir():
        raise NoDirectory(
            f"{path}: there is no directory {path.parent}; make it first: mkdir -p {path.parent}"
        )
    if path.exists() and not overwrite:
        raise FileExists(f"{path} exists already; name another file, or replace it with --overwrite")
