"""Give the detections of a catalogue their sources by position, in the transaction that loads them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import psycopg

from db.statement import statement
from loader.catalogue import Detections


@dataclass(frozen=True)
class Unassociated:
    """
    The detections of an image that are still to be given their sources.

    Attributes
    ----------
    detections : Detections
        With the survey's identifiers or without.
    thresholds : sequence of float
        The standard thresholds of signal-to-noise, for when they are encoded.
    radius : float
        How far from its source a detection may lie [arcsec].
    """

    detections: Detections
    thresholds: Sequence[float]
    radius: float

    @property
    def n_row(self) -> int:
        return len(self.detections)

    @property
    def n_missing(self) -> dict[str, int]:
        return self.detections.n_missing


@dataclass(frozen=True)
class Associated:
    """
    Detections that have their sources, in order of source_id, and what is to be said of how they got them.

    Attributes
    ----------
    detections : Detections
    radius : float
        How far from its source a detection may lie [deg].
    n_found, n_new : int
        How many found a source, and became one; 0 for a catalogue with identifiers.
    rivals : list of tuple
        source_id, distance or None, source_id and distance of the next source, for each ambiguous one.
    """

    detections: Detections
    radius: float
    n_found: int
    n_new: int
    rivals: list[tuple[int, float | None, int, float]]


def associate(connection: psycopg.Connection, given: Unassociated) -> Associated:
    """Find the source of each detection, in the transaction of the load; wait for others that do the same."""
    columns = given.detections.columns
    radius = given.radius / 3600
    places = {"ras": columns["ra"].tolist(), "decs": columns["dec"].tolist(), "radius": radius}
    if given.detections.is_identified:
        named = {**places, "identifiers": columns["source_id"].tolist()}
        rows = connection.execute(statement("load/associate_identifiers"), named).fetchall()
        return Associated(_numbered(given.detections, [row[0] for row in rows]), radius, 0, 0, [])
    found = connection.execute(statement("load/associate_detections"), places).fetchall()
    n_new = sum(row[1] is None for row in found)
    rivals = [row for row in found if row[2] is not None]
    numbered = _numbered(given.detections, [row[0] for row in found])
    return Associated(numbered, radius, len(found) - n_new, n_new, rivals)


def enter(connection: psycopg.Connection, image_id: int, associated: Associated) -> None:
    """Enter how the detections of an image found their sources, after its row of survey.catalogue."""
    key = {"image_id": image_id}
    counts = {
        "radius": associated.radius,
        "n_found": associated.n_found,
        "n_new": associated.n_new,
        "n_ambiguous": len(associated.rivals),
    }
    connection.execute(statement("load/association"), {**key, **counts})
    if associated.rivals:
        names = ("source_ids", "distances", "rival_ids", "rival_distances")
        columns = map(list, zip(*associated.rivals, strict=True))
        connection.execute(
            statement("load/association_rival"), {**key, **dict(zip(names, columns, strict=True))}
        )


def _numbered(detections: Detections, source_ids: Sequence[int]) -> Detections:
    """Give detections their numbers, in order of them: the index is filled faster so."""
    numbers = np.array(source_ids, dtype="i8")
    order = np.argsort(numbers, kind="stable")
    columns = {name: values[order] for name, values in detections.columns.items()}
    return Detections({**columns, "source_id": numbers[order]}, detections.sha256, detections.n_missing)
