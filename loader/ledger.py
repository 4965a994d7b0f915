"""The database's side of a load: what is in, and how one catalogue goes in or comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum

import numpy as np
import psycopg

from db.binary import RealArrayDumper, encode_rows
from db.copy import copy_rows
from db.statement import statement
from loader.catalogue import Detections
from loader.delivery import Catalogue
from loader.faults import ChangedCatalogue, RejectedFile, RepeatedCatalogue, as_text
from loader.manifest import INTEGER_MAX, Image
from loader.measures import Measures, measure

# What the ledger holds of an image: field, band, file name, MJD, airmass, exposure time, SHA-256
Row = tuple[int, str, str, float, float | None, float | None, str]


class Outcome(Enum):
    """What became of a catalogue."""

    LOADED = "loaded"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    BUSY = "being loaded by another loader"


@dataclass(frozen=True)
class Encoded:
    """A catalogue's rows, encoded for COPY, their columns, and what was measured of it as a whole."""

    rows: memoryview
    columns: tuple[str, ...]
    n_row: int
    measures: Measures


def encode(detections: Detections, image_id: int, thresholds: Sequence[float]) -> Encoded:
    """Encode the detections of an image for `add`."""
    columns = {**detections.columns, "image_id": np.full(len(detections), image_id, dtype="i4")}
    rows = encode_rows(tuple(columns.values()))
    return Encoded(rows, tuple(columns), len(detections), measure(detections.columns, thresholds))


def bands(connection: psycopg.Connection) -> frozenset[str]:
    """Give the bands that the survey has."""
    return frozenset(row[0] for row in connection.execute(statement("load/bands")))


def thresholds(connection: psycopg.Connection) -> tuple[float, ...]:
    """Give the standard thresholds of signal-to-noise, ascending."""
    return tuple(row[0] for row in connection.execute(statement("load/snr_thresholds")))


def begin(connection: psycopg.Connection, path: str, version: str) -> int:
    """Enter a run of the loader and give its number."""
    run = {"path": as_text(path), "program_version": version}
    row = connection.execute(statement("load/begin"), run).fetchone()
    assert row is not None
    return int(row[0])


def finish(connection: psycopg.Connection, load_id: int, counts: dict[str, int]) -> None:
    """Enter the end of a run with its counts: n_loaded, n_replaced, n_unchanged, n_rejected, n_row."""
    if counts["n_row"]:
        connection.execute("SELECT upkeep.refresh_statistics()")
    connection.execute(statement("load/finish"), {**counts, "load_id": load_id})


def reject(connection: psycopg.Connection, load_id: int, fault: RejectedFile, image: Image | None) -> None:
    """Enter a refused file."""
    row = {
        "load_id": load_id,
        "path": as_text(fault.path.resolve()),
        "fault": type(fault).__name__,
        "message": str(fault),
        **{name: getattr(image, name, None) for name in ("image_id", "field_id", "band", "mjd")},
    }
    connection.execute(statement("load/reject"), row)


def check(
    connection: psycopg.Connection,
    catalogue: Catalogue,
    sha256: str,
    *,
    replace: bool,
    pending: Mapping[int, Row] | None = None,
) -> Outcome:
    """
    Tell what loading a catalogue would do, by the ledger.

    Parameters
    ----------
    connection, catalogue, sha256, replace
        As in `add`.
    pending : mapping of int to tuple, optional
        By image_id, what a dry run would have entered in the ledger before.

    Raises
    ------
    ChangedCatalogue
        If its image is loaded with other contents and is not to be replaced.
    RepeatedCatalogue
        If the same contents are loaded as another image.
    """
    image = catalogue.image
    pending = pending or {}
    loaded = pending.get(image.image_id) or _loaded(connection, *[image.image_id] * 2).get(image.image_id)
    if loaded is None:
        outcome = Outcome.LOADED
    elif loaded == row(image, sha256):
        return Outcome.UNCHANGED
    elif replace:
        outcome = Outcome.REPLACED
    else:
        raise ChangedCatalogue(
            catalogue.path,
            f"image {image.image_id}",
            _difference(row(image, sha256), loaded),
            "what is loaded already",
            "Load with --replace to put this in its place.",
        )
    others = [other for other, entered in pending.items() if entered[-1] == sha256]
    asked = {"sha256": sha256, "image_ids": [image.image_id, *pending]}
    others += [found[0] for found in connection.execute(statement("load/same_contents"), asked)]
    if others:
        raise RepeatedCatalogue(
            catalogue.path,
            f"image {image.image_id}",
            f"the contents of image {others[0]}'s catalogue",
            "a catalogue of its own",
            "One of the two files is not what its name says: correct the delivery, or, if what is loaded is"
            f" wrong, SELECT upkeep.remove_catalogue({others[0]}) first.",
        )
    return outcome


