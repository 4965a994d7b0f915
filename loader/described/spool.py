"""A catalogue of many images, taken apart: its detections on disk, those of each image findable."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loader.catalogue import Detections
from loader.described.columns import Columns
from loader.described.content import catalogue_tables, in_order
from loader.described.images import Facts, Places, facts
from loader.described.rows import Rows
from loader.described.zero_points import zero_point
from loader.description.model import Description
from loader.faults import EmptyFile, ImplausibleDate
from loader.fits_table import Values
from loader.formats.find import open_tables

# An image of a survey is taken within a night
SPREAD_MAX = 0.5


@dataclass(frozen=True)
class SpooledContent:
    """The rows of one image in a spool."""

    spool: "Spool"
    number: int

    @property
    def n_byte(self) -> int:
        """How much its rows are."""
        return self.spool.bytes_of(self.number)

    @property
    def is_single(self) -> bool:
        """Whether the image has one detection, as a date of a light curve has."""
        return self.spool.n_row_of(self.number) == 1

    def open(self) -> tuple[str, Callable[[], Detections]]:
        """Give the hash of the image's rows, and how to read them."""
        rows, _ = self.spool.rows_of_several([self.number])
        sha256 = self.spool.hash_of(self.number, rows)
        return sha256, lambda: self.spool.detections(rows, sha256)


