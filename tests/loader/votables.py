"""Small samples of galaxies, written as VOTables in every serialisation."""

import base64
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.io.votable import from_table, writeto
from astropy.table import Table


def galaxy_columns(n: int = 6, *, with_errors: bool = False) -> dict[str, np.ndarray]:
    """Give the columns of n galaxies whose redshift is a tenth of g - r."""
    rows = np.arange(n)
    columns = {
        "Counter": rows + 1,
        "mag_r": 17.0 + 0.1 * rows,
        "u-g": 1.5 + 0.01 * rows,
        "g-r": 0.8 + 0.02 * rows,
        "r-i": 0.4 - 0.01 * rows,
        "i-z": 0.3 + 0.005 * rows,
        "z_spec": 0.1 * (0.8 + 0.02 * rows),
    }
    if with_errors:
        columns |= {f"dmag_{band}": np.full(n, 0.01) for band in "ugriz"}
    return columns


def write_votable(
    path: Path,
    columns: Mapping[str, np.ndarray],
    form: str = "binary2",
    units: Mapping[str, str] | None = None,
) -> Path:
    """Write columns as a VOTable: tabledata, binary, binary2 or fits."""
    table = Table(dict(columns))
    for name, unit in (units or {}).items():
        table[name].unit = unit
    if form != "fits":
        writeto(from_table(table), str(path), tabledata_format=form)
        return path
    buffer = io.BytesIO()
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU(table)]).writeto(buffer)
    stream = base64.b64encode(buffer.getvalue()).decode()
    path.write_text(
        '<?xml version="1.0"?>\n<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">'
        f'<RESOURCE><TABLE><DATA><FITS extnum="1"><STREAM encoding="base64">{stream}</STREAM></FITS>'
        "</DATA></TABLE></RESOURCE></VOTABLE>\n"
    )
    return path
