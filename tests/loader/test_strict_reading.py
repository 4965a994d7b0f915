"""What is refused, or read as what it is, that a lenient reader would take for something else."""

import bz2
import gzip
import math
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest
from astropy.io import fits

from loader import groups
from loader.catalogue import Detections, read_detections
from loader.contents import hash_contents, read_contents
from loader.faults import (
    BrokenHeader,
    DamagedFile,
    DuplicateIdentifier,
    ImplausibleMagnitude,
    MissingColumn,
    MissingValue,
    NotARegularFile,
    OversizedFile,
    TruncatedFile,
    UnexpectedBytes,
    UnreadableFile,
    WidthMismatch,
)
from loader.fits_header import announced_bytes
from tests import survey
from tests.loader import contents
from tests.loader.packed import packed_table

Program = Callable[..., tuple[int, str, str]]


def _read(path: Path) -> Detections:
    whole = read_contents(path, announced_bytes)
    return read_detections(path, whole, hash_contents(whole))


def _hdu(columns: dict[str, np.ndarray], **header: object) -> fits.BinTableHDU:
    formats = {"f4": "E", "f8": "D", "i2": "I", "i4": "J", "i8": "K", "u1": "B"}
    given = [
        fits.Column(name, formats[values.dtype.str[1:]], survey.UNITS.get(name), array=values)
        for name, values in columns.items()
    ]
    hdu = fits.BinTableHDU.from_columns(given)
    # A keyword such as Mag1_TNULL is the TNULL of the column Mag1
    for name, value in header.items():
        column, _, keyword = name.rpartition("_")
        number = f"{list(columns).index(column) + 1}" if column else ""
        hdu.header[f"{keyword}{number}"] = value
    return hdu


def _write(path: Path, *hdus: fits.hdu.base.ExtensionHDU, **options: bool) -> Path:
    fits.HDUList([fits.PrimaryHDU(), *hdus]).writeto(path, overwrite=True, **options)
    return path


# Missing values


def test_a_null_is_compared_before_scaling_in_every_whole_type(tmp_path: Path) -> None:
    columns = survey.catalogue_columns()
    for name, kind, null in (("Mag1", "i2", -32768), ("Flux1", "i4", -1), ("X", "u1", 255)):
        columns[name] = np.array([null, 11, 12, 13, 14]).astype(kind)
    hdu = _hdu(columns, Mag1_TNULL=-32768, Mag1_TSCAL=0.5, Flux1_TNULL=-1, Flux1_TZERO=100, X_TNULL=255)
    read = _read(_write(tmp_path / "a.fits", hdu))
    assert np.isnan([read.columns[name][0] for name in ("mag_1", "mag_1_err", "flux_1", "x")]).all()
    assert read.columns["mag_1"][1:].tolist() == [5.5, 6, 6.5, 7]
    assert read.columns["flux_1"][1:].tolist() == [111, 112, 113, 114]
    assert read.n_missing == {"Mag1": 1, "Flux1": 1, "X": 1}


@pytest.mark.parametrize("name", ["StarID", "RunningID", "Class", "Ra", "Dec"])
def test_what_no_row_can_do_without_may_not_be_null(tmp_path: Path, name: str) -> None:
    columns = survey.catalogue_columns()
    columns[name] = np.array([1, 2, 3, -7, 5], "i4")
    path = _write(tmp_path / "a.fits", _hdu(columns, **{f"{name}_TNULL": -7}))
    with pytest.raises(MissingValue, match=f"column {name}, row 4: found nothing"):
        _read(path)


SENTINELS = [99, 99.9, 99.99, 99.994, 99.999, -99, -99.99, -999, -9999, -99999, -9.99999e8, -1e30, 999, 9999]


@pytest.mark.parametrize("sentinel", SENTINELS)
@pytest.mark.parametrize("kind", ["f4", "f8"])
def test_a_sentinel_of_a_magnitude_is_missing_with_its_error(
    tmp_path: Path, sentinel: float, kind: str
) -> None:
    columns = survey.catalogue_columns()
    columns["Mag2"] = columns["Mag2"].astype(kind)
    columns["Mag2"][3] = sentinel
    read = _read(survey.write_catalogue(tmp_path / "a.fits", columns))
    for name in ("mag_2", "mag_2_err"):
        assert np.flatnonzero(np.isnan(read.columns[name])).tolist() == [3]
    assert read.n_missing == {"Mag2": 1}


