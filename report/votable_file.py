"""VOTable 1.4, BINARY2: a header, then rows as they come, in base64."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from report.column import Column
from report.frame import Photometry, SkySystem, System
from report.result import Chunk, Result, iso_times

_DATATYPES = {
    "?": "boolean",
    "h": "short",
    "i": "int",
    "l": "long",
    "q": "long",
    "f": "float",
    "d": "double",
}
# Astropy takes a column's ID for its name, so it is the name where that can be one
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
<RESOURCE type="results">
{}{}<TABLE>
"""
_TAIL = "</STREAM>\n</BINARY2>\n</DATA>\n</TABLE>\n</RESOURCE>\n</VOTABLE>\n"


def write_votable(path: Path, result: Result) -> int:
    """Write a result as VOTable; give the number of rows.

    Missing values are flagged in BINARY2's null mask. Units and UCDs stand in the FIELDs, descriptions
    below them; TIMESYS, COOSYS and PhotCal say what dates, positions and magnitudes are. Text is
    ``unicodeChar``; times are ISO 8601 in UTC with the xtype ``timestamp``.
    """
    n_row = 0
    rest = b""
    with path.open("wb") as file:
        infos = [f"<INFO name={quoteattr(n)} value={quoteattr(str(v))}/>\n" for n, v in result.about.items()]
        systems = _systems(result.columns)
        fields = [_field(column, systems) for column in result.columns]
        head = _HEAD.format("".join(_element(s, name) for s, name in systems.items()), "".join(infos))
        file.write((head + "".join(fields) + _photometry(result.columns)).encode())
        file.write(b'<DATA>\n<BINARY2>\n<STREAM encoding="base64">\n')
        for chunk in result.chunks:
            data = rest + _serialized(chunk, result.columns)
            whole = len(data) - len(data) % 3
            file.write(b64encode(data[:whole]) + b"\n")
            rest = data[whole:]
            n_row += len(chunk)
        file.write(b64encode(rest) + b"\n" + _TAIL.encode())
    return n_row


def _systems(columns: Sequence[Column]) -> dict[System, str]:
    """Name each system that columns refer to, by what they are coordinates of."""
    names: dict[System, str] = {}
    for column in columns:
        if isinstance(system := column.system, SkySystem):
            names[system] = "system_sky"
        elif system is not None:
            names[system] = f"system_{system.name}{'' if system.origin else '_date'}"
    return names


def _element(system: System, name: str) -> str:
    if isinstance(system, SkySystem):
        epoch = "" if system.epoch is None else f' epoch="J{system.epoch:g}"'
        return f'<COOSYS ID="{name}" system="{system.frame}"{epoch}/>\n'
    origin = "" if system.origin is None else f' timeorigin="{system.origin}"'
    return f'<TIMESYS ID="{name}" timescale="{system.scale}" refposition="{system.position}"{origin}/>\n'


def _photometry(columns: Sequence[Column]) -> str:
    """Give a group for each band, by the utypes of the IVOA's photometry data model, with its columns."""
    bands: dict[Photometry, list[str]] = {}
    for column in columns:
        if column.photometry and _ID.fullmatch(column.name):
            bands.setdefault(column.photometry, []).append(column.name)
    return "".join(_photometric_group(band, names) for band, names in bands.items())


def _photometric_group(band: Photometry, names: Sequence[str]) -> str:
    flux, wavelength = f"{band.zero_point_flux:g}", f"{band.wavelength:g}"
    columns = "".join(f"<FIELDref ref={quoteattr(name)}/>" for name in names)
    return (
        '<GROUP utype="photDM:PhotCal">\n'
        '<PARAM name="filterIdentifier" datatype="char" arraysize="*" ucd="meta.id;instr.filter"'
        f' utype="photDM:PhotometryFilter.identifier" value={quoteattr(band.band)}/>\n'
        '<PARAM name="magnitudeSystem" datatype="char" arraysize="*" ucd="meta.code"'
        f' utype="photDM:PhotCal.magnitudeSystem.type" value={quoteattr(band.system)}/>\n'
        '<PARAM name="zeroPointFlux" datatype="float" unit="Jy" ucd="phot.flux.density;arith.zp"'
        f' utype="photDM:PhotCal.zeroPoint.flux.value" value="{flux}"/>\n'
        '<PARAM name="effectiveWavelength" datatype="float" unit="um" ucd="em.wl.effective"'
        f' utype="photDM:PhotometryFilter.spectralLocation.value" value="{wavelength}"/>\n'
        f"{columns}\n</GROUP>\n"
    )


def _field(column: Column, systems: Mapping[System, str]) -> str:
    attributes = {"name": column.name}
    if column.photometry:
        attributes |= {"ID": column.name} if _ID.fullmatch(column.name) else {}
    if column.system:
        attributes["ref"] = systems[column.system]
    if column.is_text:
        attributes |= {"datatype": "unicodeChar", "arraysize": "*"}
    elif column.is_time:
        width = 10 if column.dtype == "M8[D]" else 26
        attributes |= {"datatype": "char", "arraysize": str(width), "xtype": "timestamp"}
    else:
        attributes["datatype"] = _DATATYPES[column.dtype.char]
    if column.astropy_unit is not None:
        attributes["unit"] = column.astropy_unit.to_string("vounit")
    if column.ucd:
        attributes["ucd"] = column.ucd
    text = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    description = f"<DESCRIPTION>{escape(column.description)}</DESCRIPTION>" if column.description else ""
    return f"<FIELD {text}>{description}</FIELD>\n"


def _serialized(chunk: Chunk, columns: Sequence[Column]) -> bytes:
    """Give the rows' bytes: whole records between texts, so that only a text costs a step per row."""
    pieces: list[Sequence[bytes]] = []
    fixed: list[NDArray[Any]] = list(np.packbits(np.array(chunk.missing), axis=0))
    for column, values, missing in zip(columns, chunk.values, chunk.missing, strict=True):
        if column.is_text:
            pieces += [_cut(fixed)] if fixed else []
            pieces.append([_text(value) for value in values])
            fixed = []
        else:
            fixed.append(_bytes_of(column, values, missing))
    if not pieces:
        return _records(fixed).tobytes()
    if fixed:
        pieces.append(_cut(fixed))
    return b"".join(chain.from_iterable(zip(*pieces, strict=True)))


def _bytes_of(column: Column, values: NDArray[Any], missing: NDArray[np.bool_]) -> NDArray[Any]:
    if column.is_time:
        return iso_times(values, missing).astype("S10" if column.dtype == "M8[D]" else "S26")
    if column.dtype.kind == "b":
        return np.where(missing, ord("?"), np.where(values, ord("T"), ord("F"))).astype("u1")
    return values.astype(column.dtype.newbyteorder(">"))


def _records(fields: Sequence[NDArray[Any]]) -> NDArray[Any]:
    records = np.empty(len(fields[0]), [(f"f{i}", field.dtype) for i, field in enumerate(fields)])
    for name, field in zip(records.dtype.names or (), fields, strict=True):
        records[name] = field
    return records


def _cut(fields: Sequence[NDArray[Any]]) -> Sequence[bytes]:
    records = _records(fields)
    data, size = records.tobytes(), records.dtype.itemsize
    return [data[i : i + size] for i in range(0, len(data), size)]


def _text(value: str) -> bytes:
    encoded = value.encode("utf-16-be")
    return (len(encoded) // 2).to_bytes(4, "big") + encoded