class Spool:
    """
    The rows of a file, in a file of their own as they are stored, read once and in chunks.

    In memory are a few bytes a row, by which those of an image are found, and what is known of images.

    Parameters
    ----------
    path : Path
        The file.
    description : Description
        One by which a file holds many images.
    directory : Path
        Where the rows may lie meanwhile.

    Raises
    ------
    RejectedFile
    """

    def __init__(self, path: Path, description: Description, directory: Path) -> None:
        self.path = path
        self.description = description
        self.images: list[Facts] = []
        self.n_missing: Counter[str] = Counter()
        self._numbers: dict[tuple[str, ...], int] = {}
        self._file = directory / f"{len(list(directory.iterdir()))}.rows"
        self._kind = np.dtype([])
        belongs = [self._image_of_rows(*piece) for piece in self._pieces()]
        if not belongs:
            raise EmptyFile(
                path, "", "a table without rows", "one row a detection", "Deliver the file again."
            )
        image = np.concatenate(belongs)
        del belongs
        self._order = np.argsort(image, kind="stable").astype("u4")
        self._starts = np.cumsum([0, *np.bincount(image, minlength=len(self.images))])

    def contents(self) -> Iterator[tuple[Facts, SpooledContent]]:
        """Give the images with their catalogues, the earliest first; those of light curves field by field."""
        by_field = 2 * len(self.images) > len(self._order)

        def place(number: int) -> tuple[str, float, str]:
            image = self.images[number]
            return image.field if by_field else "", image.mjd, image.key

        for number in sorted(range(len(self.images)), key=place):
            yield self.images[number], SpooledContent(self, number)

    def n_row_of(self, number: int) -> int:
        """Give how many rows an image has."""
        return int(self._starts[number + 1] - self._starts[number])

    def bytes_of(self, number: int) -> int:
        """Give how much the rows of an image are."""
        return self.n_row_of(number) * self._kind.itemsize

    def rows_of_several(self, numbers: Sequence[int]) -> tuple[NDArray[np.void], NDArray[np.int64]]:
        """
        Give the rows of images, one after another, and where each image's begin and the last one's end.

        Those of an image are in order of their sources where these are named, else in that of the file.
        """
        stored = np.memmap(self._file, dtype=self._kind, mode="r")
        lengths = np.array([self.n_row_of(number) for number in numbers])
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = [self._order[self._starts[n] : self._starts[n + 1]] for n in numbers]
        rows = np.array(stored[np.concatenate(places)])
        image = np.repeat(np.arange(len(numbers)), lengths)
        if "source_id" in (rows.dtype.names or ()):
            rows = rows[np.lexsort((rows["source_id"], image))]
        if "running_id" not in self.description.columns:
            # Within the image: another order of the file, or further images in it, change nothing
            rows["running_id"] = np.arange(len(rows)) - starts[image] + 1
        return rows, starts

    def hash_of(self, number: int, rows: NDArray[np.void]) -> str:
        """Give the hash of an image and its rows."""
        return hashlib.sha256(self.images[number].key.encode() + b"\0" + rows.tobytes()).hexdigest()

    def detections(self, rows: NDArray[np.void], sha256: str) -> Detections:
        """Give rows as detections."""
        names = rows.dtype.names or ()
        columns = {name: np.ascontiguousarray(rows[name]) for name in names}
        return in_order(self.path, self.description, columns, sha256, {})

    def _pieces(self) -> Iterator[tuple[dict[str, NDArray[Any]], int]]:
        """Write rows chunk by chunk; give what tells their images."""
        description, path = self.description, self.path
        _, tables, _ = open_tables(path, description.files.form)
        asked = {quantity.column for quantity in description.image.values() if quantity.column}
        first = 1
        with self._file.open("wb") as file:
            for table in catalogue_tables(path, description, tables):
                points = [
                    None if a.zero_point is None else zero_point(path, "", a.zero_point, table.keywords)
                    for a in description.apertures
                ]
                columns = Columns(path, description, table, n_missing=self.n_missing)
                rows = Rows(columns, points, [1.0] * len(points))
                names = columns.names()
                self._places = Places(path, description.files.pattern, table.keywords)
                for chunk in table.chunks(list(names.values())):
                    given = {wanted: chunk[own] for wanted, own in names.items()}
                    stored = rows.stored(given, first)
                    n_row = len(stored["ra"])
                    if not n_row:
                        continue
                    self._kind = np.dtype([(name, values.dtype) for name, values in stored.items()])
                    packed = np.empty(n_row, self._kind)
                    for name, values in stored.items():
                        packed[name] = values
                    packed.tofile(file)
                    yield {name: _with_nothing(given[name]) for name in asked if name}, first
                    first += n_row

    def _image_of_rows(self, values: Mapping[str, NDArray[Any]], first: int) -> NDArray[np.int32]:
        """Give the number of each row's image, entering those that are new."""
        quantities = self.description.image
        told = {
            name: q
            for name, q in quantities.items()
            if q.column and name in ("image", "field", "band", "mjd")
        }
        if "image" in told:
            told.pop("mjd", None)
        codes, kinds = np.zeros(len(next(iter(values.values()))), "i8"), 1
        for quantity in told.values():
            column = values[str(quantity.column)]
            plain = column.astype(str) if column.dtype.kind == "O" else column
            distinct, inverse = np.unique(plain, return_inverse=True)
            codes, kinds = codes * len(distinct) + inverse, kinds * len(distinct)
            # Kept small, so that a product of many kinds cannot overflow
            _, codes = np.unique(codes, return_inverse=True)
        _, rows, inverse = np.unique(codes, return_index=True, return_inverse=True)
        numbers = np.array([self._number(values, int(row), first) for row in rows], "i4")
        belongs = numbers[inverse]
        if "image" in told and quantities["mjd"].column:
            self._check_spread(values[str(quantities["mjd"].column)], belongs, first)
        return belongs

    def _number(self, values: Mapping[str, NDArray[Any]], row: int, first: int) -> int:
        given = {name: _plain(column[row]) for name, column in values.items()}
        at = Places(self.path, self._places.pattern, self._places.keywords, given, f"row {first + row}, ")
        found = facts(self.description, at, self.path.name)
        if "image" not in self.description.image:
            # Not by the file's name: what is added to it, or cut in two, keeps its numbers
            own = f"{self.description.name}|{found.field}|{found.band}|{found.mjd!r}"
            found = replace(found, key=own)
        what = (found.key, found.field, found.band)
        number = self._numbers.setdefault(what, len(self.images))
        if number == len(self.images):
            self.images.append(found)
        return number

    def _check_spread(self, dates: NDArray[Any], belongs: NDArray[np.int32], first: int) -> None:
        if dates.dtype.kind not in "iuf":
            return
        for number in np.unique(belongs):
            own = dates[belongs == number]
            if np.ptp(own) > SPREAD_MAX:
                raise ImplausibleDate(
                    self.path, f"rows from {first}, image {self.images[number].key}",
                    f"dates from {own.min()} to {own.max()}", f"dates within {SPREAD_MAX:g} d on one image",
                    "Correct [image] image in the description.",
                )  # fmt: skip


def _with_nothing(read: Values) -> NDArray[Any]:
    """Give values with None where one is missing: what stands there means nothing."""
    if read.missing is None or not read.missing.any():
        return read.values
    values = read.values.astype(object)
    values[read.missing] = None
    return values


def _plain(value: Any) -> object:
    return value.item() if isinstance(value, np.generic) else value
