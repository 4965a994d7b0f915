"""What would become of the first rows: the images, and the detections of the first."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.table import table
from loader.described.content import FileContent, pieces_of
from loader.described.delivery import Content, Found
from loader.description.model import Description
from loader.faults import RejectedFile
from loader.guard import refusing

N_IMAGE, N_ROW = 5, 5


def preview(images: Sequence[Found], description: Description) -> str:
    """Give the first images, and the first rows of the first, as tables to read."""
    if not images:
        return "no image"
    told = [
        (f.file_name, f.field, f.band, f"{f.mjd:.5f}", _shown(f.airmass), _shown(f.exposure_time))
        for f, _, _ in images[:N_IMAGE]
    ]
    header = ("file_name", "field", "band", "mjd", "airmass", "exposure_time")
    parts = [f"{len(images)} images, the first:", table(header, told)]
    found, path, content = images[0]
    try:
        with refusing(path):
            how_many, given = _first(content)
    except RejectedFile:
        return "\n".join(parts)  # told where it is read to be loaded
    columns = {n: v for n, v in given.items() if not (v.dtype.kind == "f" and np.isnan(v).all())}
    rows = [
        [_shown(values[row].item()) for values in columns.values()]
        for row in range(min(N_ROW, len(given["ra"])))
    ]
    parts += [f"{how_many} of {found.file_name}, the first:"]
    turned = [(name, *(row[k] for row in rows)) for k, name in enumerate(columns)]
    parts.append(table(("survey.detection", *(f"row {k + 1}" for k in range(len(rows)))), turned))
    if "source_id" not in columns:
        parts.append(f"source_id: by position, within {description.associate_arcsec} arcsec")
    return "\n".join(parts)


def _first(content: Content) -> tuple[str, dict[str, NDArray[Any]]]:
    """Say how many detections there are, and give the first of them; of a large file a part is read."""
    if isinstance(content, FileContent) and content.is_large:
        _, tables = content.tables()
        pieces = pieces_of(content.path, content.description, tables, Counter())
        return "detections", next(pieces, None) or {"ra": np.zeros(0)}
    detections = content.open()[1]()
    return f"{len(detections)} detections", detections.columns


def _shown(value: float | int | None) -> str:
    if value is None or math.isnan(value):
        return "-"
    return f"{value:.9g}" if isinstance(value, float) else str(value)