@pytest.mark.parametrize("value", [0.0, -26.7, 32.0, 40.0, -30.0])
def test_what_a_magnitude_can_be_is_one(tmp_path: Path, value: float) -> None:
    columns = survey.catalogue_columns()
    columns["Mag1"][3] = value
    read = _read(survey.write_catalogue(tmp_path / "a.fits", columns))
    assert read.columns["mag_1"][3] == np.float32(value)
    assert read.n_missing == {}


@pytest.mark.parametrize("value", [41.0, -31.0, 98.0, 99.5, 100.0, -98.0, 5000.0, -1000.0])
def test_what_no_magnitude_can_be_is_refused(tmp_path: Path, value: float) -> None:
    columns = survey.catalogue_columns()
    columns["Mag1"][3] = value
    path = survey.write_catalogue(tmp_path / "a.fits", columns)
    with pytest.raises(ImplausibleMagnitude, match="column Mag1, row 4"):
        _read(path)


def test_a_flux_of_99_is_a_flux_unless_its_error_is_a_sentinel_too(tmp_path: Path) -> None:
    columns = survey.catalogue_columns(6)
    columns["Flux1"][:] = (99, -99, -99, -999, -98, -9.99999e8)
    columns["dFlux1"][:] = (10, 10, -99, 10, -99.99, -9.99999e8)
    columns["X"][:] = (99, -99, -999, 0, 1, 2)
    read = _read(survey.write_catalogue(tmp_path / "a.fits", columns))
    found, errors = (read.columns[name].tolist() for name in ("flux_1", "flux_1_err"))
    nan = math.nan
    np.testing.assert_equal(found, [99, -99, nan, nan, -98, nan])
    np.testing.assert_equal(errors, [10, 10, nan, nan, nan, nan])
    np.testing.assert_equal(read.columns["x"].tolist(), [99, -99, nan, 0, 1, 2])
    assert read.n_missing == {"Flux1": 3, "dFlux1": 1, "X": 1}


def test_the_tables_take_no_sentinel(database: psycopg.Connection) -> None:
    for column, value in (("mag_1", 99), ("mag_2", -99), ("mag_3", 41)):
        with pytest.raises(psycopg.errors.CheckViolation, match=f"detection_{column}_plausible"):
            survey.add_image(database, 1, [{"source_id": 1, column: value}])
    database.execute("INSERT INTO survey.field VALUES (1)")
    for column, value in (("airmass", 99), ("exposure_time", 90000)):
        query = f"INSERT INTO survey.image (image_id, field_id, band, file_name, mjd, {column})"
        with pytest.raises(psycopg.errors.CheckViolation, match=f"image_{column}_plausible"):
            database.execute(f"{query} VALUES (1, 1, 'J', '', 57000, %s)", [value])


# Which table, and is it whole


def _other_table() -> fits.BinTableHDU:
    return fits.BinTableHDU.from_columns([fits.Column("StarID", "K", array=np.arange(3))], name="LOG")


def test_the_table_that_has_the_columns_is_read_wherever_it_stands(tmp_path: Path) -> None:
    good = _hdu(survey.catalogue_columns())
    for number, hdus in enumerate([(_other_table(), good), (good, _other_table())]):
        assert len(_read(_write(tmp_path / f"{number}.fits", *hdus))) == 5


def test_tables_of_several_detectors_are_one_catalogue(tmp_path: Path) -> None:
    tables = [_hdu(survey.catalogue_columns(first_id=first)) for first in (200, 100)]
    empty = _hdu(survey.catalogue_columns(0))
    read = _read(_write(tmp_path / "a.fits", tables[0], empty, _other_table(), tables[1]))
    assert read.columns["source_id"].tolist() == [*range(100, 105), *range(200, 205)]
    assert read.columns["running_id"].tolist() == [1, 2, 3, 4, 5] * 2


def test_tables_whose_star_ids_collide_are_refused(tmp_path: Path) -> None:
    tables = [_hdu(survey.catalogue_columns(first_id=first)) for first in (100, 104)]
    path = _write(tmp_path / "a.fits", *tables)
    with pytest.raises(DuplicateIdentifier, match="all tables together, column StarID, row 6: found 104"):
        _read(path)


def test_a_detectors_table_that_lost_a_column_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    second = survey.catalogue_columns(first_id=200)
    del second["dMag3"]
    path = _write(tmp_path / "a.fits", _hdu(survey.catalogue_columns()), _hdu(second))
    with pytest.raises(MissingColumn, match="column dMag3"):
        _read(path)


