"""One file never stops the others: whatever reading it raises becomes a refusal of that file."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loader.faults import ReaderFailed, RejectedFile


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """
    Turn what is raised inside, too little memory included, into the refusal of a file.

    Raises
    ------
    RejectedFile
        As it was raised, or ReaderFailed with the exception and where in the program it came up.
    """
    try:
        yield
    except RejectedFile:
        raise
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"read by {Path(frame.filename).name}, line {frame.lineno}"
        found = " ".join(": ".join(filter(None, (type(error).__name__, str(error)))).split())
        expected, remedy = "a file that the readers know how to read", "Tell the authors, with the file."
        raise ReaderFailed(path, place, found, expected, remedy) from error
