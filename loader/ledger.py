"""What is in the database, by its own account: the runs of the loader, and the catalogue of each image."""

from collections.abc import Mapping, Sequence
from enum import Enum

import numpy as np
import psycopg

from db.statement import statement
from loader.delivery import Catalogue
from loader.faults import ChangedCatalogue, RejectedFile, RepeatedCatalogue, as_text, whole_path
from loader.manifest import Image

# What the ledger holds of an image: field, band, file name, MJD, airmass, exposure time, SHA-256
Row = tuple[int, str, str, float, float | None, float | None, str]


class Outcome(Enum):
    """What became of a catalogue."""

    LOADED = "loaded"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    BUSY = "being loaded by another loader"


def bands(connection: psycopg.Connection) -> frozenset[str]:
    """Give the bands that the survey has."""
    return frozenset(row[0] for row in connection.execute(statement("load/bands")))


def thresholds(connection: psycopg.Connection) -> tuple[float, ...]:
    """Give the standard thresholds of signal-to-noise, ascending."""
    return tuple(row[0] for row in connection.execute(statement("load/snr_thresholds")))


def begin(connection: psycopg.Connection, path: str, version: str, description_id: int | None = None) -> int:
    """Enter a run of the loader and give its number."""
    run = {"path": as_text(path), "program_version": version, "description_id": description_id}
    row = connection.execute(statement("load/begin"), run).fetchone()
    assert row is not None
    return int(row[0])


def fields_to_measure(connection: psycopg.Connection, load_id: int) -> list[int]:
    """Give the fields whose light curves are to be measured now that a run is through."""
    rows = connection.execute(statement("load/fields_to_measure"), {"load_id": load_id}).fetchall()
    return [field_id for (field_id,) in rows]


def finish(connection: psycopg.Connection, load_id: int, counts: dict[str, int]) -> None:
    """Enter the end of a run with its counts, named as the columns of survey.load."""
    note(connection, load_id, counts)
    connection.execute(statement("load/finish"), {"load_id": load_id})


def note(connection: psycopg.Connection, load_id: int, counts: dict[str, int]) -> None:
    """Enter the counts of a run, as where it is broken off."""
    connection.execute(statement("load/note"), {**counts, "load_id": load_id})


def reject(connection: psycopg.Connection, load_id: int, fault: RejectedFile, image: Image | None) -> None:
    """Enter a refused file."""
    row = {
        "load_id": load_id,
        "path": whole_path(fault.path),
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
    loaded = pending.get(image.image_id) or loaded_of(connection, [image.image_id]).get(image.image_id)
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


def row(image: Image, sha256: str) -> Row:
    """Give what the ledger holds of an image, as its table has it: airmass and exposure time are real."""
    airmass, exposure_time = (
        None if value is None else float(np.float32(value)) for value in (image.airmass, image.exposure_time)
    )
    return image.field_id, image.band, image.file_name, image.mjd, airmass, exposure_time, sha256


def all_loaded(connection: psycopg.Connection) -> dict[int, Row]:
    """Give what the ledger holds of every image, by image_id."""
    return loaded_of(connection, None)


def loaded_of(connection: psycopg.Connection, image_ids: Sequence[int] | None) -> dict[int, Row]:
    """Give what the ledger holds of some images, by image_id; of every one for None."""
    asked = {"image_ids": None if image_ids is None else list(image_ids)}
    return {row[0]: row[1:] for row in connection.execute(statement("load/loaded"), asked)}


def _difference(found: Row, loaded: Row) -> str:
    names = ("field", "band", "file name", "MJD", "airmass", "exposure time", "contents (SHA-256)")
    return ", ".join(
        f"{name} {a} where {b} is loaded" for name, a, b in zip(names, found, loaded, strict=True) if a != b
    )
