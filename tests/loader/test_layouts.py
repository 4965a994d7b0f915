"""Each shipped description loads files of its layout, and every stored value is what the file says."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest
from astropy.io import fits
from astropy.table import Table

from loader.description import shipped
from tests.loader import layouts

Program = Callable[..., tuple[int, str, str]]
Row = dict[str, float | int | None]
LN = 2.5 / math.log(10)
COLUMNS = (
    "source_id",
    "ra",
    "dec",
    "running_id",
    "x",
    "y",
    "flux_1",
    "flux_1_err",
    "flux_2",
    "flux_2_err",
    "flux_3",
    "flux_3_err",
    "mag_1",
    "mag_1_err",
    "mag_2",
    "mag_2_err",
    "mag_3",
    "mag_3_err",
    "flags",
    "class",
)


def stored(database: psycopg.Connection, file_name: str) -> dict[int, Row]:
    """Give the detections of an image by running_id."""
    names = ", ".join(f"d.{name}" for name in COLUMNS)
    query = (
        f"SELECT {names} FROM survey.detection AS d INNER JOIN survey.image AS i ON i.image_id = d.image_id"
        " WHERE i.file_name = %s"
    )
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in database.execute(query, [file_name])]
    return {row["running_id"]: row for row in rows}


def assert_stored(found: dict[int, Row], expected: dict[int, Row]) -> None:
    """Hold every value against what is expected: reals as single precision has them, the rest exactly."""
    assert found.keys() == expected.keys()
    for number, row in expected.items():
        for name, value in row.items():
            there = found[number][name]
            if value is None or math.isnan(value):
                assert there is None, (number, name)
            elif name in ("ra", "dec"):
                assert there == pytest.approx(value, abs=1e-12), (number, name)
            elif isinstance(value, float):
                assert there == pytest.approx(value, rel=3e-7), (number, name)
            else:
                assert there == value, (number, name)


def check_database(database: psycopg.Connection) -> None:
    assert database.execute("SELECT * FROM science.verify_summaries()").fetchall() == []


@pytest.mark.parametrize("name", ["vista", "ukidss"])
def test_a_pipeline_catalogue_of_many_detectors(
    name: str, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    ukidss = name == "ukidss"
    n_detector = 4 if ukidss else 16
    sky = layouts.stars(n_detector * 5)
    codes = np.array([-1, 1, -9, -7, 0])
    for epoch, mjd in enumerate((57000.25, 57001.25, 57002.25)):
        seen = layouts.observed(sky, epoch, varying=7 if epoch == 2 else None)
        share = [
            {**{key: values[5 * d : 5 * d + 5] for key, values in seen.items()}, "class": codes}
            for d in range(n_detector)
        ]
        header = layouts.vista_header("K" if ukidss else "Ks", mjd, ukidss=ukidss)
        layouts.write_vista(tmp_path / f"v{epoch}_st_cat.fits", share, header)
    status, out, log = load_program(tmp_path, "--survey", name)
    assert status == 0, log
    assert "3 loaded" in out

    expected: dict[int, Row] = {}
    with fits.open(tmp_path / "v0_st_cat.fits") as hdus:
        seconds = hdus[0].header["EXP_TIME" if ukidss else "EXPTIME"]

        def zero_point(detector: int, k: int) -> float:
            head = hdus[detector].header
            # The mean airmass of 1.2 and 1.4 is 0.3 above one
            return head["MAGZPT"] - head[f"APCOR{k}"] + 2.5 * math.log10(seconds) - head["EXTINCT"] * 0.3

        for detector in range(1, n_detector + 1):
            for line in hdus[detector].data:
                code = int(line["Classification"])
                row: Row = {
                    "ra": math.degrees(line["RA"]),
                    "dec": math.degrees(line["DEC"]),
                    "x": float(line["X_coordinate"]),
                    "y": float(line["Y_coordinate"]),
                    "class": {-1: -1, -9: -1, 0: 0, -7: 0, 1: 1}[code],
                    "flags": {-7: 1, -9: 2}.get(code, 0),
                }
                for k in (1, 2, 3):
                    flux, error = float(line[f"Aper_flux_{k}"]), float(line[f"Aper_flux_{k}_err"])
                    scale = 10 ** (0.4 * (zero_point(1, k) - zero_point(detector, k)))
                    row |= {
                        f"flux_{k}": flux * scale,
                        f"flux_{k}_err": error * scale,
                        f"mag_{k}": zero_point(detector, k) - 2.5 * math.log10(flux),
                        f"mag_{k}_err": LN * error / flux,
                    }
                expected[1_000_000 * detector + int(line["Sequence_number"])] = row
    assert_stored(stored(database, "v0_st_cat.fits"), expected)
    assert database.execute(
        "SELECT DISTINCT i.band, i.airmass, i.exposure_time, f.field_name, i.bad_flags FROM survey.image AS i"
        " INNER JOIN survey.field_name AS f ON f.field_id = i.field_id"
    ).fetchall() == [("Ks", pytest.approx(1.2), seconds, "gcs_12" if ukidss else "b333", 3)]
    assert database.execute("SELECT count(*) FROM survey.source").fetchone() == (5 * n_detector,)
    variable = database.execute("SELECT max_deviation FROM science.variable_sources(20)").fetchall()
    assert len(variable) == 1
    check_database(database)


def _sextractor_expected(columns: dict[str, np.ndarray]) -> dict[int, Row]:
    expected: dict[int, Row] = {}
    for k, number in enumerate(columns["NUMBER"]):
        row: Row = {
            "ra": float(columns["ALPHA_J2000"][k]),
            "dec": float(columns["DELTA_J2000"][k]),
            "x": float(columns["X_IMAGE"][k]),
            "y": float(columns["Y_IMAGE"][k]),
            "flags": int(columns["FLAGS"][k]),
            "flux_3": None,
            "mag_3": None,
            # 0.8 and above a star, 0.2 and below none
            "class": -1 if columns["CLASS_STAR"][k] >= 0.8 else 1 if columns["CLASS_STAR"][k] <= 0.2 else -2,
        }
        for aperture, suffix in ((1, "APER"), (2, "AUTO")):
            values = {name: columns[f"{name}_{suffix}"][k] for name in ("FLUX", "FLUXERR", "MAG", "MAGERR")}
            plain = {name: float(v[0] if np.ndim(v) else v) for name, v in values.items()}
            is_faint = plain["MAG"] == 99
            row |= {
                f"flux_{aperture}": plain["FLUX"],
                f"flux_{aperture}_err": plain["FLUXERR"],
                f"mag_{aperture}": None if is_faint else plain["MAG"],
                f"mag_{aperture}_err": None if is_faint else plain["MAGERR"],
            }
        expected[int(number)] = row
    return expected


def _sextractor_epoch(sky: dict[str, np.ndarray], epoch: int) -> dict[str, np.ndarray]:
    seen = layouts.observed(sky, epoch, varying=3 if epoch == 2 else None)
    n = len(sky["ra"])
    seen["class_star"] = np.linspace(0, 1, n)
    seen["flags"] = np.arange(n) % 8
    seen["flux"][0] = -50.0
    return seen


@pytest.mark.parametrize("packed", ["", ".gz"])
def test_sextractors_ldac(
    packed: str, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    import gzip

    sky = layouts.stars(12)
    for epoch, mjd in enumerate((57000.25, 57001.25, 57002.25)):
        header = {"OBJECT": "M 42", "FILTER": "Ks", "MJD-OBS": mjd, "EXPTIME": 10.0, "AIRMASS": 1.1}
        path = layouts.write_ldac(tmp_path / f"e{epoch}.cat", _sextractor_epoch(sky, epoch), header)
        if packed:
            (tmp_path / f"e{epoch}.cat.gz").write_bytes(gzip.compress(path.read_bytes()))
            if epoch:
                path.unlink()
    first = Table.read(tmp_path / "e0.cat", hdu=2)
    if packed:
        (tmp_path / "e0.cat").unlink()
    status, _, log = load_program(tmp_path, "--survey", "sextractor-ldac")
    assert status == 0, log
    columns = {name: np.asarray(first[name]) for name in first.colnames}
    assert_stored(stored(database, f"e0.cat{packed}"), _sextractor_expected(columns))
    assert len(database.execute("SELECT 1 FROM science.variable_sources(20)").fetchall()) == 1
    check_database(database)


def test_sextractors_ascii(database: psycopg.Connection, load_program: Program, tmp_path: Path) -> None:
    sky = layouts.stars(12)
    for epoch in range(3):
        path = tmp_path / f"b333_Ks_{57000 + epoch}.25.cat"
        layouts.write_sextractor_ascii(path, _sextractor_epoch(sky, epoch))
    status, _, log = load_program(tmp_path, "--survey", "sextractor-ascii")
    assert status == 0, log
    # Read without astropy: the numbers of a line, in the order of the head; vectors have two each
    lines = [line.split() for line in (tmp_path / "b333_Ks_57000.25.cat").read_text().splitlines()]
    rows = np.array([line for line in lines if line[0] != "#"], float)
    places = {line[2]: int(line[1]) - 1 for line in lines if line[0] == "#"}
    columns = {name: rows[:, place] for name, place in places.items()}
    assert_stored(stored(database, "b333_Ks_57000.25.cat"), _sextractor_expected(columns))
    assert database.execute("SELECT DISTINCT mjd FROM survey.image ORDER BY 1").fetchall() == [
        (57000.25,),
        (57001.25,),
        (57002.25,),
    ]
    check_database(database)


def test_photutils_ecsv(database: psycopg.Connection, load_program: Program, tmp_path: Path) -> None:
    sky = layouts.stars(9)
    for epoch, mjd in enumerate((57000.25, 57001.25, 57002.25)):
        meta = {"filter": "Ks", "mjd": mjd, "exptime": 60.0, "field": "NGC 1", "zeropoint": 24.5}
        seen = layouts.observed(sky, epoch, varying=3 if epoch == 2 else None)
        layouts.write_photutils(tmp_path / f"e{epoch}.ecsv", seen, meta)
    status, _, log = load_program(tmp_path, "--survey", "photutils")
    assert status == 0, log
    table = Table.read(tmp_path / "e0.ecsv", format="ascii.ecsv")
    expected: dict[int, Row] = {}
    for line in table:
        row: Row = {
            "ra": float(line["ra"]),
            "dec": float(line["dec"]),
            "x": float(line["xcenter"]),
            "y": float(line["ycenter"]),
            "class": -1,
            "flags": 0,
            "flux_3": None,
        }
        for k in (1, 2):
            flux, error = float(line[f"aperture_sum_{k - 1}"]), float(line[f"aperture_sum_err_{k - 1}"])
            row |= {
                f"flux_{k}": flux,
                f"flux_{k}_err": error,
                f"mag_{k}": 24.5 - 2.5 * math.log10(flux),
                f"mag_{k}_err": LN * error / flux,
            }
        expected[int(line["id"])] = row
    assert_stored(stored(database, "e0.ecsv"), expected)
    (zero_point,) = database.execute("SELECT min(zero_point_1) FROM survey.image").fetchone() or (None,)
    assert zero_point == pytest.approx(24.5, abs=2e-6)
    check_database(database)


def test_a_parquet_table_of_many_visits(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    import pyarrow.parquet as pq

    sky = layouts.stars(40)
    visits: list[dict[str, object]] = []
    for number, band in enumerate("ugriz" * 3):
        seen = layouts.observed(sky, number, varying=3 if number == 12 else None)  # visit 112 is in r
        seen["extendedness"] = np.where(np.arange(40) % 10 == 9, np.nan, np.arange(40) % 2)
        seen["flags"] = (np.arange(40) % 3 == 0) * 9
        visits.append({"visit": 100 + number, "band": band, "mjd": 60000 + number / 4, "seen": seen})
    path = layouts.write_parquet(tmp_path / "survey.parquet", visits)
    status, out, log = load_program(path, "--survey", "ugriz-parquet")
    assert status == 0, log
    assert "no columns for u, g, r, i, z" in log
    assert "15 loaded" in out
    rows = pq.read_table(path).to_pylist()
    query = (
        f"SELECT d.image_id, {', '.join(f'd.{name}' for name in COLUMNS)},"
        " i.band, i.mjd, i.field_id, i.bad_flags"
        " FROM survey.detection AS d INNER JOIN survey.image AS i ON i.image_id = d.image_id"
    )
    found = {(row[0], row[1]): row[2:] for row in database.execute(query)}
    assert len(found) == len(rows) == 600
    for line in rows:
        # Numbered within the visit, in order of the objects
        place = line["objectId"] - 7_000_000_000_000_000 + 1
        there = found[line["visit"], line["objectId"]]
        extended = line["extendedness"]
        values = [line["coord_ra"], line["coord_dec"], place, line["x"], line["y"]]
        for name in ("psfFlux", "apFlux"):
            values += [line[name], line[f"{name}Err"]]
        values += [None, None]
        for name in ("psfFlux", "apFlux"):
            values += [31.4 - 2.5 * math.log10(line[name]), LN * line[f"{name}Err"] / line[name]]
        values += [None, None, line["flags"], -2 if math.isnan(extended) else 1 if extended else -1]
        values += [line["band"], line["midpointMjdTai"], 4431, 7]
        for value, stored_value in zip(values, there, strict=True):
            if isinstance(value, float):
                assert stored_value == pytest.approx(value, rel=3e-7)
            else:
                assert stored_value == value
    variable = database.execute("SELECT source_id FROM science.variable_sources(20, band => 'r')").fetchall()
    assert variable == [(7_000_000_000_000_003,)]
    assert database.execute("SELECT count(*) FROM science.variable_sources(20, band => 'g')").fetchone() == (
        0,
    )
    assert len(database.execute("SELECT 1 FROM science.images_between(60000, 60001)").fetchall()) == 5
    check_database(database)
    # A further visit in the table leaves the others as they are
    visits.append({"visit": 200, "band": "r", "mjd": 60010.0, "seen": layouts.observed(sky, 99)})
    layouts.write_parquet(path, visits)
    status, out, log = load_program(path, "--survey", "ugriz-parquet")
    assert (status, "1 loaded, 0 replaced, 15 unchanged" in out) == (0, True), (out, log)


def test_the_courses_delivery_is_read_alike_by_its_own_reader_and_by_its_description(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    from loader.catalogue import read_detections
    from loader.described.content import FileContent
    from tests import survey

    path = survey.write_catalogue(tmp_path / "Field-1-Z.fits", survey.catalogue_columns(50))
    contents = path.read_bytes()
    strict = read_detections(path, contents, "").columns
    described = FileContent(path, shipped.find_description("course")).open()[1]().columns
    for name, values in strict.items():
        if name in ("ra", "dec"):
            np.testing.assert_allclose(described[name], values, rtol=1e-14)
        else:
            np.testing.assert_array_equal(described[name], values, err_msg=name)
