"""What a description says of dates and positions, and what the database says of those that are in."""

import psycopg

from db.statement import statement
from loader.description.model import Description
from loader.faults import InvalidDescription

# Words of a description, and those of survey.frame, the IVOA's
POSITIONS = {
    "topocentre": "TOPOCENTER", "geocentre": "GEOCENTER", "heliocentre": "HELIOCENTER",
    "barycentre": "BARYCENTER",
}  # fmt: skip


def state(connection: psycopg.Connection, description: Description) -> None:
    """
    Enter what a description says, in the transaction that enters it, unless catalogues are loaded.

    Raises
    ------
    InvalidDescription
        What is loaded is of another time scale, mark, place or frame.
    """
    connection.execute(statement("load/state_frame"), _stated(description))
    check(connection, description)


def check(connection: psycopg.Connection, description: Description) -> None:
    """Refuse a description by which dates or positions mean something else than those that are loaded."""
    row = connection.execute(statement("load/frame")).fetchone()
    assert row is not None, "survey.frame has its one row from its table file"
    *there, has_catalogues = row
    if not has_catalogues:
        return
    stated = _stated(description)
    for key, kept in zip(("scale", "marks", "reference", "frame"), there, strict=True):
        if stated[key] is not None and stated[key] != kept:
            raise InvalidDescription(
                description.path, f"key time.{key}", f"{description.time[key]!r}",
                f"{kept!r}, as survey.frame has it for the catalogues that are loaded",
                "Bring the dates to what the others are, or use another database (-d). What survey.frame has"
                " wrong its owner corrects.",
            )  # fmt: skip


def _stated(description: Description) -> dict[str, str | None]:
    time = description.time
    return {
        **{key: time.get(key) for key in ("scale", "marks", "frame")},
        "reference": POSITIONS.get(time.get("reference", "")),
    }
