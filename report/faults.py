"""The faults this package names: each says where, what was found, what was expected, and what to do."""


class ReportFault(Exception):
    """Any known fault of a report or an export; its text is for the user."""


class UnknownFormat(ReportFault):
    """The file's suffix names no format that can be written."""


class FileExists(ReportFault):
    """There is a file of that name already."""


class NoDirectory(ReportFault):
    """The directory to write into does not exist."""


class PyarrowMissing(ReportFault):
    """Parquet is asked for, but the package that writes it is not installed."""


class NotAQuery(ReportFault):
    """The statement is not one query that gives rows."""


class RepeatedColumn(ReportFault):
    """Two columns of the result have one name."""


class UnsupportedColumnType(ReportFault):
    """A column of the result has a type that the files do not know."""


class TextNotAscii(ReportFault):
    """A text holds letters that a FITS table cannot hold."""


class NoSuchRun(ReportFault):
    """There is no run of that number."""


class NoLightCurve(ReportFault):
    """A source is unknown, or has no epoch with a magnitude in Ks."""
