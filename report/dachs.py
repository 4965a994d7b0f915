"""The database as GAVO DaCHS publishes it over TAP: a resource descriptor from the comments, and its SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import psycopg
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

from db.statement import statement
from report.faults import NotADirectory
from report.frame import Frame, frame_of

Row = Mapping[str, Any]

HERE = Path(__file__).resolve().parent
# Copied into DaCHS's own database, with an index on the sky; the others are read where they are
COPIED = "photometry"
# What a column of the name refers to, with the table that has it as a key
_REFERS = {
    "band": "band_overview",
    "field_id": "field_overview",
    "image_id": "image_epoch",
    "source_id": "photometry",
}


def write_descriptor(
    connection: psycopg.Connection,
    out: Path,
    *,
    title: str = "EpochDB",
    creator: str = "EpochDB",
) -> Path:
    """Write what DaCHS needs to publish the database, into a directory: ``q.rd`` and ``foreign.sql``.

    Parameters
    ----------
    connection : psycopg.Connection
        As a reader.
    out : pathlib.Path
        The directory, made if need be: ``/var/gavo/inputs/epochdb`` where DaCHS runs.
    title, creator : str
        What the survey is called, and who made it.

    Returns
    -------
    pathlib.Path
        The descriptor.

    Raises
    ------
    NotADirectory
    """
    if out.exists() and not out.is_dir():
        raise NotADirectory(f"{out} is a file; name a directory, as in /var/gavo/inputs/epochdb")
    # DaCHS wants what a key leads to before what has the key
    first = list(_REFERS.values())
    tables = _rows(connection, "vo/table")
    tables.sort(key=lambda row: first.index(row["name"]) if row["name"] in first else len(first))
    columns: dict[str, list[Row]] = {row["name"]: [] for row in tables}
    for row in _rows(connection, "vo/column", {"tables": list(columns)}):
        columns[row["table_name"]].append(row)
    sizes = {name: _size(connection, name) for name in columns}
    bands = _rows(connection, "vo/band")
    frame = frame_of(connection)
    place = connection.execute("SELECT ra, dec FROM survey.source LIMIT 1").fetchone() or (0, 0)
    descriptor = _filled(
        "dachs.xml",
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        title=escape(title),
        creator=escape(creator),
        description=escape(f"{title}: sources, detections, light curves and what was learned of them."),
        coverage=_coverage(_rows(connection, "vo/coverage")),
        tables="\n  ".join(
            _table(row["name"], row["description"], columns[row["name"]], sizes[row["name"]], frame)
            for row in tables
        ),
        makes="\n    ".join(f'<make table="{name}"/>' for name in columns if name != COPIED),
        copied=", ".join(column["name"] for column in columns[COPIED]),
        chosen=escape(", ".join(column["expression"] for column in columns[COPIED])),
        images=escape(_code("vo/observed_image")),
        series="\n  ".join(_series(band, frame, columns[COPIED]) for band in bands),
        bands=", ".join(repr(row["band"]) for row in bands),
        ra=place[0],
        dec=place[1],
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / "foreign.sql").write_bytes(statement("vo/foreign"))
    path = out / "q.rd"
    path.write_text(descriptor, encoding="utf-8")
    return path


def _rows(connection: psycopg.Connection, name: str, parameters: Row | None = None) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return list(cursor.execute(statement(name), parameters).fetchall())


def _size(connection: psycopg.Connection, name: str) -> int:
    if name == "calibrated_detection":
        counted = connection.execute("SELECT sum(n_detection) FROM survey.catalogue")
    else:
        counted = connection.execute(SQL("SELECT count(*) FROM science.{}").format(Identifier(name)))
    (size,) = counted.fetchone() or (0,)
    return int(size or 0)


def _filled(template: str, **values: object) -> str:
    return Template((HERE / template).read_text(encoding="utf-8")).substitute(values)


def _code(name: str) -> str:
    """Give a statement without its comment, as a macro of DaCHS could be in that."""
    lines = statement(name).decode().splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))


def _coverage(rows: Sequence[Row]) -> str:
    """Give space, energy and time by the elements that DaCHS has for them."""
    return "".join(f"<{row['axis']}>{row['covered']}</{row['axis']}>" for row in rows)


def _table(name: str, description: str, columns: Sequence[Row], size: int, frame: Frame) -> str:
    is_copied = name == COPIED
    return "\n    ".join(
        [
            f'<table id="{name}" onDisk="True" adql="True" nrows="{size}"'
            + (' mixin="//scs#q3cindex" primary="source_id">' if is_copied else ">"),
            f'<meta name="description">{escape(description)}</meta>',
            *(_datalink() if is_copied else []),
            *_annotations(columns, frame),
            *([_index("field_id"), _index("j_minus_h")] if is_copied else []),
            *_keys(name, columns),
            *(_column(name, column) for column in columns),
            *([] if is_copied else [_view(name, columns)]),
            "</table>",
        ]
    )


def _datalink() -> Iterable[str]:
    yield '<meta name="_associatedDatalinkService">'
    yield '  <meta name="serviceId">dl</meta><meta name="idColumn">source_id</meta>'
    yield "</meta>"


def _annotations(columns: Sequence[Row], frame: Frame) -> Iterable[str]:
    """Give what says in DaCHS which positions and dates are in which frame and on which scale."""
    names = {row["name"] for row in columns}
    space = (
        f'space: (stc2:SphericalCoordinate) {{ frame: (stc2:SpaceFrame) {{ orientation: "'
        f'{frame.celestial_frame}" }} longitude: @ra latitude: @dec }}'
    )
    time = (
        f'time: (stc2:TimeCoordinate) {{ frame: (stc2:TimeFrame) {{ timescale: "{frame.time_scale}" '
        f'refPosition: "{frame.reference_position}" time0: 2400000.5 }} location: @mjd }}'
    )
    if {"ra", "dec"} <= names:
        yield f"<dm>(stc2:Coords) {{ {space} }}</dm>"
    if "mjd" in names:
        yield f"<dm>(stc2:Coords) {{ {time} }}</dm>"


def _index(column: str) -> str:
    return f'<index columns="{column}"/>'


def _keys(name: str, columns: Sequence[Row]) -> Iterable[str]:
    first = list(_REFERS.values())
    for column in columns:
        target = _REFERS.get(column["name"])
        if target and not (name in first and first.index(target) >= first.index(name)):
            yield (
                f'<foreignKey inTable="{target}" source="{column["name"]}" dest="{column["name"]}" '
                'metaOnly="True"/>'
            )


def _column(table: str, column: Row) -> str:
    name: str = column["name"]
    is_key = table == COPIED and name == "source_id"
    attributes = {
        "name": f"quoted/{name.strip(chr(34))}" if name.startswith('"') else name,
        "type": column["data_type"],
        "unit": column["unit"],
        # Simple cone search asks for these very words
        "ucd": "meta.id;meta.main" if is_key else column["ucd"],
        "description": column["description"],
        "required": "True" if is_key else "",
        "verbLevel": _verbosity(name, column["ucd"]),
    }
    said = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items() if value)
    null = column["null_literal"]
    return (
        f"<column {said}/>"
        if is_key or not null
        else f'<column {said}><values nullLiteral="{null}"/></column>'
    )


def _verbosity(name: str, ucd: str) -> str:
    """Give how much must be wanted for the column to be shown: to 10 in a cone's answer, to 20 principal."""
    if ";meta.main" in ucd or name in _REFERS or name.endswith(("mag", "mjd")):
        return "1"
    return "25" if ucd.startswith(("stat.error", "meta.")) else "15"


def _view(name: str, columns: Sequence[Row]) -> str:
    chosen = ", ".join(column["expression"] for column in columns)
    return (
        f"<viewStatement>CREATE VIEW \\curtable AS (SELECT {escape(chosen)} FROM epochdb_remote.{name})"
        "</viewStatement>"
    )


def _series(band: Row, frame: Frame, columns: Sequence[Row]) -> str:
    ucds = {column["name"]: column["ucd"] for column in columns}
    return _filled(
        "dachs_series.xml",
        band=band["band"],
        flux=f"{band['zero_point_flux']:g}",
        system=band["magnitude_system"],
        wavelength=f"{band['wavelength_um'] * 1e-6:.4g}",
        ucd=ucds.get(f"{band['band'].lower()}_mag", "phot.mag"),
        time_scale=frame.time_scale,
        reference_position=frame.reference_position,
        celestial_frame=frame.celestial_frame,
        time_words=frame.time_words,
    )
