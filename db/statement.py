"""The SQL of the programs, which is kept in files."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent
# In a checkout they stand beside this package, in an installation inside it (setup.py).
SQL = next(place for place in (_HERE / "files" / "sql", _HERE.parent / "sql") if place.is_dir())


def statement(name: str) -> bytes:
    """Give the text of a file of sql/ by its name without suffix: ``load/new_load``.

    What varies stands in it by psycopg's named placeholders, ``%(image_id)s``.
    """
    return (SQL / f"{name}.sql").read_bytes()
