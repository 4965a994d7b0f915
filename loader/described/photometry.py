"""Fluxes, magnitudes and errors in one aperture; those that a catalogue is without follow from the others."""

import numpy as np

from loader import missing
from loader.checks import MAGNITUDE_MAX, MAGNITUDE_MIN
from loader.described.columns import Array, Columns
from loader.description.model import Aperture, Column
from loader.description.parts import MAGNITUDES
from loader.faults import ImplausibleMagnitude, InvalidError
from loader.formats.table import Chunk

# Magnitudes without fluxes are fluxes at the zero point that calibrated fluxes have everywhere
ZERO_POINT = 25.0
MAG_PER_LN = 2.5 / np.log(10)


def photometry(
    columns: Columns, chunk: Chunk, aperture: Aperture, zero_point: float | None, scale: float, first: int
) -> dict[str, Array]:
    """
    Give what is measured in an aperture.

    Parameters
    ----------
    columns : Columns
    chunk : mapping of str to Values
    aperture : Aperture
    zero_point : float or None
        Of the table's fluxes [mag].
    scale : float
        What fluxes are multiplied by, so that those of all detectors have one zero point.
    first : int
        The number of the first row, from 1.

    Returns
    -------
    dict of str to ndarray, shape (n,)
        flux, flux_err, mag, mag_err, as far as they are known; NaN where missing.
    """
    found = _measured(columns, chunk, aperture, first)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if "flux" not in found:
            point = ZERO_POINT if zero_point is None else zero_point
            found["flux"] = 10 ** (0.4 * (point - found["mag"]))
            if "mag_err" in found:
                error = found["flux"] * found["mag_err"] / MAG_PER_LN
                found["flux_err"] = np.where(error > 0, error, np.nan)
        elif "mag" not in found and zero_point is not None:
            flux = np.where(found["flux"] > 0, found["flux"], np.nan)
            found["mag"] = zero_point - 2.5 * np.log10(flux)
            if "flux_err" in found:
                found["mag_err"] = MAG_PER_LN * found["flux_err"] / flux
        for name in found.keys() & {"flux", "flux_err"}:
            found[name] = found[name] * scale
    if "mag" in found:
        with np.errstate(invalid="ignore"):
            bad = (found["mag"] < MAGNITUDE_MIN) | (found["mag"] > MAGNITUDE_MAX)
        expected = f"{MAGNITUDE_MIN:g} to {MAGNITUDE_MAX:g} mag, or NaN if missing"
        of = aperture.mag or aperture.flux
        columns.refuse(ImplausibleMagnitude, str(of.name if of else ""), found["mag"], bad, expected, first)
    return found


def _measured(columns: Columns, chunk: Chunk, aperture: Aperture, first: int) -> dict[str, Array]:
    """Give what the catalogue has, without sentinels."""
    found: dict[str, Array] = {}
    for name in ("flux", "flux_err", "mag", "mag_err"):
        column: Column | None = getattr(aperture, name)
        if column is None:
            continue
        values = columns.numbers(chunk, column, first)
        if name.startswith("mag"):
            values *= columns.factor(column, MAGNITUDES, "mag or mmag", default=1.0)
            sentinels = missing.sentinels(values)
        elif name == "flux":
            sentinels = missing.flux_sentinels(values, None)
        else:
            sentinels = missing.error_sentinels(values)
        columns.take(values, str(column.name), sentinels)
        found[name] = values
    for name, of in (("flux_err", "flux"), ("mag_err", "mag")):
        if name in found:
            _check_error(columns, found[name], found[of], str(getattr(aperture, name).name), first, of)
    return found


def _check_error(columns: Columns, errors: Array, values: Array, name: str, first: int, of: str) -> None:
    with np.errstate(invalid="ignore"):
        bad = ((errors <= 0) if of == "flux" else (errors < 0)) & ~np.isnan(values)
    if columns.description.nonpositive_errors:
        columns.take(errors, name, bad)
        return
    kind = "a positive error" if of == "flux" else "an error that is not negative"
    expected = f"{kind}, or [missing] nonpositive_errors = true in the description"
    columns.refuse(InvalidError, name, errors, bad, expected, first)
