"""The parts of a description that say what is in a catalogue's columns: apertures, zero points, classes."""

import math
from collections.abc import Collection
from typing import Any

from loader.description.model import BITS, CLASSES, WIDE_BANDS, Aperture, Classes, Column, Quantity, ZeroPoint
from loader.description.node import Node

WIDE = WIDE_BANDS
# Units of positions, and the factor to degrees
ANGLES = {
    **dict.fromkeys(("deg", "degree", "degrees"), 1.0),
    **dict.fromkeys(("rad", "radian", "radians"), math.degrees(1.0)),
    **dict.fromkeys(("hourangle", "hour", "h"), 15.0),
    "arcmin": 1 / 60,
    "arcsec": 1 / 3600,
}
# Units of magnitudes, and the factor to mag
MAGNITUDES = {**dict.fromkeys(("mag", "mags", "magnitude", "mag(ab)", "mag(vega)"), 1.0), "mmag": 1e-3}
APERTURES_MAX = 3


def column(
    node: Node, name: str, units: Collection[str], *, with_value: bool = False, with_names: bool = False
) -> Column | None:
    """Give a column, which is named by a text or described by a table; None where the key is absent."""
    given = node.raw(name)
    if given is None:
        return None
    if isinstance(given, str):
        return Column(str(node.text(name)))
    if not isinstance(given, dict):
        raise node.fault(name, given, "the name of a column, or a table { column = ..., unit = ... }")
    inner = Node(node.path, f"{node.key}.{name}" if node.key else name, given)
    value = inner.number("value") if with_value else None
    found = Column(
        inner.text("column") if value is not None else inner.must_text("column"),
        inner.text("unit", allowed=units),
        inner.numbers("missing"),
        value,
        inner.flag("named") if with_names else False,
        _valid(inner),
    )
    inner.done()
    if value is not None and found.name is not None:
        raise inner.fault("value", value, "column or value, not both")
    return found


def _valid(node: Node) -> tuple[float, float] | None:
    bounds = node.numbers("valid")
    if "valid" in node and (len(bounds) != 2 or not bounds[0] < bounds[1]):
        raise node.fault("valid", list(bounds), "the lowest and the highest number that stands for something")
    return (bounds[0], bounds[1]) if bounds else None


def apertures(top: Node) -> tuple[Aperture, ...]:
    """Give the apertures, one to three."""
    found = []
    for node in top.children("aperture"):
        flux, flux_err = column(node, "flux", ()), column(node, "flux_err", ())
        mag, mag_err = column(node, "mag", MAGNITUDES), column(node, "mag_err", MAGNITUDES)
        zero_point = _zero_point(node)
        node.done()
        if flux is None and mag is None:
            raise node.absent("flux", "a column of fluxes or one of magnitudes (mag)")
        if flux_err and flux is None:
            raise node.fault("flux_err", flux_err.name, "a key flux beside it")
        if mag_err and mag is None:
            raise node.fault("mag_err", mag_err.name, "a key mag beside it")
        found.append(Aperture(flux, flux_err, mag, mag_err, zero_point))
    if not 1 <= len(found) <= APERTURES_MAX:
        raise top.fault("aperture", len(found), "one to three tables, each begun by [[aperture]]")
    return tuple(found)


def _zero_point(aperture: Node) -> ZeroPoint | None:
    given: Any = aperture.raw("zero_point")
    if given is None:
        return None
    if isinstance(given, int | float):
        return ZeroPoint(Quantity(value=aperture.number("zero_point", -100, 100)))
    node = aperture.child("zero_point")
    assert node is not None
    value = node.number("value", -100, 100)
    keyword = node.text("keyword")
    if (value is None) == (keyword is None):
        raise aperture.fault("zero_point", given, "a number, or exactly one of keyword, value")
    zero_point = ZeroPoint(
        Quantity(keyword=keyword, value=value),
        node.texts("minus"),
        node.text("exposure_time"),
        node.text("extinction"),
        node.texts("airmass"),
    )
    node.done()
    if zero_point.extinction and not zero_point.airmass:
        raise node.absent("airmass", "the keywords whose mean is the airmass that extinction is for")
    return zero_point


def classes(top: Node, bits: Collection[int]) -> Classes:
    """Give how classes are found; a class for all where there is no column."""
    node = top.child("class")
    if node is None:
        raise top.absent("class", 'a table [class]: a column and its codes, or value = "star" for all')
    value = node.text("value", allowed=CLASSES)
    found = column(node, "column", ())
    if (value is None) == (found is None):
        raise top.fault("class", node.table, "exactly one of column, value")
    codes: dict[float, int] = {}
    for name, numbers in node.mapping("codes").items():
        if name not in CLASSES:
            raise node.fault("codes", name, f"one of {', '.join(CLASSES)}")
        for code in numbers if isinstance(numbers, list) else [numbers]:
            if isinstance(code, bool) or not isinstance(code, int | float):
                raise node.fault("codes", code, "numbers")
            if float(code) in codes:
                raise node.fault("codes", code, "each code once")
            codes[float(code)] = CLASSES[name]
    star_from, to = node.number("star_from"), node.number("non_stellar_to")
    otherwise = node.text("otherwise", allowed=CLASSES)
    flag_bits = _flag_bits(node, bits)
    node.done()
    if found is not None and not codes and star_from is None:
        raise node.absent("codes", "what its codes mean, or star_from and non_stellar_to")
    if (star_from is None) != (to is None) or (codes and star_from is not None):
        raise node.fault("star_from", star_from, "non_stellar_to beside it, and no codes")
    if star_from is not None and to is not None and to >= star_from:
        raise node.fault("non_stellar_to", to, f"less than star_from, {star_from:g}")
    default = value or otherwise
    return Classes(found, codes, star_from, to, CLASSES[default] if default else None, flag_bits)


def _flag_bits(node: Node, bits: Collection[int]) -> dict[float, int]:
    found: dict[float, int] = {}
    for code, bit in node.mapping("flag_bits").items():
        if bit not in BITS or bit not in bits:
            raise node.fault("flag_bits", bit, "a bit that a table [[flags.bit]] describes")
        try:
            found[float(code)] = int(bit)
        except ValueError as error:
            raise node.fault("flag_bits", code, "codes, which are numbers") from error
    return found
