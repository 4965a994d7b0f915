"""What dates, positions and magnitudes of a result mean, as each file format says it."""

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from psycopg.rows import dict_row

from db.statement import statement


@dataclass(frozen=True)
class TimeSystem:
    """What the dates of a column are.

    Attributes
    ----------
    name : str
        What the column is a coordinate of, as science.column_info says it.
    scale, position : str
        Time scale and reference position, in the words of the IVOA.
    origin : str or None
        ``MJD-origin`` or ``JD-origin``; None for dates and times in ISO 8601.
    mark : str or None
        What of an exposure the dates mark.
    """

    name: str
    scale: str
    position: str
    origin: str | None
    mark: str | None = None


@dataclass(frozen=True)
class SkySystem:
    """What the positions of a column are: celestial frame and epoch, a Julian year."""

    frame: str
    epoch: float | None


@dataclass(frozen=True)
class Photometry:
    """What magnitudes are: band, its effective wavelength in um, the flux density of magnitude 0 in Jy."""

    band: str
    wavelength: float
    zero_point_flux: float
    system: str


System = TimeSystem | SkySystem


@dataclass(frozen=True)
class Frame:
    """What the survey states of its dates and positions."""

    time_scale: str
    reference_position: str
    mjd_mark: str
    celestial_frame: str
    position_epoch: float | None
    time_words: str
    position_words: str

    def system(self, name: str | None, *, is_date: bool) -> System | None:
        """Give the system of a column, by what science.column_info says that it is a coordinate of."""
        origin = None if is_date else "MJD-origin"
        match name:
            case "exposure":
                return TimeSystem(name, self.time_scale, self.reference_position, origin, self.mjd_mark)
            case "clock":
                return TimeSystem(name, "UTC", "UNKNOWN", origin)
            case "barycentre":
                return TimeSystem(name, "TDB", "BARYCENTER", "JD-origin", "middle")
            case "sky":
                return SkySystem(self.celestial_frame, self.position_epoch)
            case _:
                return None


def frame_of(connection: psycopg.Connection) -> Frame:
    """Read what the survey states."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(statement("report/frame")).fetchone()
    assert row is not None, "survey.frame has its one row from its table file"
    return Frame(**row)


def keywords(systems: Iterable[System | None]) -> dict[str, str | float]:
    """Give what the FITS standard has keywords for, for the head of a file.

    A file has one time system: that of the images' dates before the barycentric, and these before dates of
    processing. MJDMARK is ours: the standard has no word for what of an exposure a date marks.
    """
    known = set(systems)
    said: dict[str, str | float] = {}
    times = {s.name: s for s in known if isinstance(s, TimeSystem) and s.origin}
    times |= {s.name: s for s in known if isinstance(s, TimeSystem) and s.name not in times}
    for name in ("exposure", "barycentre", "clock"):
        if time := times.get(name):
            said["TIMESYS"] = time.scale
            if time.position != "UNKNOWN":
                said["TREFPOS"] = time.position
            said |= {"JDREF" if time.origin == "JD-origin" else "MJDREF": 0.0, "TIMEUNIT": "d"}
            if time.mark:
                said["MJDMARK"] = time.mark
            break
    for system in known:
        if isinstance(system, SkySystem):
            said["RADESYS"] = system.frame
    return said
