"""Enter a catalogue of others beside the survey and match it with the sources."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from astropy.table import Column as AstropyColumn
from astropy.table import MaskedColumn
from numpy.typing import NDArray

from db.statement import statement
from loader.external.file import QUANTITIES, External
from loader.faults import ChangedCatalogue, as_text


def add_external(
    connection: psycopg.Connection,
    name: str,
    path: Path,
    external: External,
    *,
    radius: float,
    epoch: float | None = None,
    replace: bool = False,
) -> bool:
    """
    Enter a catalogue of others and match it, in one transaction; tell whether anything was to be done.

    Parameters
    ----------
    connection : psycopg.Connection
    name : str
        What it is called here.
    path : Path
        Its file.
    external : External
        What `read_external` gave.
    radius : float
        How far from a position a source may lie [arcsec].
    epoch : float, optional
        Epoch of its positions, a Julian year.
    replace : bool
        Whether another file of that name gives way.

    Raises
    ------
    ChangedCatalogue
        If another file is there under the name and is not to give way.
    """
    key = {"catalogue_name": name}
    with connection.transaction():
        found = connection.execute(statement("load/external_known"), key).fetchone()
        if found and not replace:
            if found[0] == external.sha256:
                return False
            raise ChangedCatalogue(
                path, f"catalogue {name}", "other contents", "what is loaded already", "Load with --replace."
            )
        connection.execute(statement("load/forget_external"), key)
        entered = {
            **key,
            "path": as_text(path.resolve()),
            "sha256": external.sha256,
            "n_row": len(external),
            "epoch": epoch,
            "radius": radius / 3600,
        }
        connection.execute(statement("load/external_list"), entered)
        numbers = [column for column in external.columns if column.dtype.kind in "biuf"]
        texts = [column for column in external.columns if column.dtype.kind not in "biuf"]
        for kind in (numbers, texts):
            for place, column in enumerate(kind, start=1):
                connection.execute(statement("load/external_column"), {**key, **_described(column, place)})
        _copy(connection, name, external, numbers, texts)
        connection.execute("SELECT upkeep.match_external(%s)", [name])
    return True


def _described(column: AstropyColumn, place: int) -> dict[str, Any]:
    return {
        "column_name": str(column.name),
        "is_number": column.dtype.kind in "biuf",
        "place": place,
        "unit": str(column.unit) if column.unit else None,
        "ucd": column.meta.get("ucd"),
        "description": column.description or None,
    }


def _copy(
    connection: psycopg.Connection,
    name: str,
    external: External,
    numbers: Sequence[AstropyColumn],
    texts: Sequence[AstropyColumn],
) -> None:
    """Send the rows; what is missing or not finite is NULL."""
    known = [_listed(external.known.get(q)) for q in QUANTITIES]
    values = [_listed(_filled(column)) for column in numbers]
    words = [[None if v is np.ma.masked else str(v) for v in column] for column in texts]
    with connection.cursor() as cursor, cursor.copy(statement("load/external_source")) as copy:
        copy.set_types(["text", "int4", "text", *["float8"] * 4, "float8[]", "text[]"])
        for row in range(len(external)):
            place = [column[row] if column else None for column in known]
            copy.write_row(
                (name, row + 1, *place, [column[row] for column in values], [word[row] for word in words])
            )


def _filled(column: AstropyColumn) -> NDArray[Any]:
    values = np.asarray(column.filled(0) if isinstance(column, MaskedColumn) else column, dtype="f8")
    return np.where(getattr(column, "mask", np.zeros(len(column), bool)), np.nan, values)


def _listed(values: NDArray[Any] | None) -> list[Any]:
    if values is None:
        return []
    if values.dtype.kind == "O":
        return list(values)
    return [value if np.isfinite(value) else None for value in values.tolist()]
