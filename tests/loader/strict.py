"""
An independent strict reading of deliveries, value by value, written from the standards and the README.

It shares no code with loader/ and is slow: every number is unpacked on its own. It gives what the tables
must hold, or raises Strange where it would not take the file.
"""

import base64
import csv
import math
import re
import struct
from decimal import Decimal
from typing import Any
from xml.dom import minidom

import numpy as np

COLUMNS = {
    "starid": "source_id", "ra": "ra", "dec": "dec", "runningid": "running_id", "x": "x", "y": "y",
    "class": "class",
    **{f"{d}{q.lower()}{k}": f"{q.lower()}_{k}{e}"
       for q in ("Flux", "Mag") for k in (1, 2, 3) for d, e in (("", ""), ("d", "_err"))},
}  # fmt: skip
WHOLE = ("source_id", "running_id", "class")
CODES = {"B": "B", "I": "h", "J": "i", "K": "q", "E": "f", "D": "d"}
WIDTHS = {"L": 1, "B": 1, "I": 2, "J": 4, "K": 8, "A": 1, "E": 4, "D": 8, "C": 8, "M": 16, "P": 8, "Q": 16}


class Strange(Exception):
    """What this reading would not take."""


def read_catalogue(contents: bytes) -> dict[int, dict[str, float | int | None]]:
    """Give the rows of a FITS catalogue by source_id, as survey.detection must hold them."""
    rows: dict[int, dict[str, float | int | None]] = {}
    for header, data in _hdus(contents):
        if header.get("XTENSION", "").strip("' ") != "BINTABLE":
            continue
        layout = _layout(header)
        names = [name.lower() for name, *_ in layout]
        if sum(name in names for name in COLUMNS) * 2 <= len(COLUMNS):
            continue
        if any(names.count(name) != 1 for name in COLUMNS):
            raise Strange("columns")
        width, n_row = int(header["NAXIS1"]), int(header["NAXIS2"])
        for number in range(n_row):
            row = _row(header, layout, data[number * width : (number + 1) * width])
            if row["source_id"] in rows:
                raise Strange("StarID twice")
            rows[int(row["source_id"] or 0)] = row
    if not rows:
        raise Strange("no rows")
    return rows


def _hdus(contents: bytes) -> list[tuple[dict[str, str], bytes]]:
    found, start = [], 0
    while start < len(contents) and (start == 0 or contents[start : start + 8] == b"XTENSION"):
        header: dict[str, str] = {}
        place = start
        while True:
            card = contents[place : place + 80].decode("latin-1")
            place += 80
            if len(card) < 80:
                raise Strange("no END")
            if card == "END" + " " * 77:
                break
            if card[8:10] == "= ":
                header[card[:8].strip()] = _value(card[10:])
        place = start + math.ceil((place - start) / 2880) * 2880
        axes = [int(header[f"NAXIS{k + 1}"]) for k in range(int(header["NAXIS"]))]
        n_byte = abs(int(header["BITPIX"])) // 8 * int(header.get("GCOUNT", "1"))
        n_byte *= (math.prod(axes) if axes else 0) + int(header.get("PCOUNT", "0"))
        if place + n_byte > len(contents):
            raise Strange("short")
        found.append((header, contents[place : place + n_byte]))
        start = place + math.ceil(n_byte / 2880) * 2880
    return found


def _value(text: str) -> str:
    text = text.strip()
    if text.startswith("'"):
        return text[: text.index("'", 1) + 1]
    return text.split("/")[0].strip()


def _layout(header: dict[str, str]) -> list[tuple[str, int, str, int, int]]:
    """Give for each column its name, number, letter, repeat and offset."""
    layout, offset = [], 0
    for number in range(1, int(header["TFIELDS"]) + 1):
        match = re.match(r"(\d*)([LXBIJKAEDCMPQ])", header[f"TFORM{number}"].strip("' "))
        if not match:
            raise Strange("TFORM")
        repeat = int(match[1] or 1)
        layout.append((header.get(f"TTYPE{number}", "").strip("' "), number, match[2], repeat, offset))
        offset += math.ceil(repeat / 8) if match[2] == "X" else repeat * WIDTHS[match[2]]
    if offset != int(header["NAXIS1"]):
        raise Strange("NAXIS1")
    return layout


def _row(
    header: dict[str, str], layout: list[tuple[str, int, str, int, int]], data: bytes
) -> dict[str, float | int | None]:
    row: dict[str, float | int | None] = {}
    for name, number, letter, repeat, offset in layout:
        column = COLUMNS.get(name.lower())
        if column is None:
            continue
        if repeat != 1 or letter not in CODES:
            raise Strange("no number")
        (stored,) = struct.unpack_from(">" + CODES[letter], data, offset)
        null = header.get(f"TNULL{number}")
        if null is not None and stored == Decimal(null):
            row[column] = None
            continue
        scale, zero = (Decimal(header.get(f"{k}{number}", d)) for k, d in (("TSCAL", "1"), ("TZERO", "0")))
        value = stored
        if (scale, zero) != (1, 0):
            value = stored + int(zero) if letter in "BIJK" and scale == 1 and zero == int(zero) else (
                float(stored) * float(scale) + float(zero)
            )  # fmt: skip
        row[column] = None if isinstance(value, float) and math.isnan(value) else value
        unit = header.get(f"TUNIT{number}", "").strip("' ").lower()
        if column in ("ra", "dec") and unit.startswith("rad"):
            row[column] = None if row[column] is None else float(row[column] or 0) * (180 / math.pi)
    return _as_stored(row)


