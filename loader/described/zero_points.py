"""The zero points of a table, by its keywords."""

import math
from pathlib import Path

from loader.description.model import Quantity, ZeroPoint
from loader.faults import MissingKeyword
from loader.formats.table import Keywords

_REMEDY = "Correct [[aperture]] zero_point in the description, or the header."


def zero_point(path: Path, where: str, asked: ZeroPoint, keywords: Keywords) -> float:
    """
    Give the magnitude of flux 1.

    As VISTA's and WFCAM's pipeline has it: of MAGZPT, plus 2.5 log10 of the exposure time, less the aperture
    correction, less the extinction for what the airmass exceeds one by.

    Raises
    ------
    MissingKeyword
    """
    value = _number(path, where, asked.base, keywords)
    if asked.exposure_time:
        seconds = _number(path, where, Quantity(keyword=asked.exposure_time), keywords)
        if seconds <= 0:
            found = f"{asked.exposure_time} = {seconds:g}"
            raise MissingKeyword(path, f"{where}keywords", found, "a positive exposure time", _REMEDY)
        value += 2.5 * math.log10(seconds)
    for keyword in asked.minus:
        value -= _number(path, where, Quantity(keyword=keyword), keywords)
    if asked.extinction:
        extinction = _number(path, where, Quantity(keyword=asked.extinction), keywords)
        airmasses = [_number(path, where, Quantity(keyword=name), keywords) for name in asked.airmass]
        value -= extinction * (sum(airmasses) / len(airmasses) - 1)
    return value


def _number(path: Path, where: str, quantity: Quantity, keywords: Keywords) -> float:
    value = quantity.value if quantity.keyword is None else keywords.get(quantity.keyword.upper())
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        found = f"{quantity.keyword} = {value!r}" if value is not None else f"no keyword {quantity.keyword}"
        raise MissingKeyword(path, f"{where}keywords", found, "a number", _REMEDY)
    return number
