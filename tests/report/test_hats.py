"""HATS: what is in the directory, which tiles there are, and what lies in a margin."""

from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest

from report import __main__ as program
from tests.survey import add_image

pytest.importorskip("pyarrow", reason="HATS is written by pyarrow, which is not installed")
from pyarrow import dataset, parquet

from report.hats.tiles import Counts, Margin, Tile, healpix


def test_a_collection_holds_each_source_once_with_its_light_curve(
    database: psycopg.Connection[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Two sources side by side, one on the other side of the sky; the second image lacks source 9
    sky = {7: (10.0, 20.0), 8: (10.1, 20.0), 9: (190.0, -20.0)}
    for image_id, band, sources in ((1, "J", (7, 8, 9)), (2, "Ks", (7, 8)), (3, "Ks", (7,))):
        rows = [
            {"source_id": s, "ra": sky[s][0], "dec": sky[s][1], "flux_1": 100.0 * image_id, "mag_1_err": 0.1}
            for s in sources
        ]
        add_image(database, image_id, rows, band=band, mjd=57000.0 - image_id)
    out = tmp_path / "survey"
    assert program.main(["hats", str(out), "--light-curves", "--rows", "6"]) == 0
    # 3 + 2 and 2 + 1 rows of 7 and 8 are 7, more than 6: they are parted; 9 fills a twelfth of the sky
    assert "3 sources in 3 tiles" in capsys.readouterr().out
    files = sorted((out / "source" / "dataset").rglob("*.parquet"))
    assert [parquet.read_metadata(file).num_rows for file in files] == [1, 1, 1]
    assert files[0].parts[-3:-1] == ("Norder=0", "Dir=0")
    table = dataset.dataset(out / "source" / "dataset", partitioning=None).to_table()
    found = {row["source_id"]: row for row in table.to_pylist()}
    assert sorted(found) == [7, 8, 9]
    # In order of time: the third image is the earliest
    curve = found[7]["light_curve"]
    assert curve["image_id"] == [3, 2, 1]
    assert curve["band"] == ["Ks", "Ks", "J"]
    assert curve["mjd"] == [56997.0, 56998.0, 56999.0]
    assert found[9]["light_curve"]["image_id"] == [1]
    by_sql = database.execute(
        "SELECT image_id, flux_1, mag_1::double precision FROM science.calibrated_detection "
        "WHERE source_id = 7 ORDER BY mjd"
    ).fetchall()
    assert list(zip(curve["image_id"], curve["flux"], curve["mag"], strict=True)) == by_sql


def test_columns_bring_their_units_and_ucds(database: psycopg.Connection[Any], tmp_path: Path) -> None:
    add_image(database, 1, [{"source_id": 7}])
    assert program.main(["hats", str(tmp_path / "survey"), "--light-curves"]) == 0
    schema = parquet.read_schema(tmp_path / "survey" / "source" / "dataset" / "_common_metadata")
    assert schema.field("ra").metadata[b"unit"] == b"deg"
    assert schema.field("ra").metadata[b"ucd"] == b"pos.eq.ra;meta.main"
    assert schema.metadata[b"RADESYS"] == b"ICRS"
    assert (schema.metadata[b"TIMESYS"], schema.metadata[b"TREFPOS"]) == (b"UTC", b"TOPOCENTER")
    tile = parquet.read_schema(next((tmp_path / "survey" / "source" / "dataset").rglob("Npix=*.parquet")))
    assert tile.equals(schema, check_metadata=True)
    flux = schema.field("light_curve").type.field("flux")
    assert flux.metadata[b"unit"] == b"adu"
    assert b"zero point 25" in flux.metadata[b"description"]


def test_a_missing_magnitude_is_null(database: psycopg.Connection[Any], tmp_path: Path) -> None:
    add_image(database, 1, [{"source_id": 7, "flux_1": -5.0, "mag_1": None}])
    assert program.main(["hats", str(tmp_path / "survey"), "--light-curves"]) == 0
    table = dataset.dataset(tmp_path / "survey" / "source" / "dataset", partitioning=None).to_table()
    (row,) = table.to_pylist()
    assert row["light_curve"]["mag"] == [None]
    assert row["ks_mag"] is None
    assert table["y_class"].null_count == 1


def test_the_properties_say_what_readers_ask_for(database: psycopg.Connection[Any], tmp_path: Path) -> None:
    add_image(database, 1, [{"source_id": 7, "ra": 10.0, "dec": 20.0}])
    assert program.main(["hats", str(tmp_path / "survey"), "--margin", "5"]) == 0
    given = _properties(tmp_path / "survey" / "source" / "hats.properties")
    assert given["dataproduct_type"] == "object"
    assert (given["hats_nrows"], given["hats_order"], given["hats_col_healpix"]) == ("1", "0", "_healpix_29")
    assert given["hats_frame"] == "equatorial"
    assert given["t_min"] == given["t_max"] == "57000.0"
    assert given["obs_description"] == (
        "Dates are MJD, start of the exposure, UTC at the observatory. Positions are ICRS."
    )
    # Each position is that of its image: there is no epoch to state until the survey brings them to one
    assert "hats_coordinate_epoch" not in given
    # One twelfth of the sky
    assert float(given["moc_sky_fraction"]) == pytest.approx(1 / 12, abs=1e-6)
    collection = _properties(tmp_path / "survey" / "collection.properties")
    assert collection["default_margin"] == "source_margin_5arcs"
    margin = _properties(tmp_path / "survey" / "source_margin_5arcs" / "hats.properties")
    assert (margin["hats_nrows"], margin["hats_margin_threshold"]) == ("0", "5.0")
    assert (tmp_path / "survey" / "source" / "partition_info.csv").read_text() == "Norder,Npix\n0,4\n"


def _properties(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_nothing_is_left_of_an_export_that_finds_no_source(
    database: psycopg.Connection[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(["hats", str(tmp_path / "survey")]) == 1
    assert "NoSources: no source is loaded" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_collection_is_not_replaced(
    database: psycopg.Connection[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_image(database, 1, [{"source_id": 7}])
    assert program.main(["hats", str(tmp_path), "--overwrite"]) == 1
    assert "is no HATS collection, and only such a one is replaced" in capsys.readouterr().err
    out = tmp_path / "survey"
    assert program.main(["hats", str(out)]) == 0
    assert program.main(["hats", str(out)]) == 1
    assert "exists already" in capsys.readouterr().err
    assert program.main(["hats", str(out), "--overwrite"]) == 0


@pytest.mark.xdist_group("delivery")
def test_the_finest_pixels_are_those_of_sql(delivered: psycopg.Connection[Any]) -> None:
    rows = delivered.execute("SELECT ra, dec, science.healpix_nested(ra, dec, 29) FROM science.photometry")
    ra, dec, pixel = map(np.array, zip(*rows.fetchall(), strict=True))
    # The sine of a declination may differ in its last digit, and with it a pixel of 0.4 milliarcsec
    assert (healpix(ra, dec) == pixel).mean() > 0.999
    assert (healpix(ra, dec) >> 4 == pixel >> 4).all()


def test_tiles_are_parted_until_they_are_small() -> None:
    counts = Counts()
    # Pixels of order 1 in face 4: 16, 17, 18, 19, by their centres
    ra, dec = np.array([0.0, 22.5, 337.5, 0.0]), np.array([-19.47, 0.0, 0.0, 19.47])
    counts.add(ra, dec, np.array([1, 1, 5, 1]))
    assert counts.tiles(8) == [Tile(0, 4)]
    assert counts.tiles(7) == [Tile(1, 16), Tile(1, 17), Tile(1, 18), Tile(1, 19)]
    # What is too much even for the smallest is not parted further
    assert len(counts.tiles(4)) == 4
    assert max(tile.order for tile in counts.tiles(4)) == 12


@pytest.mark.parametrize(
    ("ra", "dec", "order"),
    [
        (0.0, 89.99, 8),
        (45.0, 41.8, 10),
        (359.999, 0.0, 9),
        (180.0, -89.9, 3),
        (10.0, -41.0, 0),
        (90.1, 60.0, 6),
    ],
)
def test_a_margin_holds_all_that_is_near_a_tile(ra: float, dec: float, order: int) -> None:
    tile = Tile(order, int(healpix(np.array([ra]), np.array([dec]), order)[0]))
    margin = Margin(10.0)
    lon, lat = _outline(tile)
    random = np.random.default_rng(3)
    # Positions about its edge; near is what has a point of the edge within 10 arcsec
    scatter = random.normal(0, 20 / 3600, (2, len(lon)))
    dec_of = np.clip(lat + scatter[0], -90, 90)
    ra_of = (lon + scatter[1] / np.maximum(np.cos(np.radians(dec_of)), 1e-6)) % 360
    finest = healpix(ra_of, dec_of)
    # The distance to the point of the edge it came from, which is no less than that to the edge
    distance = _separation(ra_of, dec_of, lon, lat)
    is_near = distance < 10 / 3600
    outside = ~tile.holds(finest)
    held = margin.holds(tile, ra_of, dec_of)
    assert (is_near & outside).sum() > 10
    assert held[is_near & outside].all()
    assert not held[~outside].any()
    nearest = np.array(
        [_separation(r, d, lon, lat).min() for r, d in zip(ra_of[held], dec_of[held], strict=True)]
    )
    spacing = _separation(lon[:-1], lat[:-1], lon[1:], lat[1:]).max()
    assert (nearest < 13.1 / 3600 + spacing).all()
    box = tile.box(margin.reach)
    west_to_east = box.ra_min <= box.ra_max
    in_ra = (
        (ra_of >= box.ra_min) & (ra_of <= box.ra_max)
        if west_to_east
        else (ra_of >= box.ra_min) | (ra_of <= box.ra_max)
    )
    in_box = in_ra & (dec_of >= box.dec_min) & (dec_of <= box.dec_max)
    assert in_box[held | ~outside].all()


def _outline(tile: Tile) -> tuple[np.ndarray, np.ndarray]:
    from astropy_healpix import HEALPix

    lon, lat = HEALPix(2**tile.order, order="nested").boundaries_lonlat([tile.pixel], step=500)
    return lon.deg.ravel(), lat.deg.ravel()


def _separation(ra: np.ndarray, dec: np.ndarray, ra_2: np.ndarray, dec_2: np.ndarray) -> np.ndarray:
    a, b, c, d = map(np.radians, (ra, dec, ra_2, dec_2))
    half = np.sin((d - b) / 2) ** 2 + np.cos(b) * np.cos(d) * np.sin((c - a) / 2) ** 2
    return np.degrees(2 * np.arcsin(np.sqrt(half)))
