"""The SQL of the benchmarks, which is kept in files: one folder for each contender, one file a question."""

from functools import cache
from pathlib import Path

_SQL = Path(__file__).parent / "sql"


@cache
def statement(folder: str, name: str) -> str:
    """Give the statement of a file."""
    return (_SQL / folder / f"{name}.sql").read_text(encoding="utf-8")
