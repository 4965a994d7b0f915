"""How catalogues go in that are too large to be held, or too small to be entered one by one."""

from collections.abc import Sequence
from dataclasses import asdict

import psycopg

from db.copy import copy_pieces
from db.statement import statement
from loader import ledger
from loader.adding import Result, lock_images
from loader.delivery import Catalogue
from loader.described.stream import Streamed, stream
from loader.faults import RejectedFile, whole_path
from loader.groups import Group
from loader.ledger import Outcome


def add(
    connection: psycopg.Connection, group: Group, load_id: int, *, wait: bool, separation_max: float
) -> list[Result]:
    """
    Load catalogues of one file in one transaction, all or none: their rows are copied as they are read.

    What is said of a catalogue as a whole the server measures, as where detections are inserted by hand: more
    work for it than for the loader, which need not hold the rows for it, nor look at each of many.

    Parameters
    ----------
    connection, load_id, wait, separation_max
        As in `loader.adding.add`.
    group : tuple of Catalogue
        Such as `loader.described.stream.is_streamed` tells of.

    Raises
    ------
    psycopg.Error
        As `loader.adding.add`; or an image that is to be entered is there.
    """
    image_ids = [catalogue.image.image_id for catalogue in group]
    try:
        with connection.transaction(), stream(group) as streamed:
            if not lock_images(connection, image_ids) and not wait:
                return [Result(catalogue, Outcome.BUSY) for catalogue in group]
            if outcomes := _settled(connection, group, streamed):
                return outcomes
            _enter(connection, group, streamed, load_id)
            copy_pieces(connection, "detection", streamed.columns, streamed.pieces)
            parameters: dict[str, object] = {"image_ids": image_ids, "separation_max": separation_max}
            if streamed.source_ids:
                parameters["source_ids"] = streamed.source_ids
                connection.execute(statement("load/add_light_curves"), parameters)
            else:
                connection.execute(statement("load/add_unmeasured"), parameters)
    except RejectedFile as fault:
        return [Result(catalogue, fault) for catalogue in group]
    return _loaded(group, streamed)


def _loaded(group: Group, streamed: Streamed) -> list[Result]:
    # What is missing is told once
    missing = [streamed.n_missing, *[{}] * (len(group) - 1)]
    return [
        Result(catalogue, Outcome.LOADED, n_row, n_missing)
        for catalogue, n_row, n_missing in zip(group, streamed.n_rows, missing, strict=True)
    ]


def foresee(connection: psycopg.Connection, group: Group) -> list[Result]:
    """Tell what `add` would do with catalogues, by reading and checking all of them."""
    try:
        with stream(group) as streamed:
            return _settled(connection, group, streamed) or _loaded(group, streamed)
    except RejectedFile as fault:
        return [Result(catalogue, fault) for catalogue in group]


def _settled(connection: psycopg.Connection, group: Group, streamed: Streamed) -> list[Result]:
    """Give what becomes of catalogues if nothing is to be loaded of them."""
    if len(group) == 1:
        outcome = ledger.check(connection, group[0], streamed.sha256s[0], replace=False)
        return [Result(group[0], outcome)] if outcome is Outcome.UNCHANGED else []
    loaded = ledger.loaded_of(connection, [catalogue.image.image_id for catalogue in group])
    same = [
        loaded.get(catalogue.image.image_id) == ledger.row(catalogue.image, sha256)
        for catalogue, sha256 in zip(group, streamed.sha256s, strict=True)
    ]
    return [Result(catalogue, Outcome.UNCHANGED) for catalogue in group] if all(same) else []


def _enter(
    connection: psycopg.Connection, group: Sequence[Catalogue], streamed: Streamed, load_id: int
) -> None:
    """Enter fields, images and catalogues, each by one statement."""
    images = [asdict(catalogue.image) for catalogue in group]
    columns = {name: [image[name] for image in images] for name in images[0]}
    connection.execute(statement("load/images"), columns)
    catalogues = {
        "image_ids": columns["image_id"],
        "path": whole_path(group[0].path),
        "sha256s": streamed.sha256s,
        "n_detections": streamed.n_rows,
        "load_id": load_id,
    }
    connection.execute(statement("load/catalogues"), catalogues)
