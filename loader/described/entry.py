"""Descriptions, their bands and flags, the numbers of images and fields: as the database has them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import psycopg

from db.statement import statement
from loader.delivery import Catalogue, Delivery, Refusal
from loader.described import frame
from loader.described.delivery import Found
from loader.described.images import Facts
from loader.description.model import WIDE_BANDS, Description
from loader.faults import InvalidDescription, RejectedFile
from loader.manifest import INTEGER_MAX, Image


def enter(connection: psycopg.Connection, description: Description) -> int:
    """
    Enter a description with its bands and flags, in one transaction; give its number.

    Raises
    ------
    InvalidDescription
        A band is monitored here and not there, and has images already; or dates or positions mean something
        else than those that are loaded.
    """
    with connection.transaction():
        time = {name: description.time.get(name) for name in ("scale", "marks", "reference", "frame")}
        entered = {
            "name": description.name,
            "sha256": description.sha256,
            "contents": description.text,
            "bad_flags": description.bad_flags,
            **time,
        }
        connection.execute(statement("load/description"), entered)
        row = connection.execute(statement("load/description_number"), entered).fetchone()
        assert row is not None
        for flag in description.flags:
            connection.execute(statement("load/flag"), {"description_id": row[0], **asdict(flag)})
        for band in description.bands.values():
            connection.execute(statement("load/band"), asdict(band))
        check_bands(connection, description)
        frame.state(connection, description)
    return int(row[0])


def check_bands(connection: psycopg.Connection, description: Description) -> None:
    """Refuse a description by which a band is monitored that is not in the database, or the reverse."""
    monitored: dict[str, bool] = dict(connection.execute(statement("load/monitored")).fetchall())
    for band in description.bands.values():
        there = monitored.get(band.name)
        if there is not None and there != band.is_monitored:
            raise InvalidDescription(
                description.path, f"key band, {band.name}", f"monitored = {str(band.is_monitored).lower()}",
                f"{str(there).lower()}, as in the database, where the band has images",
                "Say it as it is there, give the band another name, or use another database (-d).",
            )  # fmt: skip


def without_columns(description: Description) -> list[str]:
    """Give the bands that survey.source has no columns for."""
    return [band.name for band in description.bands.values() if band.name not in WIDE_BANDS]


def delivery_of(
    connection: psycopg.Connection,
    description: Description,
    images: Sequence[Found],
    faults: Iterable[RejectedFile],
    radius: float | None,
    *,
    dry_run: bool,
) -> Delivery:
    """Give what is to be loaded, images and fields by their numbers; a dry run enters none."""
    what = "known" if dry_run else "number"
    image_ids = _numbers(connection, f"load/{what}_images", [f.key for f, _, _ in images], dry_run=dry_run)
    field_ids = _numbers(connection, f"load/{what}_fields", [f.field for f, _, _ in images], dry_run=dry_run)
    catalogues = tuple(
        Catalogue(_image(found, image_ids, field_ids, description.bad_flags), path, content)
        for found, path, content in images
    )
    if radius is None and not description.is_identified:
        radius = description.associate_arcsec
    return Delivery(catalogues, tuple(map(Refusal, faults)), radius)


def _image(found: Facts, image_ids: dict[str, int], field_ids: dict[str, int], bad_flags: int) -> Image:
    return Image(
        image_id=image_ids[found.key],
        field_id=field_ids[found.field],
        file_name=found.file_name,
        band=found.band,
        mjd=found.mjd,
        airmass=found.airmass,
        exposure_time=found.exposure_time,
        line=0,
        bad_flags=bad_flags,
    )


def _numbers(
    connection: psycopg.Connection, name: str, keys: Sequence[str], *, dry_run: bool
) -> dict[str, int]:
    """Give the numbers of what is named; what is a number is its own."""
    distinct = list(dict.fromkeys(keys))
    own = {key: int(key) for key in distinct if _is_number(key)}
    named = [key for key in distinct if key not in own]
    if not named:
        return own
    rows = connection.execute(statement(name), {"keys": named}).fetchall()
    numbers = {key: number for key, number in rows if key is not None}
    if dry_run:
        last = next(number for key, number in rows if key is None)
        lacking = [key for key in named if key not in numbers]
        numbers |= {key: last + place for place, key in enumerate(lacking, start=1)}
    return {**own, **numbers}


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) <= len(str(INTEGER_MAX)) and int(key) <= INTEGER_MAX
