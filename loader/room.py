"""Whether what is to be loaded fits on the disk of the embedded server."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from db import address
from db.faults import Fault
from db.server.disk import Space, space
from db.server.place import current_place

# A row of a catalogue takes about 100 bytes in its file and 200 in the database; a compressed file is smaller
# by about a half. As much again is for the log, and for what is sorted meanwhile.
BYTES_PER_BYTE = 4
BYTES_PER_COMPRESSED_BYTE = 8
COMPRESSED = frozenset((".gz", ".bz2", ".fz"))


class DiskTooFull(Fault):
    """What is to be loaded does not fit on the disk."""


def require_room(files: Iterable[Path]) -> str | None:
    """
    Refuse a load that cannot fit, and warn where the disk is nearly full.

    Parameters
    ----------
    files : iterable of Path
        The catalogues and tables that would be loaded.

    Returns
    -------
    str or None
        A warning. Always None on a server that the environment names, whose disk is not seen from here.

    Raises
    ------
    DiskTooFull
    """
    if address.named_by():
        return None
    data = current_place().data
    return judged(data, space(data), sum(map(_bytes_in_the_database, files)))


def judged(data: Path, room: Space, needed: int) -> str | None:
    """Judge the room that there is by the bytes that are needed: refuse, warn, or say nothing."""
    if needed > room.free:
        raise DiskTooFull(
            f"{data}: {room.told()}, but what is to be loaded takes up to {needed / 2**20:.0f} MiB. Nothing "
            f"was loaded: make room, load a part of it, or move the home to a larger disk (EPOCHDB_HOME)."
        )
    return f"the disk is nearly full: {room.told()} at {data}" if room.is_scarce else None


def _bytes_in_the_database(file: Path) -> int:
    with suppress(OSError):
        factor = BYTES_PER_COMPRESSED_BYTE if file.suffix in COMPRESSED else BYTES_PER_BYTE
        return file.stat().st_size * factor
    return 0  # a file that cannot be looked at is refused where it is read
