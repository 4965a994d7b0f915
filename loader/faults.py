"""What can be wrong with a delivered file, one class for each fault."""

from pathlib import Path

from db.faults import Fault


def as_text(named: object) -> str:
    """
    Give a name as text that can be shown on one line.

    Bytes that are not UTF-8, which a file system may allow, and characters that a terminal would obey
    rather than show are escaped.
    """
    text = str(named)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def whole_path(path: Path) -> str:
    """Give a path from the root on, links followed where they lead somewhere, as text."""
    try:
        return as_text(path.resolve())
    except (OSError, RuntimeError):
        return as_text(path.absolute())


class BrokenOff(Fault):
    """The load ended before its time: by a signal, or an error of the database."""


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


class InvalidDescription(RejectedFile):
    """A survey's description has a key that is not known, missing, or of a value that cannot be."""


class NothingDescribed(RejectedFile):
    """No file, table or image is as the description says."""


class MissingKeyword(RejectedFile):
    """What is to be said of an image is not in its header, file name or manifest."""


class UnreadableFile(RejectedFile):
    """The file cannot be opened or read."""


class NotARegularFile(RejectedFile):
    """What bears the name is a directory, a pipe, a device or a socket."""


class OversizedFile(RejectedFile):
    """The file is, or expands to, more than its headers announce or than is read."""


class ReaderFailed(RejectedFile):
    """Reading the file raised something that no other fault names; it is given in the message."""


class EmptyFile(RejectedFile):
    """The file has no bytes, or its table no rows."""


class NotFits(RejectedFile):
    """The file is no FITS file, or one without a binary table."""


class TruncatedFile(RejectedFile):
    """The file ends before the table that its header announces."""


class BrokenHeader(RejectedFile):
    """A header is not written as FITS demands."""


class WidthMismatch(RejectedFile):
    """NAXIS1 is not the sum of the widths of the columns."""


class DamagedFile(RejectedFile):
    """Its bytes are not what it says of them: by a sum that it has, CHECKSUM say, or its compression."""


class UnexpectedBytes(RejectedFile):
    """What follows a table is neither padding nor another part of the file."""


class CompressedTable(RejectedFile):
    """The table is compressed inside the file in a way that FITS does not have."""


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


class MissingValue(RejectedFile):
    """What no row can do without, an identifier, class or position, is marked as missing."""


class SourceElsewhere(RejectedFile):
    """A StarID stands far from where its source is: another object has the same number."""


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


class InvalidCell(RejectedFile):
    """A cell of a VOTable is not what its column's datatype says."""


class UnknownRole(RejectedFile):
    """It cannot be told what a sample of galaxies is for."""


class ImplausibleMagnitude(RejectedFile):
    """A magnitude is none that can be."""


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


class MissingClass(RejectedFile):
    """A label names no class."""


class InvalidCertainty(RejectedFile):
    """The certainty of a label is none from 0 to 1."""


class UnknownSource(RejectedFile):
    """A label is of a source that the survey does not have."""


class ChangedLabels(RejectedFile):
    """A list of labels is loaded already, with other contents."""
