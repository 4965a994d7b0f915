"""The faults this package names: each says where, what was found, what was expected, and what to do."""

from db.faults import Fault


class UnknownFormat(Fault):
    """The file's suffix names no format that can be written."""


class FileExists(Fault):
    """There is a file of that name already."""


class NoDirectory(Fault):
    """The directory to write into does not exist."""


class NotADirectory(Fault):
    """A file stands where a directory is to be written."""


class PyarrowMissing(Fault):
    """Parquet is asked for, but the package that writes it is not installed."""


class HatsPackagesMissing(Fault):
    """HATS is asked for, but the packages that write it are not installed."""


class NoSources(Fault):
    """The database holds no source to write."""


class NoSuchView(Fault):
    """A name is that of no view of schema science."""


class NotAQuery(Fault):
    """The statement is not one query that gives rows."""


class RepeatedColumn(Fault):
    """Two columns of the result have one name."""


class UnsupportedColumnType(Fault):
    """A column of the result has a type that the files do not know."""


class TextNotAscii(Fault):
    """A text holds letters that a FITS table cannot hold."""


class NoSuchRelease(Fault):
    """There is no release of that name."""


class NoSuchRun(Fault):
    """There is no run of that number."""


class NoLightCurve(Fault):
    """A source is unknown, or has no epoch with a magnitude in Ks."""


class NumberIsNull(Fault):
    """An integer has the value by which the format says that one is missing."""


class TooManyColumns(Fault):
    """The format has not as many columns as the query."""


class UnreadableList(Fault):
    """A list of positions cannot be read as a table."""


class NoPositionColumn(Fault):
    """A list has no column of that name, or none that is plainly a right ascension or a declination."""


class NoPosition(Fault):
    """A row of a list has no position on the sky."""


class UnknownAngle(Fault):
    """The unit of a list's position is no angle."""
