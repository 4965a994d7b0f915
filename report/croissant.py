"""A published database: its views as Parquet, described in Croissant (MLCommons, 1.0), and how to cite it."""

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from db.statement import statement
from report.column import Column
from report.export import export
from report.faults import FileExists, NoDirectory, NoSuchView
from report.result import result_of

Json = dict[str, Any]

VIEWS = ("band_overview", "field_overview", "image_epoch", "photometry", "variability")
# The view whose rows the others' source_id names
_SOURCES = "photometry"
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_DATA_TYPES = {"b": "sc:Boolean", "i": "sc:Integer", "f": "sc:Float", "O": "sc:Text"}


@dataclass(frozen=True)
class Publication:
    """What the database cannot know of its publication.

    Attributes
    ----------
    creator : str
        Who publishes it.
    licence, url : str
        The addresses of the licence of the data, and of the page of the publication.
    title : str
    version : str
        Three numbers with points between them, as in ``1.0.0``.
    published : datetime.date
    """

    creator: str
    licence: str
    url: str
    title: str = "A near-infrared time-domain survey"
    version: str = "1.0.0"
    published: date | None = None

    @property
    def day(self) -> str:
        return (self.published or datetime.now(UTC).date()).isoformat()


@dataclass(frozen=True)
class _View:
    name: str
    description: str
    columns: Sequence[Column]
    n_row: int


def write_croissant(
    connection: psycopg.Connection[Any],
    out: Path,
    publication: Publication,
    views: Sequence[str] = VIEWS,
    progress: Callable[[int], object] = lambda n_row: None,
) -> list[Path]:
    """
    Write views as Parquet into a directory, with ``croissant.json`` and ``CITATION.cff``; give all files.

    The directory appears under its name when it is complete.

    Parameters
    ----------
    connection : psycopg.Connection
        As a reader, not in a transaction.
    out : pathlib.Path
        The directory to make, or an empty one.
    publication : Publication
    views : sequence of str
        Views of schema science.
    progress : callable
        Called with the number of rows of each chunk.

    Raises
    ------
    FileExists, NoDirectory
        Before the database is asked.
    NoSuchView
        A name is that of no view.
    PyarrowMissing
        The package that writes Parquet is not installed.
    """
    _refuse_place(out)
    known: dict[str, str] = dict(connection.execute(statement("croissant/view")).fetchall())
    if unknown := [name for name in views if name not in known]:
        raise NoSuchView(
            f"there is no view {', '.join(unknown)} in schema science, expected of: "
            f"{', '.join(sorted(known))}"
        )
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        described = [_write_view(connection, part, name, known[name], progress) for name in views]
        summary = _summary(connection)
        dataset = json.dumps(_dataset(publication, summary, described, part), indent=2, ensure_ascii=False)
        (part / "croissant.json").write_text(dataset + "\n", encoding="utf-8")
        (part / "CITATION.cff").write_text(_citation_file(publication, summary), encoding="utf-8")
        part.replace(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [_file(out, name) for name in views] + [out / "croissant.json", out / "CITATION.cff"]


def _write_view(
    connection: psycopg.Connection[Any],
    out: Path,
    name: str,
    description: str,
    progress: Callable[[int], object],
) -> _View:
    query = sql.SQL("TABLE science.{}").format(sql.Identifier(name)).as_string(connection)
    with result_of(connection, query) as result:
        columns = result.columns
    n_row = export(connection, query, _file(out, name), progress=progress)
    return _View(name, description, columns, n_row)


def _file(out: Path, name: str) -> Path:
    return out / f"{name}.parquet"


def _summary(connection: psycopg.Connection[Any]) -> str:
    row = connection.execute(statement("croissant/survey")).fetchone()
    assert row is not None
    n_field, n_image, n_source, first, last = row
    when = f" from {first} to {last}" if first else ""
    return (
        f"{n_source:,} sources in {n_field} fields, found on {n_image} images in the near infrared "
        f"taken{when}: positions, magnitudes, colours and variability."
    )


def _dataset(publication: Publication, summary: str, views: Iterable[_View], out: Path) -> Json:
    views = list(views)
    has_sources = _SOURCES in [view.name for view in views]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": publication.title,
        "description": summary,
        "license": publication.licence,
        "url": publication.url,
        "creator": {"@type": "Organization", "name": publication.creator},
        "datePublished": publication.day,
        "version": publication.version,
        "citeAs": f"{publication.creator} ({publication.day[:4]}). {publication.title}, version "
        f"{publication.version}. {publication.url}",
        "keywords": ["astronomy", "time-domain survey", "near-infrared", "photometry", "variable stars"],
        "distribution": [_file_object(_file(out, view.name), view) for view in views],
        "recordSet": [_record_set(view, has_sources=has_sources) for view in views],
    }


def _file_object(path: Path, view: _View) -> Json:
    with path.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "description": f"{view.n_row:,} rows of science.{view.name}.",
        "contentUrl": path.name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": sha256,
    }


def _record_set(view: _View, *, has_sources: bool) -> Json:
    described: Json = {
        "@type": "cr:RecordSet",
        "@id": view.name,
        "name": view.name,
        "description": view.description,
    }
    main = [
        column for column in view.columns if column.ucd and column.ucd.startswith("meta.id;src;meta.main")
    ]
    if main:
        described["key"] = {"@id": f"{view.name}/{main[0].name}"}
    described["field"] = [_field(view, column, has_sources=has_sources) for column in view.columns]
    return described


def _field(view: _View, column: Column, *, has_sources: bool) -> Json:
    described = {
        "@type": "cr:Field",
        "@id": f"{view.name}/{column.name}",
        "name": column.name,
        "description": _meaning(column),
        "dataType": _data_type(column),
        "source": {"fileObject": {"@id": f"{view.name}.parquet"}, "extract": {"column": column.name}},
    }
    if has_sources and column.name == "source_id" and view.name != _SOURCES:
        described["references"] = {"field": {"@id": f"{_SOURCES}/source_id"}}
    return described


def _meaning(column: Column) -> str:
    """Croissant has no place of its own for units and UCDs."""
    parts = [column.description or ""]
    parts += [f"Unit: {column.unit}."] if column.unit else []
    parts += [f"UCD: {column.ucd}."] if column.ucd else []
    return " ".join(part for part in parts if part)


def _data_type(column: Column) -> str:
    if column.is_time:
        return "sc:Date" if column.dtype == "M8[D]" else "sc:DateTime"
    return _DATA_TYPES[column.dtype.kind]


def _citation_file(publication: Publication, summary: str) -> str:
    """Give CITATION.cff; a text in JSON is one in YAML, too."""
    return "".join(
        f"{line}\n"
        for line in (
            "cff-version: 1.2.0",
            "message: If you use these data in published work, please cite them.",
            "type: dataset",
            f"title: {json.dumps(publication.title, ensure_ascii=False)}",
            f"abstract: {json.dumps(summary, ensure_ascii=False)}",
            "authors:",
            f"  - name: {json.dumps(publication.creator, ensure_ascii=False)}",
            f"version: {json.dumps(publication.version)}",
            f"date-released: {publication.day}",
            f"license-url: {json.dumps(publication.licence)}",
            f"url: {json.dumps(publication.url)}",
        )
    )


def _refuse_place(out: Path) -> None:
    if not out.parent.is_dir():
        raise NoDirectory(f"{out}: there is no directory {out.parent}; make it first: mkdir -p {out.parent}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileExists(f"{out} exists already, expected a new or an empty directory; name another")
