"""The columns of a result: name, type, and what the database's comments say of them."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import psycopg
from astropy import units
from psycopg.pq.abc import PGresult

from db.statement import statement
from report.faults import RepeatedColumn, UnsupportedColumnType
from report.frame import Photometry, System, frame_of

# What numpy holds a type in: exact decimals become floats, dates and times become datetime64.
_DTYPES = {
    "bool": "?",
    "int2": "i2",
    "int4": "i4",
    "int8": "i8",
    "oid": "i8",
    "float4": "f4",
    "float8": "f8",
    "numeric": "f8",
    "text": "O",
    "varchar": "O",
    "bpchar": "O",
    "name": "O",
    "date": "M8[D]",
    "timestamptz": "M8[us]",
    "timestamp": "M8[us]",
}


@dataclass(frozen=True)
class Column:
    """One column of a result.

    Attributes
    ----------
    name : str
    dtype : numpy.dtype
        Object for text, ``datetime64[us]`` in UTC for times, ``datetime64[D]`` for dates.
    unit : str or None
        In the notation of the IVOA (VOUnits), empty for dimensionless, None where nothing is known.
    ucd, description : str or None
    system : TimeSystem, SkySystem or None
        Of dates and positions.
    photometry : Photometry or None
        Of magnitudes of a known band.
    """

    name: str
    dtype: np.dtype[Any]
    unit: str | None = None
    ucd: str | None = None
    description: str | None = None
    system: System | None = None
    photometry: Photometry | None = None

    @property
    def is_text(self) -> bool:
        return self.dtype.kind == "O"

    @property
    def is_time(self) -> bool:
        return self.dtype.kind == "M"

    @property
    def meaning(self) -> dict[str, str | float]:
        """UCD and system by name, for formats whose metadata are names and values."""
        known = {"ucd": self.ucd}
        for part in (self.system, self.photometry):
            known |= asdict(part) if part else {}
        return {key: value for key, value in known.items() if value}

    @property
    def astropy_unit(self) -> units.UnitBase | None:
        """The unit, None for dimensionless or not known."""
        return units.Unit(self.unit, format="vounit", parse_strict="silent") if self.unit else None


def columns_of(connection: psycopg.Connection, query: str, result: PGresult) -> list[Column]:
    """Describe the columns of a result by the comments of the tables and views they come from.

    Parameters
    ----------
    connection : psycopg.Connection
    query : str
        The query, in which functions of schema science are looked for.
    result : psycopg.pq.PGresult
        The described result of it.

    Raises
    ------
    RepeatedColumn
        Two columns have one name, by which no reader of the file could tell them apart.
    UnsupportedColumnType
        A column is of a type such as an array, a range or JSON.
    """
    places = range(result.nfields)
    names = [(result.fname(i) or b"").decode() for i in places]
    _refuse_repeated(names)
    dtypes = [_dtype(connection, name, result.ftype(i)) for i, name in enumerate(names)]
    tables = [result.ftable(i) for i in places]
    numbers = [result.ftablecol(i) for i in places]
    meanings = connection.execute(
        statement("report/column_meaning"),
        {"query": query, "names": names, "tables": tables, "numbers": numbers},
    )
    frame = frame_of(connection)
    return [
        Column(
            names[place - 1],
            dtype := dtypes[place - 1],
            unit,
            ucd,
            description,
            frame.system(system, is_date=dtype.kind == "M"),
            Photometry(*photometry) if photometry[0] else None,
        )
        for place, unit, ucd, description, system, *photometry in meanings
    ]


def _refuse_repeated(names: list[str]) -> None:
    repeated = [name for name, times in Counter(name.lower() for name in names).items() if times > 1]
    if repeated:
        raise RepeatedColumn(
            f"the query gives more than one column named {', '.join(repeated)} (upper and lower case alike, "
            f"as in FITS). Give each a name of its own: SELECT a.{repeated[0]}, b.{repeated[0]} AS other_name"
        )


def _dtype(connection: psycopg.Connection, name: str, oid: int) -> np.dtype[Any]:
    known = connection.adapters.types.get(oid)
    type_name = "an array or unknown" if known is None or known.oid != oid else known.name
    if type_name not in _DTYPES:
        raise UnsupportedColumnType(
            f"column {name} is of type {type_name}, but the files hold numbers, text, booleans, dates and "
            f"times. "
            f"Cast it in the query, as in {name}::text AS {name}"
        )
    return np.dtype(_DTYPES[type_name])
