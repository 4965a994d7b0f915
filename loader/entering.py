"""How an image goes in beside its detections: its row, its catalogue's, and what was measured of it."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import psycopg

from db.binary import RealArrayDumper
from db.statement import statement
from loader.delivery import Catalogue
from loader.faults import whole_path
from loader.measures import Count
from loader.ordering import Measured


def enter(
    connection: psycopg.Connection, catalogue: Catalogue, measured: Measured, sha256: str, load_id: int
) -> None:
    """Enter the image, its catalogue, and what was measured of it as a whole."""
    image, measures = catalogue.image, measured.measures
    entered = {
        **asdict(image),
        **{f"zero_point_{k}": value for k, value in enumerate(measures.zero_points, start=1)},
        "path": whole_path(catalogue.path),
        "sha256": sha256,
        "n_detection": measured.n_row,
        "load_id": load_id,
    }
    key = {"image_id": image.image_id}
    names, lowest, highest = map(list, zip(*measures.ranges, strict=True))
    # One statement does not wait for what became of the one before
    with connection.pipeline(), connection.cursor() as cursor:
        cursor.adapters.register_dumper(np.ndarray, RealArrayDumper)
        for name in ("field", "image", "catalogue"):
            cursor.execute(statement(f"load/{name}"), entered)
        if measures.depth:
            limit_mag, n_faint = measures.depth
            cursor.execute(statement("load/image_depth"), {**key, "limit_mag": limit_mag, "n_faint": n_faint})
        if outline := measures.outline:
            cursor.execute(statement("load/image_outline"), {**key, **vars(outline)})
        cursor.execute(statement("load/catalogue_count"), {**key, **_by_column(measures.counts)})
        ranges = {**key, "names": names, "lowest": lowest, "highest": highest}
        cursor.execute(statement("load/catalogue_range"), ranges)


def _by_column(counts: Sequence[Count]) -> dict[str, object]:
    """Give counts by column, the signal-to-noise of all in one array, with where each has its part."""
    lasts = np.cumsum([len(count.snr) for count in counts]).tolist()
    return {
        "classes": [count.number for count in counts],
        "thresholds": [count.snr_min for count in counts],
        "n_detections": [count.n_detection for count in counts],
        "snr": np.concatenate([count.snr for count in counts]),
        "firsts": [last - len(count.snr) + 1 for last, count in zip(lasts, counts, strict=True)],
        "lasts": lasts,
    }
