"""Write simulated stars to a FITS file for colleagues who have no database."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import psycopg
from astropy.io import fits

from ml.faults import UnknownRun

_RUN = (
    "SELECT method, seed, code_version, input_sha256, started_at, settings"
    " FROM science.run_overview WHERE run_id = %s AND task = 'simulate'"
)
_STARS = (
    "SELECT star_number, y_minus_j, j_minus_h, component FROM science.simulated_colours"
    " WHERE run_id = %s ORDER BY star_number"
)
# Column of the view, FITS format, unit, what it is
_COLUMNS = (
    ("star_number", "J", None, "number of the star in its run"),
    ("y_minus_j", "D", "mag", "colour Y - J"),
    ("j_minus_h", "D", "mag", "colour J - H"),
    ("component", "I", None, "component of the density that it is from"),
)


def export_stars(connection: psycopg.Connection, run_id: int, path: Path) -> int:
    """
    Write the stars of a simulation as a FITS binary table with units, and give their number.

    The header says from which run, seed, settings and input they are. A file that exists is replaced.

    Raises
    ------
    UnknownRun
    """
    found = connection.execute(_RUN, [run_id]).fetchone()
    if found is None:
        remedy = "SELECT run_id FROM science.run_overview WHERE task = 'simulate'"
        raise UnknownRun(f"no simulation {run_id}; the simulations are: {remedy}")
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(_STARS, [run_id]).fetchall()
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(_COLUMNS))
    table = fits.BinTableHDU.from_columns(
        [
            fits.Column(name=name, format=form, unit=unit, array=values[:, place])
            for place, (name, form, unit, _) in enumerate(_COLUMNS)
        ],
        name="STARS",
    )
    for place, (_, _, _, description) in enumerate(_COLUMNS, start=1):
        table.header.comments[f"TTYPE{place}"] = description
    _describe(table.header, run_id, found)
    table.writeto(path, overwrite=True, checksum=True)
    return len(rows)


def _describe(header: fits.Header, run_id: int, run: tuple[object, ...]) -> None:
    method, seed, code_version, input_sha256, started_at, settings = run
    header["RUN_ID"] = (run_id, "run of EpochDB that drew these stars")
    header["METHOD"] = (method, "density that they are drawn from")
    header["SEED"] = (seed, "the same seed gives the same stars")
    header["CODE"] = (code_version, "version of EpochDB")
    header["DATE-RUN"] = (f"{started_at:%Y-%m-%dT%H:%M:%S}", "when the run began")
    header.add_history(f"input SHA-256 {input_sha256}")
    header.add_history(f"settings {settings}")
