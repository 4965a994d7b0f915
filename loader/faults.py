"""What can be wrong with a delivered file, one class for each fault."""

from pathlib import Path

from db.faults import Fault


def as_text(named: object) -> str:
    """Give a name as text; bytes in it that are not UTF-8, which a file system may allow, as escapes."""
    return str(named).encode("utf-8", "backslashreplace").decode()


class BrokenOff(Fault):
    """The server, or the connection to it, was lost in the middle of a load."""


class RejectedFile(Fault):
    """
    A file, or a line of a manifest, that cannot be loaded.

    Parameters
    ----------
    path : Path
        The file.
    place : str
        Where in the file: a line, a column and row, or empty for the file as a whole.
    found, expected : str
        What stands there, and what should.
    remedy : str
        What the reader of the message can do.
    """

    def __init__(self, path: Path, place: str, found: str, expected: str, remedy: str) -> None:
        self.path = path
        self.place = place
        where = f"{path}, {place}" if place else str(path)
        super().__init__(as_text(f"{where}: found {found}, expected {expected}. {remedy}"))


class UnreadableFile(RejectedFile):
    """The file cannot be opened or read."""


class EmptyFile(RejectedFile):
    """The file has no bytes, or its table no rows."""


class NotFits(RejectedFile):
    """The file is no FITS file, or one without a binary table."""


class TruncatedFile(RejectedFile):
    """The file ends before the table that its header announces."""


class BrokenHeader(RejectedFile):
    """A header is not written as FITS demands."""


class MissingColumn(RejectedFile):
    """A column that is needed is not there, or there twice."""


class UnknownUnit(RejectedFile):
    """A column has no unit, or one that is not known for it."""


class InvalidIdentifier(RejectedFile):
    """A StarID or RunningID is no whole number in range."""


class DuplicateIdentifier(RejectedFile):
    """A StarID or RunningID stands twice in one image."""


class UnknownClass(RejectedFile):
    """A class is none of the four."""


class PositionOutOfRange(RejectedFile):
    """A position is not on the sky, or missing."""


class InfiniteValue(RejectedFile):
    """A measured value is infinite, or too large for single precision."""


class InvalidError(RejectedFile):
    """The error of a measurement is negative, or zero for a flux."""


class InvalidColumn(RejectedFile):
    """A column holds something other than one number for each row."""


class InvalidManifest(RejectedFile):
    """The manifest cannot be read as such."""


class MissingManifest(RejectedFile):
    """There is no manifest, or more than one, beside the catalogues."""


class InvalidManifestRow(RejectedFile):
    """A value in a line of the manifest is not what its column holds."""


class UnknownBand(RejectedFile):
    """The manifest names a band that the survey does not have."""


class ImplausibleDate(RejectedFile):
    """The manifest's MJD lies outside the years in which images were taken."""


class RepeatedImage(RejectedFile):
    """The manifest lists an image twice."""


class MissingCatalogue(RejectedFile):
    """The manifest lists an image whose catalogue is not there."""


class UnlistedCatalogue(RejectedFile):
    """A catalogue lies beside a manifest that does not list its image."""


class AmbiguousEpoch(RejectedFile):
    """It cannot be told which catalogue of a monitored band belongs to which image."""


class ChangedCatalogue(RejectedFile):
    """An image is loaded already, with other contents."""


class RepeatedCatalogue(RejectedFile):
    """The same file is given for two images."""


class RefusedByDatabase(RejectedFile):
    """A constraint of the tables, or their arithmetic, refuses what passed the loader's own checks."""


class NotVotable(RejectedFile):
    """The file is no VOTable."""


class MalformedVotable(RejectedFile):
    """The VOTable is not written as the standard demands, or its data are elsewhere."""


class UnknownRole(RejectedFile):
    """It cannot be told what a sample of galaxies is for."""


class ImplausibleMagnitude(RejectedFile):
    """A magnitude is none that a galaxy has: a sentinel, say."""


class ImplausibleColour(RejectedFile):
    """A colour is none that a galaxy has."""


class ImplausibleRedshift(RejectedFile):
    """A redshift is none that a galaxy has."""


class ChangedSample(RejectedFile):
    """A sample is loaded already, with other contents or another role."""


class RepeatedSample(RejectedFile):
    """The same contents are loaded under another name."""


class SampleInUse(RejectedFile):
    """A sample cannot be replaced, as results are based on it."""
