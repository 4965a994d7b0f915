"""Catalogues on their way into the table: measured as a whole, then in the order of their sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from db.binary import encode_rows
from loader.catalogue import Detections
from loader.measures import Measures, measure

# Rows that are brought into order and encoded at a time: few enough for the processor's cache
ROWS_AT_ONCE = 1 << 14


@dataclass(frozen=True)
class Measured:
    """
    The detections of an image with their sources, and what was measured of them as a whole.

    Attributes
    ----------
    columns : dict of str to ndarray, shape (n,)
        By column of survey.detection, in order of source_id; NaN where a float is missing.
    measures : Measures
    n_missing : mapping of str to int
        By column of the file, how many values were taken as missing.
    """

    columns: dict[str, NDArray[Any]]
    measures: Measures
    n_missing: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, detections: Detections, image_id: int, thresholds: Sequence[float]) -> Self:
        """Measure the detections of an image."""
        columns = {**detections.columns, "image_id": np.full(len(detections), image_id, dtype="i4")}
        return cls(columns, measure(detections.columns, thresholds), detections.n_missing)

    @property
    def n_row(self) -> int:
        return len(self.columns["source_id"])


def by_source(catalogues: Sequence[Measured]) -> Iterator[memoryview]:
    """
    Encode the rows of several catalogues with the same columns in order of source_id, some at a time.

    So a light curve lies together in the table, and the primary key, whose entries come in order, is filled
    in half the time and takes a fifth less room.
    """
    numbers = [catalogue.columns["source_id"] for catalogue in catalogues]
    bounds = np.sort(np.concatenate(numbers), kind="stable")[ROWS_AT_ONCE::ROWS_AT_ONCE]
    cuts = [[0, *np.searchsorted(of_one, bounds), len(of_one)] for of_one in numbers]
    for place in range(len(bounds) + 1):
        parts = [slice(cut[place], cut[place + 1]) for cut in cuts]
        order = np.argsort(_joined(numbers, parts), kind="stable")
        columns = (
            _joined([catalogue.columns[name] for catalogue in catalogues], parts)[order]
            for name in catalogues[0].columns
        )
        yield encode_rows(tuple(columns))


def _joined(arrays: Sequence[NDArray[Any]], parts: Sequence[slice]) -> NDArray[Any]:
    return np.concatenate([array[part] for array, part in zip(arrays, parts, strict=True)])
