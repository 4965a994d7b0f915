"""Rows of a table as a description reads them: arrays by column of survey.detection."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loader import missing
from loader.described.columns import Array, Columns
from loader.described.photometry import photometry
from loader.description.model import Column
from loader.description.parts import ANGLES
from loader.faults import InvalidIdentifier, PositionOutOfRange, UnknownClass
from loader.formats.table import Chunk

INTEGER_MAX = 2**31 - 1
IDENTIFIER_MAX = 2**63 - 1
# RunningID of a detection on one of several detectors: so many times the detector, and its number there
DETECTOR_STEP = 1_000_000
# What a position may be beyond the circle or the pole by rounding
ROUNDING_DEG = 1e-9


@dataclass(frozen=True)
class Rows:
    """
    How the rows of one table become detections.

    Attributes
    ----------
    columns : Columns
        The table's.
    zero_points : sequence of float or None
        For each aperture, where the description has one [mag].
    scales : sequence of float
        For each aperture, what its fluxes are multiplied by, to have one zero point on all detectors.
    detector : int
        The table's number among several that are one image; 0 for the only one.
    """

    columns: Columns
    zero_points: Sequence[float | None]
    scales: Sequence[float]
    detector: int = 0

    def stored(self, chunk: Chunk, first: int) -> dict[str, Array]:
        """
        Give rows as survey.detection has them, but for source_id where catalogues do not have one.

        Parameters
        ----------
        chunk : mapping of str to Values
            By the names of the description.
        first : int
            The number of the first of them in the file, from 1.
        """
        described = self.columns.description.columns
        n_row = len(next(iter(chunk.values())).values)
        stored: dict[str, Array] = {}
        if identifier := described.get("source_id"):
            numbered = (
                self.columns.named(chunk, identifier, first)
                if identifier.is_named
                else self.columns.whole(chunk, identifier, first, IDENTIFIER_MAX)
            )
            stored["source_id"] = numbered
        stored |= self._positions(chunk, first, n_row)
        stored["running_id"] = self._running_id(chunk, first, n_row)
        for name in ("x", "y"):
            stored[name] = self._pixels(chunk, described.get(name), first, n_row)
        stored |= self._apertures(chunk, first, n_row)
        stored["class"], flags = self._classes(chunk, first, n_row)
        if column := described.get("flags"):
            whole = self.columns.whole(chunk, column, first, INTEGER_MAX, absent=0).astype("i4")
            flags = whole if flags is None else whole | flags
        if flags is not None:
            stored["flags"] = flags
        return stored

    def _running_id(self, chunk: Chunk, first: int, n_row: int) -> Array:
        column = self.columns.description.columns.get("running_id")
        if column is None:
            numbers = np.arange(first, first + n_row, dtype="i8")
            return (numbers + DETECTOR_STEP * self.detector).astype("i4")
        numbers = self.columns.whole(chunk, column, first, INTEGER_MAX)
        if self.detector:
            bad = numbers >= DETECTOR_STEP
            expected = f"less than {DETECTOR_STEP} where several detectors are one image"
            self.columns.refuse(InvalidIdentifier, str(column.name), numbers, bad, expected, first)
        return (numbers + DETECTOR_STEP * self.detector).astype("i4")

    def _positions(self, chunk: Chunk, first: int, n_row: int) -> dict[str, Array]:
        found = {}
        for name, low, high in (("ra", 0.0, 360.0), ("dec", -90.0, 90.0)):
            column = self.columns.description.columns[name]
            if column.value is not None:
                values = np.full(n_row, column.value * ANGLES[column.unit or "deg"])
            else:
                values = self.columns.numbers(chunk, column, first)
                values *= self.columns.factor(column, ANGLES, "deg, rad or hourangle")
            with np.errstate(invalid="ignore"):
                if name == "ra":  # from -180 to 180 in some catalogues
                    values[(values < 0) & (values >= -180)] += 360
                bad = ~((values >= low - ROUNDING_DEG) & (values <= high + ROUNDING_DEG))
            expected = f"{low:g} to {high:g} degrees, after conversion from its unit"
            self.columns.refuse(PositionOutOfRange, str(column.name), values, bad, expected, first)
            found[name] = values
        found["ra"][found["ra"] >= 360] = 0
        np.clip(found["dec"], -90, 90, out=found["dec"])
        return found

    def _pixels(self, chunk: Chunk, column: Column | None, first: int, n_row: int) -> Array:
        if column is None:
            return np.full(n_row, np.nan, "f4")
        values = self.columns.numbers(chunk, column, first)
        self.columns.take(values, str(column.name), missing.flux_sentinels(values, None))
        return values.astype("f4")

    def _apertures(self, chunk: Chunk, first: int, n_row: int) -> dict[str, Array]:
        apertures = self.columns.description.apertures
        measured = [
            photometry(self.columns, chunk, aperture, zero_point, scale, first)
            for aperture, zero_point, scale in zip(apertures, self.zero_points, self.scales, strict=True)
        ]
        stored = {}
        for k in (1, 2, 3):
            found = measured[k - 1] if k <= len(measured) else {}
            for kind in ("flux", "mag"):
                for suffix in ("", "_err"):
                    values = found.get(f"{kind}{suffix}")
                    whole = np.full(n_row, np.nan, "f4") if values is None else values.astype("f4")
                    stored[f"{kind}_{k}{suffix}"] = whole
                stored[f"{kind}_{k}_err"][np.isnan(stored[f"{kind}_{k}"])] = np.nan
        return stored

    def _classes(self, chunk: Chunk, first: int, n_row: int) -> tuple[Array, Array | None]:
        """Give the classes, and the flags that their codes set."""
        classes = self.columns.description.classes
        if classes.column is None:
            return np.full(n_row, classes.otherwise, "i2"), None
        values = self.columns.numbers(chunk, classes.column, first)
        stored, is_known = np.zeros(n_row, "i2"), np.zeros(n_row, bool)
        for code, number in classes.codes.items():
            meant = values == code
            stored[meant], is_known = number, is_known | meant
        if classes.star_from is not None and classes.non_stellar_to is not None:
            is_known = ~np.isnan(values)
            stored[:] = -2
            stored[values >= classes.star_from] = -1
            stored[values <= classes.non_stellar_to] = 1
        if classes.otherwise is not None:
            stored[~is_known] = classes.otherwise
        else:
            known = ", ".join(f"{code:g}" for code in classes.codes) or "a number"
            expected = f"one of {known}, or [class] otherwise in the description"
            name = str(classes.column.name)
            self.columns.refuse(UnknownClass, name, values, ~is_known, expected, first)
        if not classes.flag_bits:
            return stored, None
        flags = np.zeros(n_row, "i4")
        for code, bit in classes.flag_bits.items():
            flags[values == code] |= 1 << bit
        return stored, flags
