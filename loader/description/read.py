"""Read a description: TOML, every key of it known, every value one that can be."""

import hashlib
import re
import tomllib
from pathlib import Path

from loader.contents import read_regular
from loader.description import parts
from loader.description.model import Aperture, Band, Column, Description, Files, Flag, Quantity
from loader.description.node import Node
from loader.faults import InvalidDescription

FORMATS = ("fits", "csv", "ascii", "sextractor", "ecsv", "votable", "parquet")
# What is said of an image, and whether it must be
IMAGE = {
    "image": False, "field": False, "file": False, "band": True, "mjd": True, "airmass": False,
    "exposure_time": False,
}  # fmt: skip
COLUMNS = {
    "identifier": "source_id",
    "ra": "ra",
    "dec": "dec",
    "running_id": "running_id",
    "x": "x",
    "y": "y",
}
TIME = {
    "scale": ("UTC", "TAI", "TT", "TDB"),
    "marks": ("start", "middle", "end"),
    "reference": ("topocentre", "geocentre", "heliocentre", "barycentre"),
    # Positions of sources are compared with those of other catalogues, all of them in it
    "frame": ("ICRS",),
}
FIELD_RADIUS_MAX = 3600.0
# From the far ultraviolet to the far infrared: what is given in nanometres or angstroms is beyond [um]
WAVELENGTH_MIN, WAVELENGTH_MAX = 0.01, 200.0
_REMEDY = "docs/your-survey.md has a worked example."


def read_description(path: Path) -> Description:
    """
    Read and check a description.

    Raises
    ------
    InvalidDescription
        It is no TOML, or a key of it is not known, missing or wrong: which one, what it is and may be.
    UnreadableFile, NotARegularFile
    """
    return parse_description(path, read_regular(path))


def parse_description(path: Path, contents: bytes) -> Description:
    """Give what the contents of a description say; path stands in messages."""
    try:
        text = contents.decode("utf-8")
        top = Node(path, "", tomllib.loads(text))
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 (byte {error.start})"
        raise InvalidDescription(path, "", found, "a TOML file in UTF-8", _REMEDY) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidDescription(path, "", f"no TOML: {error}", "a TOML file", _REMEDY) from error
    name = top.must_text("name")
    top.text("summary")
    files = _files(top)
    bands = _bands(top)
    image = _image(top, files, bands)
    columns = _columns(top, files)
    flags, flag_column = _flags(top)
    if flag_column:
        columns["flags"] = flag_column
    missing, nonpositive = _missing(top)
    description = Description(
        name=name,
        path=path,
        text=text,
        sha256=hashlib.sha256(contents).hexdigest(),
        files=files,
        image=image,
        bands=bands,
        columns=columns,
        apertures=_measured_once(top, columns),
        classes=parts.classes(top, {flag.bit for flag in flags}),
        flags=flags,
        missing=missing,
        nonpositive_errors=nonpositive,
        associate_arcsec=_association(top, columns),
        time=_time(top),
    )
    top.done()
    return description


def _files(top: Node) -> Files:
    node = top.child("files") or Node(top.path, "files", {})
    pattern = node.text("pattern")
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise node.fault("pattern", pattern, f"a regular expression ({error})") from error
    tables = node.raw("tables")
    listed = [] if tables is None or tables == "all" else tables if isinstance(tables, list) else [tables]
    if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in listed):
        raise node.fault("tables", tables, "all, or names or numbers of tables")
    files = Files(
        names=node.texts("names"),
        pattern=pattern,
        form=node.text("format", allowed=FORMATS),
        tables=tuple(map(str, listed)),
        detectors=str(node.text("detectors", "merge", allowed=("merge", "separate"))),
        manifest=node.text("manifest"),
        rule=node.text("rule", allowed=("course",)),
    )
    node.done()
    if files.rule and not files.manifest:
        raise node.absent("manifest", "the pattern of the manifest whose images the rule names")
    return files


def _bands(top: Node) -> dict[str, Band]:
    bands: dict[str, Band] = {}
    for node in top.children("band"):
        name = node.must_text("name")
        wavelength = node.number("wavelength_um")
        if wavelength is None:
            raise node.absent("wavelength_um", "the effective wavelength in micrometres")
        if not WAVELENGTH_MIN <= wavelength <= WAVELENGTH_MAX:
            bounds = f"from {WAVELENGTH_MIN:g} to {WAVELENGTH_MAX:g}"
            raise node.fault("wavelength_um", wavelength, f"micrometres, {bounds}; 551 nm are 0.551")
        wide = node.text("wide", allowed=parts.WIDE)
        if name in bands:
            raise node.fault("name", name, "each band once")
        stored = wide or name
        if stored in {band.name for band in bands.values()}:
            raise node.fault("wide" if wide else "name", stored, "each band of the database once")
        bands[name] = Band(stored, wavelength, node.flag("monitored"))
        node.done()
    if not bands:
        raise top.absent("band", "tables, each begun by [[band]]: name, wavelength_um, monitored, wide")
    return bands


def _image(top: Node, files: Files, bands: dict[str, Band]) -> dict[str, Quantity]:
    node = top.child("image")
    if node is None:
        raise top.absent("image", "a table [image] with band and mjd at least")
    image: dict[str, Quantity] = {}
    for name, is_needed in IMAGE.items():
        if name in node:
            image[name] = _quantity(node, name, files, bands)
        elif is_needed:
            node.raw(name)
            raise node.absent(
                name, "where it stands: { keyword = ... }, { group = ... }, { column = ... } ..."
            )
        else:
            node.raw(name)
    node.done()
    if files.manifest and "file" not in image and not files.rule:
        raise node.absent("file", 'the column of the manifest that names the catalogue: { manifest = "..." }')
    if not files.manifest and "file" in image:
        raise node.fault("file", image["file"].place, "a key files.manifest, whose column it would be")
    return image


