"""From the database to a directory in HATS: tile by tile, so that memory is that of one tile."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyarrow

from report.faults import FileExists, NoDirectory, NoSources
from report.frame import frame_of
from report.hats.directory import Catalogue, map_order, meaning, write_collection, write_map
from report.hats.reading import (
    Images,
    detections,
    images,
    light_curve_columns,
    positions,
    source_columns,
    sources,
)
from report.hats.tables import HEALPIX, ordered, schema_of, source_table, with_light_curves
from report.hats.tiles import Counts, Margin, Tile

PRIMARY = "source"
# Sources and detections of a tile: some 200 MB while it is written
MOST_ROWS = 1_000_000
MARGIN_ARCSEC = 10.0


def export_hats(
    connection: psycopg.Connection[Any],
    out: Path,
    *,
    light_curves: bool = False,
    most_rows: int = MOST_ROWS,
    margin: float = MARGIN_ARCSEC,
    overwrite: bool = False,
    progress: Callable[[int], object] = lambda n_source: None,
) -> tuple[int, int]:
    """
    Write all sources as a HATS collection with a margin; give the numbers of sources and of tiles.

    All is read in one snapshot. The directory appears under its name when it is complete.

    Parameters
    ----------
    connection : psycopg.Connection
        As a reader, not in a transaction.
    out : pathlib.Path
        The directory to make.
    light_curves : bool
        Nest the detections of each source in a column of its row.
    most_rows : int
        How many sources, with light curves sources and detections, a tile holds at most.
    margin : float
        How far beyond a tile its margin reaches [arcsec].
    overwrite : bool
        Replace a HATS collection of that name.
    progress : callable
        Called with the number of sources of each tile.

    Raises
    ------
    FileExists, NoDirectory
        Before the database is asked.
    NoSources
        There is nothing to write.
    psycopg.Error
        The database refuses a query.
    """
    _refuse_place(out, overwrite=overwrite)
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction():
            # The count reads all sources in one statement; every row of a cursor is wanted
            connection.execute("SET LOCAL statement_timeout = 0")
            connection.execute("SET LOCAL cursor_tuple_fraction = 1")
            export = _Export(connection, part, light_curves=light_curves, margin=Margin(margin))
            n_tile = export.write(most_rows, progress)
        if out.exists():
            shutil.rmtree(out)
        part.replace(out)
        return export.primary.n_row, n_tile
    finally:
        shutil.rmtree(part, ignore_errors=True)


class _Export:
    """What stays the same from tile to tile."""

    def __init__(
        self, connection: psycopg.Connection[Any], path: Path, *, light_curves: bool, margin: Margin
    ) -> None:
        self.connection = connection
        self.path = path
        self.margin = margin
        self.columns = source_columns(connection)
        all_images = images(connection)
        self.images: Images | None = all_images if light_curves else None
        self.meaning = meaning(frame_of(connection), all_images.mjd)
        self.schema = schema_of(self.columns, light_curve_columns(connection) if light_curves else [])
        self.primary = Catalogue(path / PRIMARY, self.schema)
        self.outside = Catalogue(path / f"{PRIMARY}_margin_{margin.threshold:g}arcs", self.schema)

    def write(self, most_rows: int, progress: Callable[[int], object]) -> int:
        """Write the whole collection; give the number of tiles."""
        rows, sources_only = Counts(), Counts()
        for some in positions(self.connection, light_curves=self.images is not None):
            rows.add(some["ra"], some["dec"], 1 + some["n_detection"].astype(np.int64))
            sources_only.add(some["ra"], some["dec"], np.ones(len(some), np.int64))
        tiles = rows.tiles(most_rows)
        if not tiles:
            raise NoSources("no source is loaded, expected some to write: python -m loader DIRECTORY")
        for tile in tiles:
            n_before = self.primary.n_row
            self._write_tile(tile)
            progress(self.primary.n_row - n_before)
        name = self.connection.info.dbname
        write_map(self.primary.path, sources_only)
        self.primary.finish(
            {
                "obs_collection": PRIMARY,
                "dataproduct_type": "object",
                "hats_cols_survey_id": "source_id",
                "hats_skymap_order": map_order(),
                **self.meaning,
            }
        )
        self.outside.finish(
            {
                "obs_collection": self.outside.path.name,
                "dataproduct_type": "margin",
                "hats_primary_table_url": PRIMARY,
                "hats_margin_threshold": self.margin.threshold,
                **self.meaning,
            }
        )
        write_collection(self.path, name, PRIMARY, self.outside.path.name)
        return len(self.primary.tiles)

    def _write_tile(self, tile: Tile) -> None:
        inside, near = [], []
        for chunk in sources(self.connection, tile.box(self.margin.reach), self.columns):
            table = source_table(chunk, self.columns)
            is_inside = tile.holds(table[HEALPIX.name].to_numpy())
            is_near = self.margin.holds(tile, table["ra"].to_numpy(), table["dec"].to_numpy())
            inside.append(table.filter(pyarrow.array(is_inside)))
            near.append(table.filter(pyarrow.array(is_near)))
        own, beside = ordered(inside, self.schema), ordered(near, self.schema)
        if self.images is not None:
            both = pyarrow.concat_tables([own, beside])
            found = detections(self.connection, both["source_id"].to_numpy())
            both = with_light_curves(both, found, self.images, self.schema)
            own, beside = both.slice(0, len(own)), both.slice(len(own))
        self.primary.write(tile, own)
        self.outside.write(tile, beside)


def _refuse_place(out: Path, *, overwrite: bool) -> None:
    if not out.parent.is_dir():
        raise NoDirectory(f"{out}: there is no directory {out.parent}; make it first: mkdir -p {out.parent}")
    if out.exists() and not overwrite:
        raise FileExists(f"{out} exists already; name another, or replace it with --overwrite")
    if out.exists() and not (out / "collection.properties").is_file():
        raise FileExists(f"{out} is no HATS collection, and only such a one is replaced; name another")