def _as_stored(row: dict[str, float | int | None]) -> dict[str, float | int | None]:
    """Take sentinels and the errors of what is missing for missing; round to single precision."""
    for column in [c for c in row if c.startswith(("mag", "flux")) and not c.endswith("_err")]:
        value, error = row[column], row[f"{column}_err"]
        if value is not None and _is_sentinel(float(value), column, error):
            row[column] = None
        is_wrong = error is not None and _is_sentinel(float(error), f"{column}_err", None)
        if row[column] is None or is_wrong:
            row[f"{column}_err"] = None
    for column in ("x", "y"):
        value = row[column]
        if value is not None and _is_sentinel(float(value), column, None):
            row[column] = None
    for column, value in row.items():
        if value is None and column in (*WHOLE, "ra", "dec"):
            raise Strange(f"no {column}")
        if value is not None and column in WHOLE:
            if value != int(value):
                raise Strange(f"{column} {value}")
            row[column] = int(value)
        elif value is not None and column not in ("ra", "dec"):
            row[column] = float(np.float32(value))
    return row


def _is_sentinel(value: float, column: str, error: float | int | None) -> bool:
    size = f"{abs(value):.6g}"
    nines = set(size) <= set("9.") and abs(value) >= 98.5
    thousandths = 99.985 < abs(value) < 99.99995
    if not math.isfinite(value):
        return False
    if value <= -9.9e8:
        return True
    if column.startswith("mag"):
        return nines or thousandths
    if value > 0:
        return False
    if column.endswith("_err"):
        return nines or thousandths
    return (nines and value < -900) or ((nines or thousandths) and error is not None and error <= -90)


def read_manifest(text: str) -> dict[int, tuple[int, str, str, float, float | None, float | None]]:
    """Give field, band, file name, MJD, airmass and exposure time by image_id, for each good line."""
    lines = list(csv.reader(text.lstrip("\ufeff").splitlines(), skipinitialspace=True))
    names = [name.strip().lower() for name in lines[0]]
    images = {}
    for line in lines[1:]:
        cells = {name: cell.strip() for name, cell in zip(names, line, strict=False)}
        try:
            image_id, field_id = (_whole(cells[name]) for name in ("id", "fieldid"))
            airmass, seconds = (
                _real(cells[name]) if cells[name] else None for name in ("airmass", "exptime")
            )
            mjd = _real(cells["mjd"])
        except (KeyError, ValueError):
            continue
        if image_id not in images:
            images[image_id] = (field_id, cells["filter"], cells["filename"], mjd, airmass, seconds)
    return images


def _whole(text: str) -> int:
    if not re.fullmatch("[0-9]+", text):
        raise ValueError(text)
    return int(text)


def _real(text: str) -> float:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text):
        raise ValueError(text)
    return float(Decimal(text))


def read_sample(contents: bytes) -> dict[int, dict[str, float | None]]:
    """Give the galaxies of a VOTable by counter; by lower-case names, those of ID and name alike."""
    table = minidom.parseString(contents).getElementsByTagName("TABLE")[0]
    fields = [
        (field.getAttribute("name").lower(), field.getAttribute("datatype"))
        for field in table.getElementsByTagName("FIELD")
    ]
    rows: list[dict[str, Any]] = []
    if table.getElementsByTagName("TABLEDATA"):
        for line in table.getElementsByTagName("TR"):
            cells = [
                "".join(node.data for node in cell.childNodes).strip()
                for cell in line.getElementsByTagName("TD")
            ]
            if len(cells) != len(fields):
                raise Strange("cells")
            rows.append({name: _cell(cell, kind) for cell, (name, kind) in zip(cells, fields, strict=True)})
    else:
        rows = _binary(table, fields)
    return {int(row["counter"]): {k: _galaxy(v) for k, v in row.items() if k != "counter"} for row in rows}


def _cell(text: str, kind: str) -> float | int | None:
    if not text:
        return None
    if kind in ("float", "double"):
        value = float(text) if text.lower() in ("nan", "inf", "+inf", "-inf") else _real(text)
        return struct.unpack(">f", struct.pack(">f", value))[0] if kind == "float" else value
    if not re.fullmatch("[+-]?[0-9]+", text):
        raise Strange(text)
    return int(text)


def _binary(table: Any, fields: list[tuple[str, str]]) -> list[dict[str, Any]]:
    codes = {"short": "h", "int": "i", "long": "q", "float": "f", "double": "d", "unsignedByte": "B"}
    (stream,) = table.getElementsByTagName("STREAM")
    data = base64.b64decode("".join(stream.firstChild.data.split()))
    n_flag = math.ceil(len(fields) / 8) if table.getElementsByTagName("BINARY2") else 0
    form = struct.Struct(">" + "".join(codes[kind] for _, kind in fields))
    rows = []
    for start in range(0, len(data), n_flag + form.size):
        flags = "".join(f"{byte:08b}" for byte in data[start : start + n_flag]) or "0" * len(fields)
        values = form.unpack_from(data, start + n_flag)
        rows.append(
            {
                name: None if flag == "1" else v
                for (name, _), v, flag in zip(fields, values, flags, strict=False)
            }
        )
    return rows


def _galaxy(value: float | None) -> float | None:
    if value is None or math.isnan(value) or _is_sentinel(value, "mag", None):
        return None
    return value
