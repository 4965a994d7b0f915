"""How catalogues go into the database: copied one after another, merged into the summaries together."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

import psycopg

from db.binary import encode_rows
from db.copy import copy_pieces
from db.statement import statement
from loader import association, entering, ledger
from loader.agreement import agrees, doubtful
from loader.association import Unassociated
from loader.delivery import Catalogue
from loader.faults import RefusedByDatabase, RejectedFile, SourceElsewhere, as_text
from loader.ledger import Outcome, Row
from loader.ordering import Measured, by_source

# How long another who holds an image's lock is waited for
PATIENCE = "60s"


@dataclass(frozen=True)
class Prepared:
    """
    A catalogue as it was read: its detections, none if the ledger has the very same, or its fault.

    Those whose sources are to be found by position are measured when they have them.
    """

    catalogue: Catalogue
    sha256: str
    detections: Measured | Unassociated | None
    fault: RejectedFile | None = None


@dataclass(frozen=True)
class Result:
    """What became of a catalogue, its rows, and by column how many values were taken as missing."""

    catalogue: Catalogue
    outcome: Outcome | RejectedFile
    n_row: int = 0
    n_missing: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, prepared: Prepared, outcome: Outcome | RejectedFile) -> Self:
        """Keep of a catalogue what is told, and let its rows go."""
        if outcome in (Outcome.LOADED, Outcome.REPLACED) and prepared.detections:
            return cls(prepared.catalogue, outcome, prepared.detections.n_row, prepared.detections.n_missing)
        return cls(prepared.catalogue, outcome)


def add(
    connection: psycopg.Connection,
    group: Iterable[Prepared],
    load_id: int,
    *,
    replace: bool,
    wait: bool,
    separation_max: float,
    interleaved: bool = True,
) -> list[Result]:
    """
    Load catalogues in one transaction: detections, counts and summaries of all that are good, or nothing.

    Parameters
    ----------
    connection : psycopg.Connection
        A connection in autocommit mode.
    group : iterable of Prepared
        The catalogues, one after another; each may be forgotten when the next is asked for.
    load_id : int
        The run that loads them.
    replace : bool
        Whether other contents that are loaded for an image give way.
    wait : bool
        Whether to wait for another loader that has the same image at hand, or to leave it as BUSY.
    separation_max : float
        How far from its source a detection may stand [deg].
    interleaved : bool
        Whether the rows of all go in together, in order of their sources, which is faster; or each
        catalogue by itself, so that one whose values the tables do not take is refused alone.

    Returns
    -------
    list of Result
        What became of each. Refused are catalogues that cannot be read, that the ledger refuses or, unless
        they are interleaved, whose values the tables do not take.

    Raises
    ------
    psycopg.DataError, psycopg.errors.CheckViolation
        One of them cannot be copied or merged; nothing is loaded.
    psycopg.errors.DeadlockDetected, psycopg.errors.UniqueViolation
        Another loader stood in the way; nothing is loaded.
    """
    results, waiting, uncopied = [], list[int](), list[Measured]()

    def merge() -> None:
        _copy(connection, uncopied)
        uncopied.clear()
        if waiting:
            parameters = {"image_ids": waiting, "separation_max": separation_max}
            connection.execute(statement("load/add_catalogues"), parameters)
            waiting.clear()

    with connection.transaction():
        doubted = None
        if replace:
            group = list(group)
            doubted = doubtful(connection, [prepared.catalogue.image.image_id for prepared in group])
        for prepared in group:
            try:
                if replace or isinstance(prepared.detections, Unassociated):
                    merge()  # comparing, removing and finding sources ask what is there: all of it merged
                outcome: Outcome | RejectedFile = Outcome.BUSY
                # Once it has the lock no other loader can be at the same image
                if _lock_image(connection, prepared.catalogue.image.image_id, wait=wait):
                    outcome = _planned(connection, prepared, doubted)
                if outcome in (Outcome.LOADED, Outcome.REPLACED):
                    measured = _enter(connection, prepared, load_id, replace=replace, copied=not interleaved)
                    waiting.append(prepared.catalogue.image.image_id)
                    if interleaved:
                        uncopied.append(measured)
            except RejectedFile as fault:
                outcome = fault
            results.append(Result.of(prepared, outcome))
        merge()
    return results


def foresee(
    connection: psycopg.Connection, prepared: Prepared, *, replace: bool, pending: dict[int, Row]
) -> Outcome:
    """Tell what `add` would do with a catalogue, and enter it among what a dry run would have loaded."""
    doubted = doubtful(connection, [prepared.catalogue.image.image_id]) if replace else None
    outcome = _planned(connection, prepared, doubted, pending)
    if prepared.detections:
        image = prepared.catalogue.image
        pending[image.image_id] = ledger.row(image, prepared.sha256)
    return outcome


def _planned(
    connection: psycopg.Connection,
    prepared: Prepared,
    doubted: frozenset[int] | None,
    pending: Mapping[int, Row] | None = None,
) -> Outcome:
    """Tell what is to be done with a catalogue that has been read; `doubted` is None if none is replaced."""
    if prepared.fault:
        raise prepared.fault
    if prepared.detections is None:
        return Outcome.UNCHANGED
    replace = doubted is not None
    outcome = ledger.check(connection, prepared.catalogue, prepared.sha256, replace=replace, pending=pending)
    if outcome is Outcome.UNCHANGED and doubted is not None:
        image_id, detections = prepared.catalogue.image.image_id, prepared.detections
        # What would be given its sources anew cannot be compared with what is there
        if isinstance(detections, Unassociated):
            return outcome
        rows = encode_rows(tuple(detections.columns.values()))
        if image_id in doubted or not agrees(connection, image_id, tuple(detections.columns), rows):
            return Outcome.REPLACED
    return outcome


def _enter(
    connection: psycopg.Connection, prepared: Prepared, load_id: int, *, replace: bool, copied: bool
) -> Measured:
    """Enter a catalogue, its detections too if they are to be copied; a refused one takes only itself out."""
    measured, image_id = prepared.detections, prepared.catalogue.image.image_id
    assert measured is not None
    try:
        with connection.transaction():
            if replace:
                # Also rows that are there without their catalogue
                connection.execute("SELECT upkeep.remove_catalogue(%s)", [image_id])
            associated = None
            if isinstance(measured, Unassociated):
                associated = association.associate(connection, measured)
                measured = Measured.of(associated.detections, image_id, measured.thresholds)
            entering.enter(connection, prepared.catalogue, measured, prepared.sha256, load_id)
            if associated:
                association.enter(connection, image_id, associated)
            if copied:
                _copy(connection, [measured])
    except (psycopg.DataError, psycopg.errors.CheckViolation) as error:
        raise refused(prepared.catalogue, error) from error
    return measured


def _copy(connection: psycopg.Connection, catalogues: Sequence[Measured]) -> None:
    """Copy the detections of catalogues, those with the same columns together."""
    for columns in dict.fromkeys(tuple(catalogue.columns) for catalogue in catalogues):
        alike = [catalogue for catalogue in catalogues if tuple(catalogue.columns) == columns]
        copy_pieces(connection, "detection", columns, by_source(alike))


def refused(catalogue: Catalogue, error: psycopg.Error) -> RejectedFile:
    """Give the fault of a catalogue that the database does not take."""
    place, found = f"image {catalogue.image.image_id}", as_text(str(error).splitlines()[0])
    if error.diag.constraint_name == "detection_near_its_source":
        expected = "each StarID where its source is"
        return SourceElsewhere(catalogue.path, place, found, expected, error.diag.message_hint or "")
    if isinstance(error, psycopg.errors.UniqueViolation):
        remedy = "Rows of this image are there without their catalogue: load it with --replace."
        return RefusedByDatabase(catalogue.path, place, found, "an image without rows", remedy)
    remedy = "Correct the catalogue, or the image's line in the manifest."
    return RefusedByDatabase(catalogue.path, place, found, "values that the tables hold", remedy)


def _lock_image(connection: psycopg.Connection, image_id: int, *, wait: bool) -> bool:
    """
    Tell other loaders that this one has an image at hand; give whether it is to be loaded now.

    It spares work, no more: keys and locks of rows keep loads apart. In a database that others use too
    anybody may hold such a lock, and for ever: so it is not waited for longer than a group takes.
    """
    if not wait:
        return lock_images(connection, [image_id])
    with suppress(psycopg.errors.LockNotAvailable), connection.transaction():
        connection.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('epochdb.image'), %s)", [image_id])
        connection.execute("SELECT set_config('lock_timeout', '0', true)")
    return True


def lock_images(connection: psycopg.Connection, image_ids: Sequence[int]) -> bool:
    """Tell other loaders that this one has images at hand, as far as no other has; give whether it is all."""
    row = connection.execute(statement("load/lock_images"), {"image_ids": list(image_ids)}).fetchone()
    return bool(row and row[0])