def test_a_bad_value_in_the_second_table_is_named_with_its_table(tmp_path: Path) -> None:
    second = survey.catalogue_columns(first_id=200)
    second["Mag1"][2] = 50
    hdus = _hdu(survey.catalogue_columns()), _hdu(second, EXTNAME="DET2")
    with pytest.raises(ImplausibleMagnitude, match=r"table 2 \(DET2\), column Mag1, row 3"):
        _read(_write(tmp_path / "a.fits", *hdus))


def test_sums_are_checked_where_the_file_carries_them(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.fits", _hdu(survey.catalogue_columns()), checksum=True)
    assert len(_read(path)) == 5
    good = path.read_bytes()
    for position in (good.index(b"TTYPE1") + 60, len(good) - 2880 + 5):
        bad = bytearray(good)
        bad[position] ^= 1
        path.write_bytes(bad)
        with pytest.raises(DamagedFile, match="header 1: found"):
            _read(path)


def test_a_width_that_is_not_that_of_the_columns_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.fits", _hdu(survey.catalogue_columns()))
    path.write_bytes(
        path.read_bytes().replace(b"NAXIS1  =                   80", b"NAXIS1  =                   88")
    )
    with pytest.raises(WidthMismatch, match="found NAXIS1 = 88, expected 80"):
        _read(path)


@pytest.mark.parametrize("tail", [b"x", b"\0" * 2880 + b"StarID", b"SIMPLE  =" + b" " * 2871])
def test_what_follows_the_table_is_padding_or_a_fault(tmp_path: Path, tail: bytes) -> None:
    path = _write(tmp_path / "a.fits", _hdu(survey.catalogue_columns()))
    good = path.read_bytes()
    path.write_bytes(good + bytes(2880))
    assert len(_read(path)) == 5
    path.write_bytes(good + tail)
    with pytest.raises(UnexpectedBytes, match="neither padding nor data"):
        _read(path)
    path.write_bytes(good[:-1] + b"x")
    with pytest.raises(UnexpectedBytes, match="byte 9040"):
        _read(path)


def test_unsigned_and_shifted_whole_numbers_are_exact(tmp_path: Path) -> None:
    # As unsigned 64-bit numbers are written: TZERO 2**63
    columns = survey.catalogue_columns()
    columns["StarID"] = np.arange(5) + 2**62 + 1
    assert _read(_write(tmp_path / "a.fits", _hdu(columns))).columns["source_id"][0] == 2**62 + 1
    columns["StarID"] = np.arange(5) + np.int64(7 - 2**63)
    path = _write(tmp_path / "b.fits", _hdu(columns, StarID_TZERO=2**63))
    assert _read(path).columns["source_id"].tolist() == [7, 8, 9, 10, 11]


def test_a_table_that_is_compressed_inside_the_file_is_read_as_a_plain_one(tmp_path: Path) -> None:
    hdu = _hdu(survey.catalogue_columns())
    plain = _read(_write(tmp_path / "a.fits", hdu))
    ways = dict.fromkeys(hdu.columns.names, "GZIP_2")
    packed = _read(_write(tmp_path / "a.fits.fz", packed_table(hdu, ways, 2)))
    for name, values in plain.columns.items():
        assert np.array_equal(packed.columns[name], values, equal_nan=values.dtype.kind == "f")


def test_a_table_that_says_it_is_compressed_and_is_not_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.fits.fz", _hdu(survey.catalogue_columns(), _ZTABLE=True))
    with pytest.raises(BrokenHeader, match="ZNAXIS2"):
        _read(path)


# Files and what is no file


def test_members_of_a_gzip_file_are_read_one_after_another(tmp_path: Path) -> None:
    good = _write(tmp_path / "a.fits", _hdu(survey.catalogue_columns())).read_bytes()
    path = tmp_path / "a.fits.gz"
    path.write_bytes(gzip.compress(good[:5000]) + gzip.compress(good[5000:]) + bytes(512))
    assert read_contents(path, announced_bytes) == good
    path.write_bytes(gzip.compress(good) + gzip.compress(good))
    with pytest.raises(UnexpectedBytes):
        _read(path)
    path.write_bytes(gzip.compress(good) + b"more")
    with pytest.raises(TruncatedFile, match="4 bytes after the gzip data"):
        _read(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_decompression_ends_where_the_headers_do(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    good = _write(tmp_path / "a.fits", _hdu(survey.catalogue_columns())).read_bytes()
    path = tmp_path / "a.fits.gz"
    path.write_bytes(pack(good))
    assert read_contents(path, announced_bytes) == good
    path.write_bytes(pack(good + bytes(64 << 20)))
    with pytest.raises(OversizedFile, match="when decompressed"):
        read_contents(path, announced_bytes)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


ODD = {
    "a directory": (Path.mkdir, NotARegularFile),
    "a pipe": (_pipe, NotARegularFile),
    "a link to a device": (lambda path: path.symlink_to("/dev/zero"), NotARegularFile),
    "a link to itself": (_loop, UnreadableFile),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), UnreadableFile),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_entry_is_refused_by_name_and_the_others_are_loaded(
    odd: str, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    make, fault = ODD[odd]
    delivery = survey.write_delivery(tmp_path / "delivery")
    (delivery / "Field-1-J.fits").unlink()
    make(delivery / "Field-1-J.fits")
    make(delivery / "stray.fits")
    assert load_program(delivery)[0] == 1
    faults = database.execute("SELECT fault, path FROM survey.rejected_file ORDER BY image_id").fetchall()
    assert faults[0] == (fault.__name__, str(delivery / "Field-1-J.fits")) or odd.startswith("a link")
    assert faults[0][0] == fault.__name__
    assert len(faults) == 2
    assert contents.images(database) == [1, 3, 4]
    # Named itself, and in the place of the manifest
    assert load_program(delivery / "Field-1-J.fits")[0] == 1
    (delivery / "manifest.csv").unlink()
    make(delivery / "manifest.csv")
    assert load_program(delivery)[0] == 1
    assert load_program(delivery / "manifest.csv")[0] == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_entry_is_refused_by_name(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    (delivery / "Field-1-J.fits").chmod(0)
    assert load_program(delivery)[0] == 1
    assert database.execute("SELECT fault, image_id FROM survey.rejected_file").fetchall() == [
        ("UnreadableFile", 2)
    ]


@pytest.mark.parametrize("raised", [NameError("bzero64"), MemoryError(), RecursionError("deep")])
def test_whatever_a_reader_raises_is_the_refusal_of_that_file(
    raised: Exception,
    database: psycopg.Connection,
    load_program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    read = groups.read_detections

    def fail(path: Path, *arguments: object, **named: object) -> Detections:
        if path.name == "Field-1-J.fits":
            raise raised
        return read(path, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(groups, "read_detections", fail)
    assert load_program(delivery)[0] == 1
    ((fault, image_id, message),) = database.execute(
        "SELECT fault, image_id, message FROM survey.rejected_file"
    ).fetchall()
    assert (fault, image_id) == ("ReaderFailed", 2)
    assert "Field-1-J.fits, read by test_strict_reading.py, line " in message
    assert f"found {type(raised).__name__}" in message
    assert contents.images(database) == [1, 3, 4]


def test_control_characters_in_a_name_are_shown_escaped(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    shutil.copy(delivery / "Field-1-J.fits", delivery / "x\x1b[2J\n.fits")
    status, out, log = load_program(delivery)
    assert status == 1
    assert r"x\x1b[2J\n.fits" in log
    assert "\x1b" not in log + out
    assert database.execute("SELECT path FROM survey.rejected_file").fetchall() == [
        (str(delivery) + r"/x\x1b[2J\n.fits",)
    ]
    status, out, _ = load_program("--json", delivery)
    assert (status, "\x1b" in out) == (1, False)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("Field-1-J.fit", lambda plain: plain),
        ("Field-1-J.fz", lambda plain: plain),
        ("Field-1-J.fits.fz", lambda plain: plain),
        ("Field-1-J.fits.bz2", bz2.compress),
        ("Field-1-J.fit.gz", gzip.compress),
    ],
)
def test_a_catalogue_may_have_any_of_the_suffixes_of_fits(
    name: str,
    pack: Callable[[bytes], bytes],
    database: psycopg.Connection,
    load_program: Program,
    tmp_path: Path,
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    plain = delivery / "Field-1-J.fits"
    (delivery / name).write_bytes(pack(plain.read_bytes()))
    plain.unlink()
    assert load_program(delivery)[0] == 0
    assert contents.images(database) == [1, 2, 3, 4]
    assert load_program("--dry-run", delivery / name)[0] == 0


def test_a_suffix_that_is_not_read_is_named(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    (delivery / "Field-1-J.fits").rename(delivery / "Field-1-J.fits.xz")
    assert load_program(delivery)[0] == 1
    ((message,),) = database.execute("SELECT message FROM survey.rejected_file").fetchall()
    assert "without a catalogue that can be read (Field-1-J.fits.xz is there)" in message
