"""The SQL of the programs, which is kept in files."""

from pathlib import Path

SQL = Path(__file__).resolve().parent.parent / "sql"


def statement(name: str) -> bytes:
    """Give the text of a file of sql/ by its name without suffix: ``load/new_load``.

    What varies stands in it by psycopg's named placeholders, ``%(image_id)s``.
    """
    return (SQL / f"{name}.sql").read_bytes()
