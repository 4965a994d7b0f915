"""The directory of a HATS catalogue: Parquet files by tile, and beside them what readers look up first.

Layout and names of properties: IVOA Note HATS; the `hats` package reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
from astropy.io import fits
from numpy.typing import NDArray
from pyarrow import parquet

from report.frame import Frame
from report.hats.tables import HEALPIX
from report.hats.tiles import FINEST_ORDER, Counts, Tile

_TILES_PER_DIRECTORY = 10_000
# A map of the sky in fields of 14 minutes of arc, 6 MB
_MAP_ORDER = 8
_VERSION = "v1.0"


@dataclass
class Catalogue:
    """One catalogue that is being written.

    Attributes
    ----------
    path : pathlib.Path
        Its directory.
    schema : pyarrow.Schema
        Of every file in it.
    """

    path: Path
    schema: pyarrow.Schema
    n_row: int = 0
    most_rows: int = 0
    tiles: list[Tile] = field(default_factory=list)
    footers: list[Any] = field(default_factory=list)

    def write(self, tile: Tile, table: pyarrow.Table) -> None:
        """Write the rows of a tile; a tile without rows has no file."""
        if not len(table):
            return
        directory = tile.pixel // _TILES_PER_DIRECTORY * _TILES_PER_DIRECTORY
        name = f"Norder={tile.order}/Dir={directory}/Npix={tile.pixel}.parquet"
        path = self.path / "dataset" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        footer: list[Any] = []
        parquet.write_table(table.cast(self.schema), path, compression="zstd", metadata_collector=footer)
        footer[0].set_file_path(name)
        self.footers += footer
        self.tiles.append(tile)
        self.n_row += len(table)
        self.most_rows = max(self.most_rows, len(table))

    def finish(self, properties: Mapping[str, object]) -> None:
        """Write what stands beside the tiles: the common footers, the list of tiles, the properties."""
        dataset = self.path / "dataset"
        dataset.mkdir(parents=True, exist_ok=True)
        parquet.write_metadata(self.schema, dataset / "_common_metadata")
        parquet.write_metadata(self.schema, dataset / "_metadata", metadata_collector=self.footers)
        lines = [
            f"{tile.order},{tile.pixel}\n" for tile in sorted(self.tiles, key=lambda t: (t.order, t.pixel))
        ]
        (self.path / "partition_info.csv").write_text("Norder,Npix\n" + "".join(lines))
        share = sum(1 / (12 * 4**tile.order) for tile in self.tiles)
        given = {
            **properties,
            "hats_nrows": self.n_row,
            "hats_col_ra": "ra",
            "hats_col_dec": "dec",
            "hats_col_healpix": HEALPIX.name,
            "hats_col_healpix_order": FINEST_ORDER,
            "hats_npix_suffix": ".parquet",
            "hats_max_rows": self.most_rows,
            "hats_order": max((tile.order for tile in self.tiles), default=0),
            "moc_sky_fraction": f"{share:.7f}",
            **_provenance(self.path),
        }
        # hats before 0.6 reads the second
        for name in ("hats.properties", "properties"):
            write_properties(self.path / name, "HATS catalog", given)


def write_map(path: Path, counts: Counts) -> None:
    """Write how many rows are in each pixel of the sky, as FITS in HEALPix's convention."""
    pixels, numbers = counts.at(_MAP_ORDER)
    image: NDArray[np.int64] = np.zeros(12 * 4**_MAP_ORDER, np.int64)
    image[pixels] = numbers
    table = fits.BinTableHDU.from_columns([fits.Column("N", "K", array=image)], name="SKYMAP")
    table.header.update(
        PIXTYPE="HEALPIX", ORDERING="NESTED", COORDSYS="C", NSIDE=2**_MAP_ORDER, FIRSTPIX=0,
        LASTPIX=len(image) - 1, INDXSCHM="IMPLICIT", OBJECT="FULLSKY",
    )  # fmt: skip
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(path / "skymap.fits")


def write_collection(path: Path, name: str, primary: str, margin: str) -> None:
    """Write what makes one collection of a catalogue and its margin."""
    given = {
        "obs_collection": name,
        "hats_primary_table_url": primary,
        "all_margins": margin,
        "default_margin": margin,
        **_provenance(path),
    }
    write_properties(path / "collection.properties", "HATS Collection", given)


def write_properties(path: Path, title: str, properties: Mapping[str, object]) -> None:
    """Write a file of properties as Java has them."""
    lines = [f"{name}={value}\n" for name, value in properties.items()]
    path.write_text(f"#{title}\n" + "".join(lines), encoding="utf-8")


def meaning(frame: Frame, dates: NDArray[np.float64]) -> dict[str, object]:
    """Give the properties that say what positions and dates are; HATS calls ICRS equatorial."""
    said: dict[str, object] = {
        "obs_description": f"Dates are MJD, {frame.time_words}. Positions are {frame.position_words}.",
        "hats_frame": "equatorial",
    }
    if frame.position_epoch is not None:
        said["hats_coordinate_epoch"] = f"J{frame.position_epoch:g}"
    if len(dates):
        said |= {"t_min": dates.min(), "t_max": dates.max()}
    return said


def map_order() -> int:
    return _MAP_ORDER


def _provenance(path: Path) -> dict[str, object]:
    kilobytes = sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) // 1024
    return {
        "hats_builder": f"EpochDB {version('epochdb')}",
        "hats_creation_date": f"{datetime.now(UTC):%Y-%m-%dT%H:%MUTC}",
        "hats_estsize": kilobytes,
        "hats_version": _VERSION,
        "obs_regime": "Infrared",
    }
