"""Read the manifest of a delivery: the CSV file that lists its images."""

import csv
import io
import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loader.contents import read_regular
from loader.faults import (
    ImplausibleDate,
    InvalidManifest,
    InvalidManifestRow,
    RejectedFile,
    RepeatedImage,
    UnknownBand,
)

COLUMNS = ("ID", "FieldID", "Filename", "Filter", "MJD", "Airmass", "Exptime")
# The years 1950 to 2100, as in the constraint image_mjd_plausible
MJD_MIN, MJD_MAX = 33282.0, 88069.0
# At the horizon the air is 38 times as thick as overhead
AIRMASS_MAX = 40.0
# What a real still holds, and a day
EXPOSURE_TIME_MIN, EXPOSURE_TIME_MAX = 1e-37, 86400.0
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
INTEGER_MAX = 2**31 - 1
INTEGER_DIGITS = 10


@dataclass(frozen=True)
class Image:
    """
    One line of a manifest.

    mjd in days, exposure_time in seconds, None where the line is blank; bad_flags are those of a description.
    """

    image_id: int
    field_id: int
    file_name: str
    band: str
    mjd: float
    airmass: float | None
    exposure_time: float | None
    line: int
    bad_flags: int = 0


@dataclass(frozen=True)
class Manifest:
    """
    The images that a manifest lists, and the faults of its other lines.

    ``faulty_groups`` are the (field, band) of the faulty lines, None where even that cannot be read.
    """

    path: Path
    images: tuple[Image, ...]
    faults: tuple[RejectedFile, ...]
    faulty_groups: frozenset[tuple[int | None, str | None]]


def read_manifest(path: Path, bands: Collection[str]) -> Manifest:
    """
    Read a manifest; a byte order mark, blank lines, quotes and further columns are no faults.

    Parameters
    ----------
    path : Path
        The CSV file.
    bands : collection of str
        The bands that the survey has.

    Returns
    -------
    Manifest
        The good lines, and a fault for each of the others.

    Raises
    ------
    InvalidManifest, UnreadableFile
        If the file as a whole is not a manifest.
    """
    rows, header, n_column = _records(path)
    images: dict[int, Image] = {}
    faults: list[RejectedFile] = []
    faulty: set[tuple[int | None, str | None]] = set()
    for line, record in rows:
        try:
            _check_length(path, line, record, header, n_column)
            image = _image(path, line, record, header, bands)
            if image.image_id in images:
                raise RepeatedImage(
                    path,
                    f"line {line}, column ID",
                    f"{image.image_id}, which line {images[image.image_id].line} has too",
                    "each image once",
                    "Take one of the lines out.",
                )
            images[image.image_id] = image
        except RejectedFile as fault:
            faults.append(fault)
            faulty.add(_group(record, header))
    return Manifest(path, tuple(images.values()), tuple(faults), frozenset(faulty))


def has_manifest_header(path: Path) -> bool:
    """Tell whether a file can be read and begins with the column names of a manifest."""
    try:
        text = read_regular(path).decode("utf-8-sig", "replace")
        names = {name.strip().lower() for name in next(_reader(io.StringIO(text, newline="")), [])}
    except (RejectedFile, csv.Error):
        return False
    return {name.lower() for name in COLUMNS} <= names


def _reader(lines: Iterable[str]) -> Any:
    # A quote is one after a comma and a space, too
    return csv.reader(lines, skipinitialspace=True)


def _records(path: Path) -> tuple[list[tuple[int, list[str]]], dict[str, int], int]:
    try:
        text = read_regular(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidManifest(
            path,
            f"byte {error.start}",
            "bytes that are not UTF-8",
            "a CSV file in UTF-8",
            "Convert the file.",
        ) from error
    reader = _reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader if any(value.strip() for value in row)]
    except csv.Error as error:
        raise InvalidManifest(
            path, f"line {reader.line_num}", str(error), "comma separated values", "Check the quotes."
        ) from error
    names = [name.strip().lower() for name in rows[0][1]] if rows else []
    missing = [name for name in COLUMNS if name.lower() not in names]
    if missing:
        raise InvalidManifest(
            path,
            "line 1",
            f"no column {', '.join(missing)}",
            f"the columns {', '.join(COLUMNS)}",
            "Complete the header.",
        )
    repeated = [name for name in COLUMNS if names.count(name.lower()) > 1]
    if repeated:
        raise InvalidManifest(
            path, "line 1", f"column {repeated[0]} twice", "each column once", "Take one of them out."
        )
    return rows[1:], {name: names.index(name.lower()) for name in COLUMNS}, len(names)


