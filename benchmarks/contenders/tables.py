"""(c) SQLite with one table for each catalogue, loaded row by row and joined as a student would."""

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from astropy.io import fits

from benchmarks.questions import Row
from benchmarks.statements import statement
from loader.delivery import Catalogue

# Detections and their quotients are of single precision everywhere else, here they are compared in double
SINGLE_PRECISION = ("snr_min", "j_minus_h_min")


class Tables:
    """Asks SQLite; views put the tables of a band, of a field, or all of them, one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path)
        self.index_seconds = 0.0
        self.names: dict[str, tuple[str, int, str]] = {}

    def load(self, catalogues: Iterable[Catalogue]) -> None:
        """Make a table of each catalogue, row by row, each in a transaction of its own."""
        for catalogue in catalogues:
            rows = fits.getdata(catalogue.path)
            name = catalogue.path.name.split(".")[0]
            places = ", ".join("?" * len(rows.names))
            self.connection.execute(f'CREATE TABLE "{name}" ({", ".join(rows.names)})')
            insert = f'INSERT INTO "{name}" VALUES ({places})'
            for row in zip(*(rows[column].tolist() for column in rows.names), strict=True):
                self.connection.execute(insert, row)
            self.connection.commit()
            image = catalogue.image
            arm = f'SELECT {image.image_id} AS image_id, {image.field_id} AS field_id, * FROM "{name}"'
            self.names[name] = (image.band, image.field_id, arm)

    def make_views(self, images: Sequence[Row]) -> None:
        """Take in what is known of the images and make the views."""
        self.connection.execute(statement("sqlite", "image"))
        self.connection.executemany(f"INSERT INTO image VALUES ({', '.join('?' * len(images[0]))})", images)
        arms: dict[str, list[str]] = {}
        for band, field_id, arm in self.names.values():
            for view in ("detection", f"detection_{band}", f"field_{field_id}", f"field_{field_id}_{band}"):
                arms.setdefault(view, []).append(arm)
        for view, parts in arms.items():
            self.connection.execute(f"CREATE VIEW {view} AS {' UNION ALL '.join(parts)}")
        self.connection.commit()

    def index(self) -> None:
        """Give each table an index on its identifier, and the planner what it needs to know."""
        begun = time.perf_counter()
        for name in self.names:
            self.connection.execute(f'CREATE INDEX "{name}-StarID" ON "{name}" (StarID)')
        self.connection.execute("ANALYZE")
        self.connection.commit()
        self.index_seconds = time.perf_counter() - begun

    def ask(self, file: str, parameters: Mapping[str, object]) -> list[Row]:
        """Give all rows of an answer."""
        named = {name: _parameter(name, value) for name, value in parameters.items()}
        # A student knows the tables of a field by their names
        query = statement("sqlite", file).format(field_id=parameters.get("field_id"))
        return self.connection.execute(query, named).fetchall()


def _parameter(name: str, value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value)
    if name in SINGLE_PRECISION and isinstance(value, float):
        return _rounds_no_higher(value)
    return value


def _rounds_no_higher(threshold: float) -> float:
    """Give the number above which a double, rounded to single precision, is above the threshold."""
    below = np.float32(threshold)
    if float(below) > threshold:
        below = np.nextafter(below, np.float32(-np.inf))
    return (float(below) + float(np.nextafter(below, np.float32(np.inf)))) / 2
