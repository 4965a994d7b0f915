"""The database's side of a load: what is in, and how one catalogue goes in or comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import psycopg

from loader.agreement import agrees
from loader.binary import RealArrayDumper, encode_rows
from loader.catalogue import Detections
from loader.copy import copy_rows
from loader.delivery import Catalogue
from loader.faults import ChangedCatalogue, RejectedFile, RepeatedCatalogue, as_text, whole_path
from loader.manifest import Image
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
    n_missing: Mapping[str, int] = field(default_factory=dict)


def encode(detections: Detections, image_id: int, thresholds: Sequence[float]) -> Encoded:
    """Encode the detections of an image for `add`."""
    columns = {**detections.columns, "image_id": np.full(len(detections), image_id, dtype="i4")}
    rows = encode_rows(tuple(columns.values()))
    measures = measure(detections.columns, thresholds)
    return Encoded(rows, tuple(columns), len(detections), measures, detections.n_missing)


def bands(connection: psycopg.Connection) -> frozenset[str]:
    """Give the bands that the survey has."""
    return frozenset(row[0] for row in connection.execute("SELECT band FROM survey.band"))


def thresholds(connection: psycopg.Connection) -> tuple[float, ...]:
    """Give the standard thresholds of signal-to-noise, ascending."""
    query = "SELECT snr_min FROM survey.snr_threshold ORDER BY snr_min"
    return tuple(row[0] for row in connection.execute(query))


def begin(connection: psycopg.Connection, path: str, version: str) -> int:
    """Enter a run of the loader and give its number."""
    query = "INSERT INTO survey.load (path, program_version) VALUES (%s, %s) RETURNING load_id"
    row = connection.execute(query, [as_text(path), version]).fetchone()
    assert row is not None
    return int(row[0])


def finish(connection: psycopg.Connection, load_id: int, counts: dict[str, int]) -> None:
    """Enter the end of a run with its counts, named as the columns of survey.load."""
    if counts["n_row"]:
        connection.execute("SELECT upkeep.refresh_statistics()")
    note(connection, load_id, counts)
    connection.execute("UPDATE survey.load SET finished_at = clock_timestamp() WHERE load_id = %s", [load_id])


def note(connection: psycopg.Connection, load_id: int, counts: dict[str, int]) -> None:
    """Enter the counts of a run, as where it is broken off."""
    query = (
        "UPDATE survey.load SET n_loaded = %(n_loaded)s, n_replaced = %(n_replaced)s,"
        " n_unchanged = %(n_unchanged)s, n_rejected = %(n_rejected)s, n_row = %(n_row)s,"
        " n_missing = %(n_missing)s WHERE load_id = %(load_id)s"
    )
    connection.execute(query, {**counts, "load_id": load_id})


def reject(connection: psycopg.Connection, load_id: int, fault: RejectedFile, image: Image | None) -> None:
    """Enter a refused file."""
    query = (
        "INSERT INTO survey.rejected_file (load_id, path, fault, message, image_id, field_id, band, mjd)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    )
    named = (image.image_id, image.field_id, image.band, image.mjd) if image else (None,) * 4
    row = [load_id, whole_path(fault.path), type(fault).__name__, str(fault), *named]
    connection.execute(query, row)


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
    loaded = pending.get(image.image_id) or _loaded(connection, image.image_id)
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
    query = "SELECT image_id FROM survey.catalogue WHERE sha256 = %s AND NOT image_id = ANY (%s)"
    others += [found[0] for found in connection.execute(query, [sha256, [image.image_id, *pending]])]
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
    separation_max: float,
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
    separation_max : float
        How far from its source a detection may stand [deg].

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
            if not replace or agrees(connection, image.image_id, encoded.columns, encoded.rows):
                return outcome
            outcome = Outcome.REPLACED
        if replace:
            # Also rows that are there without their catalogue
            connection.execute("SELECT upkeep.remove_catalogue(%s)", [image.image_id])
        _register(connection, catalogue, encoded, sha256, load_id)
        copy_rows(connection, "detection", encoded.columns, encoded.rows)
        connection.execute(
            "SELECT upkeep.require_sources_in_place(%s, %s)", [image.image_id, separation_max]
        )
        connection.execute("SELECT upkeep.add_catalogue(%s)", [image.image_id])
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
    connection.execute(
        "INSERT INTO survey.field (field_id) VALUES (%s) ON CONFLICT DO NOTHING", [image.field_id]
    )
    connection.execute(
        "INSERT INTO survey.image (image_id, field_id, band, file_name, mjd, airmass, exposure_time,"
        " zero_point_1, zero_point_2, zero_point_3) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [image.image_id, *row(image, sha256)[:-1], *measures.zero_points],
    )
    connection.execute(
        "INSERT INTO survey.catalogue (image_id, path, sha256, n_detection, load_id)"
        " VALUES (%s, %s, %s, %s, %s)",
        [image.image_id, whole_path(catalogue.path), sha256, encoded.n_row, load_id],
    )
    if measures.depth:
        connection.execute(
            "INSERT INTO survey.image_depth (image_id, limit_mag, n_faint) VALUES (%s, %s, %s)",
            [image.image_id, *measures.depth],
        )
    with connection.cursor() as cursor:
        cursor.adapters.register_dumper(np.ndarray, RealArrayDumper)
        cursor.executemany(
            "INSERT INTO survey.catalogue_count (image_id, class, snr_min, n_detection, snr)"
            " VALUES (%s, %s, %s, %s, %s)",
            [[image.image_id, c.number, c.snr_min, c.n_detection, c.snr] for c in measures.counts],
        )
    connection.execute(
        "INSERT INTO survey.catalogue_range (image_id, column_name, value_min, value_max)"
        " SELECT %s, r.* FROM unnest(%s::text[], %s::float8[], %s::float8[]) AS r",
        [image.image_id, *map(list, zip(*measures.ranges, strict=True))],
    )


def row(image: Image, sha256: str) -> Row:
    """Give what the ledger holds of an image, as its table has it: airmass and exposure time are real."""
    airmass, exposure_time = (
        None if value is None else float(np.float32(value)) for value in (image.airmass, image.exposure_time)
    )
    return image.field_id, image.band, image.file_name, image.mjd, airmass, exposure_time, sha256


def all_loaded(connection: psycopg.Connection) -> dict[int, Row]:
    """Give what the ledger holds of every image, by image_id."""
    return {row[0]: row[1:] for row in connection.execute(_LOADED)}


def _loaded(connection: psycopg.Connection, image_id: int) -> Row | None:
    found = connection.execute(f"{_LOADED} WHERE i.image_id = %s", [image_id]).fetchone()
    return found and found[1:]


_LOADED = (
    "SELECT i.image_id, i.field_id, i.band, i.file_name, i.mjd, i.airmass::float8, i.exposure_time::float8,"
    " c.sha256 FROM survey.image AS i INNER JOIN survey.catalogue AS c ON c.image_id = i.image_id"
)


def _difference(found: Row, loaded: Row) -> str:
    names = ("field", "band", "file name", "MJD", "airmass", "exposure time", "contents (SHA-256)")
    return ", ".join(
        f"{name} {a} where {b} is loaded" for name, a, b in zip(names, found, loaded, strict=True) if a != b
    )