def _check_length(path: Path, line: int, record: list[str], header: dict[str, int], n_column: int) -> None:
    found = f"{len(record)} values"
    if len(record) <= max(header.values()):
        expected = f"one for each of {COLUMNS}"
        raise InvalidManifestRow(path, f"line {line}", found, expected, "Complete the line.")
    # A blank one more is a comma at the end, as spreadsheets write it
    if any(value.strip() for value in record[n_column:]):
        remedy = "Quote what holds a comma; decimals are written with a point."
        raise InvalidManifestRow(path, f"line {line}", found, f"{n_column}, as the header has", remedy)


def _image(path: Path, line: int, record: list[str], header: dict[str, int], bands: Collection[str]) -> Image:
    value = {name: record[place].strip() for name, place in header.items()}
    band = value["Filter"]
    if band not in bands:
        raise UnknownBand(
            path,
            f"line {line}, column Filter",
            repr(band),
            f"one of {', '.join(sorted(bands))}",
            "Correct the line, or add the band to survey.band.",
        )
    if "\0" in value["Filename"]:
        raise InvalidManifestRow(
            path, f"line {line}, column Filename", repr(value["Filename"]), "a name", "Take the NUL out."
        )
    if not value["Filename"]:
        raise InvalidManifestRow(
            path, f"line {line}, column Filename", "nothing", "the image's name", "Complete the line."
        )
    return Image(
        image_id=_integer(path, line, "ID", value["ID"]),
        field_id=_integer(path, line, "FieldID", value["FieldID"]),
        file_name=value["Filename"],
        band=band,
        mjd=_mjd(path, line, value["MJD"]),
        airmass=_optional_number(path, line, "Airmass", value["Airmass"], 1.0, AIRMASS_MAX),
        exposure_time=_optional_number(
            path, line, "Exptime", value["Exptime"], EXPOSURE_TIME_MIN, EXPOSURE_TIME_MAX
        ),
        line=line,
    )


def _integer(path: Path, line: int, column: str, text: str) -> int:
    if not _is_integer(text):
        raise InvalidManifestRow(
            path,
            f"line {line}, column {column}",
            repr(text),
            f"a whole number from 0 to {INTEGER_MAX}",
            "Correct the line.",
        )
    return int(text)


def _is_integer(text: str) -> bool:
    # The length first: Python refuses to read numbers of thousands of digits
    return (
        text.isascii()
        and text.isdigit()
        and len(text.lstrip("0")) <= INTEGER_DIGITS
        and int(text) <= INTEGER_MAX
    )


def _mjd(path: Path, line: int, text: str) -> float:
    mjd = _number(text)
    if mjd is None or not MJD_MIN <= mjd <= MJD_MAX:
        looks_like_jd = mjd is not None and MJD_MIN <= mjd - 2400000.5 <= MJD_MAX
        raise ImplausibleDate(
            path,
            f"line {line}, column MJD",
            repr(text),
            f"a modified Julian date from {MJD_MIN:.0f} to {MJD_MAX:.0f} (1950 to 2100)",
            "This looks like a Julian date: subtract 2400000.5." if looks_like_jd else "Correct the line.",
        )
    return mjd


def _optional_number(
    path: Path, line: int, column: str, text: str, minimum: float, maximum: float
) -> float | None:
    if not text:
        return None
    number = _number(text)
    if number is None or not minimum <= number <= maximum:
        raise InvalidManifestRow(
            path,
            f"line {line}, column {column}",
            repr(text),
            f"a number of at least 1 and at most {maximum:g}"
            if minimum == 1
            else f"a positive number of at most {maximum:g}",
            "Correct the line, or leave the value blank if it is not known.",
        )
    return number


def _number(text: str) -> float | None:
    # Python's float() would take underscores and the digits of every script
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def _group(record: list[str], header: dict[str, int]) -> tuple[int | None, str | None]:
    """Give the field and band of a faulty line as far as they can be read."""
    field, band = (
        record[header[name]].strip() if len(record) > header[name] else "" for name in ("FieldID", "Filter")
    )
    return (int(field) if _is_integer(field) else None, band or None)
