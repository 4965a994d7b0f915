"""What a description says of images: where it stands, and what it means."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from loader.description.model import Description, Quantity
from loader.faults import (
    ImplausibleDate,
    InvalidManifestRow,
    MissingKeyword,
    UnknownBand,
)
from loader.formats.table import Keywords
from loader.manifest import AIRMASS_MAX, EXPOSURE_TIME_MAX, EXPOSURE_TIME_MIN, MJD_MAX, MJD_MIN

_MJD_EPOCH = datetime(1858, 11, 17, tzinfo=UTC)
JD_MINUS_MJD = 2400000.5
_REMEDY = "Correct [image] in the description, or the file."


@dataclass(frozen=True)
class Facts:
    """
    What is known of an image before it has a number.

    Attributes
    ----------
    key : str
        What tells it from others; a whole number is the image's own.
    field : str
        Its field; a whole number is the field's own.
    band : str
        As survey.band has it.
    """

    key: str
    field: str
    band: str
    mjd: float
    airmass: float | None
    exposure_time: float | None
    file_name: str


@dataclass(frozen=True)
class Places:
    """
    Where a quantity of one image may stand.

    Attributes
    ----------
    path : Path
        The catalogue.
    keywords : mapping
        Of the header.
    row : mapping of str to str
        The line of the manifest, or one row of a catalogue of many images.
    where : str
        What stands before the place in messages.
    """

    path: Path
    pattern: str | None = None
    keywords: Keywords = field(default_factory=dict)
    row: Mapping[str, object] = field(default_factory=dict)
    where: str = ""

    def found(self, quantity: Quantity) -> object:
        """Give what stands at the place of a quantity; None where nothing does."""
        if quantity.value is not None:
            return quantity.value
        if quantity.keyword:
            return self.keywords.get(quantity.keyword.upper())
        if quantity.group:
            match = re.search(self.pattern or "", self.path.name)
            return match[quantity.group] if match else None
        return self.row.get(quantity.column or quantity.manifest or "")

    def must(self, quantity: Quantity, name: str) -> object:
        """Give what stands there, which must be something."""
        found = self.found(quantity)
        if found is None or (isinstance(found, str) and not found.strip()):
            place = f"{self.where}{quantity.place}"
            raise MissingKeyword(self.path, place, "nothing", f"the image's {name}", _REMEDY)
        return found

    def text(self, quantity: Quantity, name: str) -> str:
        """Give it as a text, as the description's values have it where they name it."""
        found = self.must(quantity, name)
        if isinstance(found, float) and found.is_integer():
            found = int(found)
        text = str(found).strip()
        return quantity.values.get(text, text)


def facts(description: Description, places: Places, file_name: str, suffix: str = "") -> Facts:
    """
    Give what is known of an image.

    Parameters
    ----------
    description : Description
    places : Places
    file_name : str
        What the image is called in the database.
    suffix : str
        What tells it from others in the same file.

    Raises
    ------
    RejectedFile
        Something is not there, or cannot be.
    """
    image = description.image
    band = _band(description, places)
    mjd = mjd_of(image["mjd"], places.must(image["mjd"], "date"), places)
    own = places.text(image["image"], "number") if "image" in image else None
    if own is None:
        key = f"{description.name}|{file_name}{suffix}|{band}|{mjd!r}"
    else:
        key = own if own.isdecimal() else f"{description.name}|{own}"
    return Facts(
        key=key,
        field=places.text(image["field"], "field") if "field" in image else "1",
        band=band,
        mjd=mjd,
        airmass=_optional(places, image.get("airmass"), "airmass", 1.0, AIRMASS_MAX),
        exposure_time=_optional(
            places, image.get("exposure_time"), "exposure time", EXPOSURE_TIME_MIN, EXPOSURE_TIME_MAX
        ),
        file_name=file_name,
    )


def needs_keywords(description: Description) -> bool:
    """Tell whether the header must be read to know the images."""
    return any(quantity.keyword for quantity in description.image.values())


def _band(description: Description, places: Places) -> str:
    quantity = description.image["band"]
    text = places.text(quantity, "band")
    if text not in description.bands:
        raise UnknownBand(
            places.path, f"{places.where}{quantity.place}", repr(text),
            f"one of the bands {', '.join(description.bands)}",
            "Add it to the description: a [[band]], or [image] band = { ..., values = { found = meant } }.",
        )  # fmt: skip
    return description.bands[text].name


def mjd_of(quantity: Quantity, found: object, places: Places) -> float:
    """
    Give a modified Julian date as the description says it is written.

    Raises
    ------
    ImplausibleDate
    """
    mjd = math.nan
    try:
        if quantity.form == "iso":
            moment = datetime.fromisoformat(str(found).strip())
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            mjd = (moment - _MJD_EPOCH).total_seconds() / 86400
        else:
            mjd = float(found) - (JD_MINUS_MJD if quantity.form == "jd" else 0)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        pass
    mjd += quantity.offset
    if quantity.step and math.isfinite(mjd):
        mjd = round(round(mjd / quantity.step) * quantity.step, 9)
    if not MJD_MIN <= mjd <= MJD_MAX:
        looks_like_jd = math.isfinite(mjd) and MJD_MIN <= mjd - JD_MINUS_MJD <= MJD_MAX
        remedy = 'This looks like a Julian date: format = "jd".' if looks_like_jd else _REMEDY
        expected = f"a date ({quantity.form}) from MJD {MJD_MIN:.0f} to {MJD_MAX:.0f} (1950 to 2100)"
        raise ImplausibleDate(places.path, f"{places.where}{quantity.place}", repr(found), expected, remedy)
    return mjd


def _optional(places: Places, quantity: Quantity | None, name: str, low: float, high: float) -> float | None:
    found = None if quantity is None else places.found(quantity)
    if quantity is None or found is None or found == "":
        return None
    try:
        number = float(found)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if math.isnan(number) and isinstance(found, float):
        return None
    if not low <= number <= high:
        expected = f"the image's {name}, from {low:g} to {high:g}"
        place = f"{places.where}{quantity.place}"
        raise InvalidManifestRow(places.path, place, repr(found), expected, _REMEDY)
    return number