def _quantity(image: Node, name: str, files: Files, bands: dict[str, Band]) -> Quantity:
    node = image.child(name)
    assert node is not None
    places = ("keyword", "group", "column", "manifest", "value")
    given = [place for place in places if place in node]
    if len(given) != 1:
        raise image.fault(name, node.table, f"exactly one of {', '.join(places)}")
    value = node.raw("value")
    if "value" in node and (isinstance(value, bool) or not isinstance(value, str | int | float)):
        raise node.fault("value", value, "a text or a number")
    meant = {str(found): text for found, text in node.mapping("values").items()}
    if not all(isinstance(text, str | int) and not isinstance(text, bool) for text in meant.values()):
        raise node.fault("values", meant, "texts")
    forms = ("mjd", "jd", "iso") if name == "mjd" else ()
    quantity = Quantity(
        keyword=node.text("keyword"),
        group=node.text("group"),
        column=node.text("column"),
        manifest=node.text("manifest"),
        value=value,
        values={found: str(text) for found, text in meant.items()},
        form=str(node.text("format", "mjd", allowed=forms)) if forms else "mjd",
        offset=(node.number("offset") or 0.0) if forms else 0.0,
        step=(node.number("round", 1e-6, 1) or 0.0) if forms else 0.0,
    )
    node.done()
    _check_place(node, quantity, files)
    if name == "band":
        wrong = [
            text for text in (*quantity.values.values(), value) if text is not None and text not in bands
        ]
        if wrong:
            key = "value" if value is not None else "values"
            raise node.fault(key, wrong[0], f"one of the bands {', '.join(bands)}")
    return quantity


def _check_place(node: Node, quantity: Quantity, files: Files) -> None:
    if quantity.group is not None:
        groups = re.compile(files.pattern).groupindex if files.pattern else {}
        if quantity.group not in groups:
            found = f"one of the groups of files.pattern: {', '.join(groups) or 'it has none'}"
            raise node.fault("group", quantity.group, found)
    if quantity.manifest is not None and not files.manifest:
        raise node.fault("manifest", quantity.manifest, "a key files.manifest, whose column it would be")


def _columns(top: Node, files: Files) -> dict[str, Column]:
    node = top.child("columns")
    if node is None:
        raise top.absent("columns", "a table [columns] with ra and dec at least")
    columns: dict[str, Column] = {}
    for name, target in COLUMNS.items():
        units = parts.ANGLES if name in ("ra", "dec") else ()
        column = parts.column(
            node, name, units, with_value=name in ("ra", "dec"), with_names=name == "identifier"
        )
        if column:
            columns[target] = column
    for name in ("ra", "dec"):
        if name not in columns:
            raise node.absent(name, "the column of the position")
    node.done()
    return columns


def _measured_once(top: Node, columns: dict[str, Column]) -> tuple[Aperture, ...]:
    """Give the apertures, if no column is said to be two things that are measured."""
    apertures = parts.apertures(top)
    found = {f"columns.{name}": columns.get(name) for name in ("ra", "dec", "x", "y")}
    for number, aperture in enumerate(apertures, start=1):
        for name in ("flux", "flux_err", "mag", "mag_err"):
            found[f"aperture {number}.{name}"] = getattr(aperture, name)
    first: dict[str, str] = {}
    for key, column in found.items():
        if column is None or column.name is None:
            continue
        if column.name in first:
            expected = f"another column than {first[column.name]} is"
            raise top.fault(key, column.name, expected)
        first[column.name] = key
    return apertures


def _flags(top: Node) -> tuple[tuple[Flag, ...], Column | None]:
    node = top.child("flags")
    if node is None:
        return (), None
    column = parts.column(node, "column", ())
    flags: list[Flag] = []
    for bit in node.children("bit"):
        number = bit.number("bit", 0, 30)
        if number is None or number != int(number):
            raise bit.fault("bit", number, "a whole number from 0 to 30")
        if int(number) in {flag.bit for flag in flags}:
            raise bit.fault("bit", int(number), "each bit once")
        flags.append(Flag(int(number), bit.must_text("name"), bit.text("meaning") or "", bit.flag("bad")))
        bit.done()
    node.done()
    return tuple(flags), column


def _missing(top: Node) -> tuple[tuple[float, ...], bool]:
    node = top.child("missing") or Node(top.path, "missing", {})
    found = node.numbers("values"), node.flag("nonpositive_errors")
    node.done()
    return found


def _association(top: Node, columns: dict[str, Column]) -> float | None:
    node = top.child("sources") or Node(top.path, "sources", {})
    radius = node.number("associate_arcsec", 1e-6, FIELD_RADIUS_MAX)
    node.done()
    if radius is None and "source_id" not in columns:
        raise node.absent(
            "associate_arcsec",
            "a radius in arcsec within which a detection is of a source, or columns.identifier",
        )
    return radius


def _time(top: Node) -> dict[str, str]:
    node = top.child("time") or Node(top.path, "time", {})
    found = {name: node.text(name, allowed=allowed) for name, allowed in TIME.items()}
    node.done()
    return {name: text for name, text in found.items() if text is not None}