def add(
    connection: psycopg.Connection,
    catalogue: Catalogue,
    encoded: Encoded,
    sha256: str,
    load_id: int,
    *,
    replace: bool,
    wait: bool,
) -> Outcome:
    """
    Load a catalogue in one transaction: detections, counts and summaries, or nothing.

    Parameters
    ----------
    connection : psycopg.Connection
        A connection in autocommit mode.
    catalogue, encoded, sha256
        The catalogue, its encoded rows and the hash of its contents.
    load_id : int
        The run that loads it.
    replace : bool
        Whether other contents that are loaded for the image give way.
    wait : bool
        Whether to wait for another loader that has the same image at hand, or to come back as BUSY.

    Raises
    ------
    ChangedCatalogue, RepeatedCatalogue
        As `check`, which is asked again when no other loader can be at the same image.
    """
    image = catalogue.image
    with connection.transaction():
        if not _lock_image(connection, image.image_id, wait=wait):
            return Outcome.BUSY
        outcome = check(connection, catalogue, sha256, replace=replace)
        if outcome is Outcome.UNCHANGED:
            return outcome
        if outcome is Outcome.REPLACED:
            connection.execute("SELECT upkeep.remove_catalogue(%s)", [image.image_id])
        _register(connection, catalogue, encoded, sha256, load_id)
        copy_rows(connection, "detection", encoded.columns, encoded.rows)
        connection.execute("SELECT upkeep.add_catalogues(ARRAY[%s], true)", [image.image_id])
    return outcome


def _lock_image(connection: psycopg.Connection, image_id: int, *, wait: bool) -> bool:
    kind = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    query = f"SELECT {kind}(hashtext('epochdb.image'), %s)"
    row = connection.execute(query, [image_id]).fetchone()
    return wait or bool(row and row[0])


def _register(
    connection: psycopg.Connection, catalogue: Catalogue, encoded: Encoded, sha256: str, load_id: int
) -> None:
    """Enter the image, its catalogue, and what was measured of it as a whole."""
    image, measures = catalogue.image, encoded.measures
    entered = {
        **asdict(image),
        **{f"zero_point_{k}": value for k, value in enumerate(measures.zero_points, start=1)},
        "path": as_text(catalogue.path.resolve()),
        "sha256": sha256,
        "n_detection": encoded.n_row,
        "load_id": load_id,
    }
    for name in ("field", "image", "catalogue"):
        connection.execute(statement(f"load/{name}"), entered)
    key = {"image_id": image.image_id}
    if measures.depth:
        limit_mag, n_faint = measures.depth
        connection.execute(statement("load/image_depth"), {**key, "limit_mag": limit_mag, "n_faint": n_faint})
    with connection.cursor() as cursor:
        cursor.adapters.register_dumper(np.ndarray, RealArrayDumper)
        counts = [{**key, **vars(count)} for count in measures.counts]
        cursor.executemany(statement("load/catalogue_count"), counts)
    names, lowest, highest = map(list, zip(*measures.ranges, strict=True))
    ranges = {**key, "names": names, "lowest": lowest, "highest": highest}
    connection.execute(statement("load/catalogue_range"), ranges)


def row(image: Image, sha256: str) -> Row:
    """Give what the ledger holds of an image, as its table has it: airmass and exposure time are real."""
    airmass, exposure_time = (
        None if value is None else float(np.float32(value)) for value in (image.airmass, image.exposure_time)
    )
    return image.field_id, image.band, image.file_name, image.mjd, airmass, exposure_time, sha256


def all_loaded(connection: psycopg.Connection) -> dict[int, Row]:
    """Give what the ledger holds of every image, by image_id."""
    return _loaded(connection, 0, INTEGER_MAX)


def _loaded(connection: psycopg.Connection, image_id_min: int, image_id_max: int) -> dict[int, Row]:
    between = {"image_id_min": image_id_min, "image_id_max": image_id_max}
    return {row[0]: row[1:] for row in connection.execute(statement("load/loaded"), between)}


def _difference(found: Row, loaded: Row) -> str:
    names = ("field", "band", "file name", "MJD", "airmass", "exposure time", "contents (SHA-256)")
    return ", ".join(
        f"{name} {a} where {b} is loaded" for name, a, b in zip(names, found, loaded, strict=True) if a != b
    )
