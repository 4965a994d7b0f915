"""What a description says, as it was understood: bands, files, images, columns, classes, flags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The bands that survey.source has columns for, by their names in survey.band
WIDE_BANDS = ("Z", "Y", "J", "H", "Ks")
# Classes by name, as they are stored
CLASSES = {"star": -1, "noise": 0, "non_stellar": 1, "borderline": -2}
# An integer's, without its sign
BITS = range(31)


@dataclass(frozen=True)
class Band:
    """A band: its name in the database, wavelength [um], whether it is observed again and again."""

    name: str
    wavelength_um: float
    is_monitored: bool


@dataclass(frozen=True)
class Quantity:
    """
    Where something that is said of a whole image comes from: one of five places.

    Attributes
    ----------
    keyword, group, column, manifest : str or None
        A keyword of the header, a group of the pattern for file names, a column of the catalogue (then
        a file holds many images), a column of the manifest.
    value : str, float or None
        The same for all images.
    values : mapping of str to str
        What is found there, and what it means here.
    form : str
        How a date is written: mjd, jd or iso.
    offset : float
        What is added to a date [d].
    step : float
        What lies within a step of so many days is one date [d]; 0 where each is one.
    """

    keyword: str | None = None
    group: str | None = None
    column: str | None = None
    manifest: str | None = None
    value: str | float | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    form: str = "mjd"
    offset: float = 0.0
    step: float = 0.0

    @property
    def place(self) -> str:
        """How messages name the place."""
        for kind in ("keyword", "group", "column", "manifest"):
            if name := getattr(self, kind):
                return f"{kind} {name}"
        return "value"


@dataclass(frozen=True)
class Column:
    """
    A column of the catalogue, or one value for all rows; its unit, and numbers that stand for nothing.

    Where is_named, its texts are names of sources, which are given numbers. What is not within `valid` stands
    for nothing.
    """

    name: str | None
    unit: str | None = None
    missing: tuple[float, ...] = ()
    value: float | None = None
    is_named: bool = False
    valid: tuple[float, float] | None = None


@dataclass(frozen=True)
class ZeroPoint:
    """
    The magnitude of flux 1: a number, plus 2.5 log10 of an exposure time, less corrections and extinction.

    Attributes
    ----------
    base : Quantity
        A keyword or a value [mag].
    minus : tuple of str
        Keywords of corrections that are subtracted, such as that of the aperture [mag].
    exposure_time : str or None
        Keyword of the exposure time [s] by which fluxes are divided first.
    extinction : str or None
        Keyword of the extinction by one airmass [mag], which is taken off for what is above one.
    airmass : tuple of str
        Keywords whose mean is the airmass.
    """

    base: Quantity
    minus: tuple[str, ...] = ()
    exposure_time: str | None = None
    extinction: str | None = None
    airmass: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aperture:
    """What is measured in one aperture; magnitudes are computed where there are none, and fluxes likewise."""

    flux: Column | None
    flux_err: Column | None
    mag: Column | None
    mag_err: Column | None
    zero_point: ZeroPoint | None


@dataclass(frozen=True)
class Classes:
    """
    How the class of a detection is found.

    Attributes
    ----------
    column : Column or None
        Where it stands; without it every detection has the class `otherwise`.
    codes : mapping of float to int
        Codes in the column, and the class that is stored.
    star_from, non_stellar_to : float or None
        For a column that says how much of a star something is: from here on a star, up to here not one,
        borderline between.
    otherwise : int or None
        The class of every other code; None where such a code is refused.
    flag_bits : mapping of float to int
        Codes that set a bit of the flags as well.
    """

    column: Column | None
    codes: Mapping[float, int] = field(default_factory=dict)
    star_from: float | None = None
    non_stellar_to: float | None = None
    otherwise: int | None = None
    flag_bits: Mapping[float, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Flag:
    """One bit of the flags, what it means, and whether it keeps a detection from being good."""

    bit: int
    name: str
    meaning: str
    is_bad: bool


@dataclass(frozen=True)
class Files:
    """
    How files lie and are written.

    Attributes
    ----------
    names : tuple of str
        Patterns of the shell: which files of a directory are catalogues.
    pattern : str or None
        A regular expression for their names, with named groups.
    form : str or None
        Their format; None where suffix and contents tell.
    tables : tuple of str
        Names or numbers of the tables in a file; empty for all that have the columns.
    detectors : str
        What several tables in a file are: one image together (merge), or one each (separate).
    manifest : str or None
        Pattern of the shell: the table beside the catalogues that lists the images.
    rule : str or None
        How catalogues are named that the manifest does not name: "course" as in the course's delivery.
    """

    names: tuple[str, ...] = ()
    pattern: str | None = None
    form: str | None = None
    tables: tuple[str, ...] = ()
    detectors: str = "merge"
    manifest: str | None = None
    rule: str | None = None


@dataclass(frozen=True)
class Description:
    """
    A survey's description.

    Attributes
    ----------
    name : str
    path : Path
        Its file, for messages.
    text, sha256 : str
        What it says to the letter, and the hash of that.
    files : Files
    image : mapping of str to Quantity
        By the names of `loader.description.read.IMAGE`.
    bands : mapping of str to Band
        By the name in the description.
    columns : mapping of str to Column
        By column of survey.detection: source_id, ra, dec, running_id, x, y, flags.
    apertures : tuple of Aperture
    classes : Classes
    flags : tuple of Flag
    missing : tuple of float
        Numbers that stand for nothing in every column.
    nonpositive_errors : bool
        Whether an error of a flux that is zero or negative is missing rather than a fault.
    associate_arcsec : float or None
        How far from its source a detection may lie, where sources are found by position.
    time : mapping of str to str
        Time scale, what the date of an image marks, the reference position, the celestial frame.
    number_names : callable or None
        What gives names of sources their numbers, where catalogues have names.
    """

    name: str
    path: Path
    text: str
    sha256: str
    files: Files
    image: Mapping[str, Quantity]
    bands: Mapping[str, Band]
    columns: Mapping[str, Column]
    apertures: tuple[Aperture, ...]
    classes: Classes
    flags: tuple[Flag, ...]
    missing: tuple[float, ...]
    nonpositive_errors: bool
    associate_arcsec: float | None
    time: Mapping[str, str]
    number_names: Callable[[NDArray[Any]], NDArray[np.int64]] | None = field(default=None, compare=False)

    @property
    def is_named(self) -> bool:
        """Whether catalogues name sources by texts."""
        return "source_id" in self.columns and self.columns["source_id"].is_named

    @property
    def is_identified(self) -> bool:
        """Whether the catalogues say which source each detection is of."""
        return "source_id" in self.columns

    @property
    def has_many_images(self) -> bool:
        """Whether one file holds the detections of many images."""
        return any(quantity.column for quantity in self.image.values())

    @property
    def bad_flags(self) -> int:
        """The bits that keep a detection from being good."""
        return sum(1 << flag.bit for flag in self.flags if flag.is_bad)

    def columns_read(self) -> list[str]:
        """Give the columns of a catalogue that are needed, each once."""
        measured = [
            c for a in self.apertures for c in (a.flux, a.flux_err, a.mag, a.mag_err) if c is not None
        ]
        asked = [*self.columns.values(), *measured, self.classes.column]
        named = [c.name for c in asked if c is not None and c.name is not None]
        return list(dict.fromkeys([*named, *(q.column for q in self.image.values() if q.column)]))
