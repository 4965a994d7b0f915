"""(b) DuckDB over Parquet: each catalogue as a file, and the detections of each band sorted by source."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from benchmarks.questions import Row
from benchmarks.statements import statement
from loader.catalogue import read_detections
from loader.contents import read_contents
from loader.delivery import Catalogue

THREADS = 2


class Parquet:
    """Asks DuckDB; questions on images read the files by image, those on light curves the files by source."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.connection = duckdb.connect()
        self.connection.execute(f"SET threads = {THREADS}")
        self.connection.execute(f"SET file_search_path = '{directory}'")

    def write_by_image(self, catalogues: Iterable[Catalogue]) -> None:
        """Read the catalogues and write each as Parquet, in directories of field and band."""
        for catalogue in catalogues:
            image = catalogue.image
            folder = self.directory / "by_image" / f"field_id={image.field_id}" / f"band={image.band}"
            folder.mkdir(parents=True, exist_ok=True)
            columns = read_detections(catalogue.path, read_contents(catalogue.path), "").columns
            self.connection.register("columns_read", dict(columns))
            query = statement("duckdb", "write_by_image")
            path = folder / f"{image.image_id}.parquet"
            self.connection.execute(query.format(image_id=image.image_id, path=path))
            self.connection.unregister("columns_read")

    def write_by_source(self, bands: Iterable[str]) -> None:
        """Sort the detections of each band by source."""
        self.connection.execute(statement("duckdb", "open"))
        folder = self.directory / "by_source"
        folder.mkdir()
        for band in bands:
            query = statement("duckdb", "write_by_source")
            self.connection.execute(query.format(band=band, path=folder / f"{band}.parquet"))
        self.connection.execute(statement("duckdb", "light_curves_view"))

    def enter_images(self, images: Sequence[Row]) -> None:
        """Take in what is known of the images."""
        self.connection.executemany(f"INSERT INTO image VALUES ({', '.join('?' * len(images[0]))})", images)

    def ask(self, file: str, parameters: Mapping[str, object]) -> list[Row]:
        """Give all rows of an answer."""
        query = statement("duckdb", file)
        named = {name: parameters[name] for name in set(re.findall(r"\$(\w+)", query))}
        return self.connection.execute(query, named).fetchall()
