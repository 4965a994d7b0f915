"""Each bad input of the loader: named in the log, no trace in any other table, and the other files are in."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from astropy.io import fits

from tests import survey
from tests.loader import contents

Program = Callable[..., tuple[int, str, str]]
Spoil = Callable[[Path], Any]

# The catalogue that is spoilt is that of image 2; those of 1, 3 and 4 stay good
SPOILT, LINE = "Field-1-J.fits", "2,1,J-image.fits,J,57257.0,1.0,48.0"
# 5 rows of 6 + 12 float32 and one int64, after a primary header of 1 block and a table's of 2
HEADERS, ROWS = 2880 * 3, 5 * (18 * 4 + 8)


def cut(n_byte: int) -> Spoil:
    return lambda path: path.write_bytes(path.read_bytes()[:n_byte])


def columns(**changed: Any) -> Spoil:
    """Write other values into some columns; None takes a column out."""

    def spoil(path: Path) -> None:
        good = survey.catalogue_columns(flux=800) | changed
        survey.write_catalogue(path, {name: values for name, values in good.items() if values is not None})

    return spoil


def value(column: str, wrong: float, kind: str = "f4", row: int = 4) -> Spoil:
    """Write another value into one row (from 1) of a column."""
    values = survey.catalogue_columns(flux=800)[column].astype(kind)
    values[row - 1] = wrong
    return columns(**{column: values})


def units(**changed: str | None) -> Spoil:
    return lambda path: survey.write_catalogue(path, survey.catalogue_columns(flux=800), changed)


def image_hdu(path: Path) -> None:
    fits.PrimaryHDU(np.zeros((4, 4))).writeto(path, overwrite=True)


def cut_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(path.read_bytes())[:-20])


def damaged_format(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"TFORM7  = 'E", b"TFORM7  = ?E"))


def several_numbers_a_row(path: Path) -> None:
    good = survey.catalogue_columns(flux=800)
    columns = [fits.Column(name, "J", survey.UNITS.get(name), array=v) for name, v in good.items()]
    columns[0] = fits.Column("RunningID", "2E", array=np.ones((5, 2)))
    fits.BinTableHDU.from_columns(columns).writeto(path, overwrite=True)


def degrees_under_a_radian_header(path: Path) -> None:
    good = survey.catalogue_columns(flux=800)
    columns(Ra=np.degrees(good["Ra"]), Dec=np.degrees(good["Dec"]))(path)


BAD_CATALOGUES = {
    "a FITS file cut in its first header": (cut(1000), "TruncatedFile", ["header cut short"]),
    "a FITS file cut in the header of its table": (cut(4000), "TruncatedFile", ["found 4000 bytes"]),
    "a FITS file cut between two blocks of a header": (cut(5760), "TruncatedFile", ["cut short", "END"]),
    "a FITS file cut before its data": (cut(HEADERS), "TruncatedFile", ["8640 bytes", "at least 9040"]),
    "a FITS file cut in its data": (cut(HEADERS + 111), "TruncatedFile", ["8751 bytes", "at least 9040"]),
    "a FITS file one byte short of its table": (
        cut(HEADERS + ROWS - 1), "TruncatedFile", ["9039 bytes", "at least 9040"],
    ),
    "a gzip file cut short": (cut_gzip, "TruncatedFile", ["broken gzip data", "a whole file"]),
    "an empty file": (cut(0), "EmptyFile", ["found no bytes, expected a FITS file"]),
    "a text under a FITS name": (
        lambda path: path.write_text("StarID,Ra,Dec\n1,2,3\n"), "NotFits", ["b'StarID,R", "a FITS file"],
    ),
    "a FITS file of an image without a table": (image_hdu, "NotFits", ["found no binary table"]),
    "a header that is damaged": (damaged_format, "BrokenHeader", ["TFORM7", "FITS standard"]),
    "a table without rows": (
        lambda path: survey.write_catalogue(path, survey.catalogue_columns(0)),
        "EmptyFile", ["a table without rows", "one row for each object"],
    ),
    "a column that is missing": (
        columns(dFlux2=None), "MissingColumn", ["column dFlux2", "0 columns", "exactly one"],
    ),
    "a column that is there twice": (
        columns(FLUX1=np.ones(5, "f4")), "MissingColumn", ["column Flux1", "2 columns of that name"],
    ),
    "a column of several numbers a row": (
        several_numbers_a_row, "InvalidColumn", ["column RunningID", "format 2E", "one number a row"],
    ),
    "a StarID that is there twice": (
        value("StarID", 101, "i8"), "DuplicateIdentifier", ["column StarID, row 4", "found 101", "once"],
    ),
    "a RunningID that is there twice": (
        value("RunningID", 1), "DuplicateIdentifier", ["column RunningID, row 4", "found 1", "once"],
    ),
    "a StarID that is negative": (
        value("StarID", -5, "i8"), "InvalidIdentifier", ["column StarID, row 4", "found -5", "whole number"],
    ),
    "a StarID too large for the float it comes in": (
        value("StarID", 2**24 + 2, "f4"), "InvalidIdentifier", ["StarID, row 4", "from 0 to 16777215"],
    ),
    "a RunningID that is no whole number": (
        value("RunningID", 3.5), "InvalidIdentifier", ["column RunningID, row 4", "found 3.5"],
    ),
    "a RunningID that is missing": (value("RunningID", np.nan), "InvalidIdentifier", ["row 4", "found nan"]),
    "a class outside the four": (
        value("Class", 2), "UnknownClass", ["column Class, row 4", "2.0", "-1 (star)", "-2 (borderline"],
    ),
    "a class that is missing": (value("Class", np.nan), "UnknownClass", ["column Class, row 4", "found nan"]),
    "a unit that is missing": (
        units(Ra=None), "UnknownUnit", ["column Ra, TUNIT", "no unit", "radians", "degrees"],
    ),
    "a unit that is not known": (
        units(Dec="furlong"), "UnknownUnit", ["column Dec, TUNIT", "'furlong'", "radians"],
    ),
    "a flux in a unit that is not known": (units(Flux2="Jy"), "UnknownUnit", ["column Flux2", "'Jy'", "adu"]),
    "a declination beyond the pole": (
        value("Dec", 1.6), "PositionOutOfRange", ["column Dec, row 4", "91.67", "-90 to 90 degrees"],
    ),
    "a right ascension below zero": (
        value("Ra", -0.1), "PositionOutOfRange", ["column Ra, row 4", "-5.72", "0 to 360 degrees"],
    ),
    "a position that is missing": (value("Ra", np.nan), "PositionOutOfRange", ["column Ra, row 4", "nan"]),
    "degrees under a header that says radians": (
        degrees_under_a_radian_header, "PositionOutOfRange", ["column Ra, row 1", "4 more", "TUNIT"],
    ),
    "a flux that is infinite": (
        value("Flux1", np.inf), "InfiniteValue", ["column Flux1, row 4", "found inf", "NaN if missing"],
    ),
    "a magnitude that is minus infinity": (value("Mag3", -np.inf), "InfiniteValue", ["Mag3, row 4", "-inf"]),
    "a pixel that is infinite": (value("X", np.inf), "InfiniteValue", ["column X, row 4"]),
    "a position that is infinite": (value("Ra", np.inf), "PositionOutOfRange", ["column Ra, row 4", "inf"]),
    "a flux too large for single precision": (
        value("Flux1", 1e39, "f8"), "InfiniteValue", ["column Flux1, row 4", "1e+39", "3.4e+38"],
    ),
    "a flux whose error is zero": (
        value("dFlux1", 0), "InvalidError", ["column dFlux1, row 4", "found 0.0", "a positive error"],
    ),
    "a flux whose error is negative": (
        value("dFlux3", -2), "InvalidError", ["column dFlux3, row 4", "found -2.0", "a positive error"],
    ),
    "a flux whose error vanishes in single precision": (
        value("dFlux1", 1e-60, "f8"), "InvalidError", ["column dFlux1, row 4", "a positive error"],
    ),
    "a magnitude whose error is negative": (
        value("dMag2", -0.1), "InvalidError", ["column dMag2, row 4", "not negative"],
    ),
    # 1e38 / 1e-3 is no real number: the tables' own arithmetic refuses it
    "a signal-to-noise that is out of the tables' range": (
        columns(Flux1=np.full(5, 1e38, "f4"), dFlux1=np.full(5, 1e-3, "f4")),
        "RefusedByDatabase", ["image 2", "out of range: overflow", "values that the tables hold"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_CATALOGUES)
def test_a_bad_catalogue_is_refused_by_name_and_leaves_no_trace(
    bad: str, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    spoil, fault, words = BAD_CATALOGUES[bad]
    delivery = survey.write_delivery(tmp_path / "delivery")
    spoil(delivery / SPOILT)
    status, _, log = load_program(delivery)
    assert status == 1
    assert f"REJECTED {fault}: " in log
    assert _rejected(database) == [(fault, str(delivery / SPOILT), 2)]
    (message,) = _messages(database)
    assert message.startswith(f"{delivery / SPOILT}")
    assert all(word in message for word in ["found ", "expected ", *words]), message
    assert contents.images(database) == [1, 3, 4]
    _assert_as_if_absent(database, load_program, delivery)


def test_the_catalogue_of_another_image_under_ones_name_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    """Image 2, in J, goes in before image 1, in Z."""
    delivery = survey.write_delivery(tmp_path / "delivery")
    repeated = delivery / "Field-1-Z.fits"
    shutil.copy(delivery / SPOILT, repeated)
    assert load_program(delivery)[0] == 1
    assert _rejected(database) == [("RepeatedCatalogue", str(repeated), 1)]
    (message,) = _messages(database)
    assert all(word in message for word in ["image 1", "the contents of image 2's catalogue"]), message
    assert contents.images(database) == [2, 3, 4]


def _assert_as_if_absent(database: psycopg.Connection, load_program: Program, delivery: Path) -> None:
    """Hold the tables against a load of the same delivery without image 2 and its catalogue."""
    after_fault = contents.tables(database)
    contents.clear(database)
    manifest = survey.write_delivery(delivery) / "manifest.csv"
    manifest.write_text(manifest.read_text().replace(f"{LINE}\n", ""))
    (delivery / SPOILT).unlink()
    assert load_program(delivery)[0] == 0
    contents.assert_same(contents.tables(database), after_fault)


def _rejected(database: psycopg.Connection) -> list[tuple[Any, ...]]:
    return database.execute(
        "SELECT fault, path, image_id FROM science.rejection_log ORDER BY rejected_file_id"
    ).fetchall()


def _messages(database: psycopg.Connection) -> list[str]:
    query = "SELECT message FROM science.rejection_log ORDER BY rejected_file_id"
    return [row[0] for row in database.execute(query)]


# The line of image 2 as it is delivered, and what is said of it. Its catalogue is then without a line.
BAD_LINES = {
    "an unknown band": ("2,1,J-image.fits,L,57257,1,48", "UnknownBand", ["Filter", "'L'", "H, J, Ks, Y, Z"]),
    "a band in another letter case": ("2,1,J-image.fits,j,57257,1,48", "UnknownBand", ["Filter", "'j'"]),
    "a Julian date for an MJD": (
        "2,1,J-image.fits,J,2457257.5,1,48", "ImplausibleDate", ["MJD", "'2457257.5'", "subtract 2400000.5"],
    ),
    "an MJD of zero": ("2,1,J-image.fits,J,0,1,48", "ImplausibleDate", ["'0'", "from 33282 to 88069"]),
    "an MJD that is a text": ("2,1,J-image.fits,J,2015-08-23,1,48", "ImplausibleDate", ["'2015-08-23'"]),
    "an MJD that is nan": ("2,1,J-image.fits,J,nan,1,48", "ImplausibleDate", ["column MJD", "'nan'"]),
    "an MJD that is infinite": ("2,1,J-image.fits,J,inf,1,48", "ImplausibleDate", ["column MJD", "'inf'"]),
    "an MJD that is blank": ("2,1,J-image.fits,J,,1,48", "ImplausibleDate", ["column MJD", "''"]),
    "an ID that is no whole number": (
        "2.5,1,J-image.fits,J,57257,1,48", "InvalidManifestRow", ["column ID", "'2.5'", "a whole number"],
    ),
    "an ID that is negative": ("-2,1,J-image.fits,J,57257,1,48", "InvalidManifestRow", ["column ID", "'-2'"]),
    "an ID that no integer holds": (
        f"{'9' * 5000},1,J-image.fits,J,57257,1,48", "InvalidManifestRow", ["column ID", "2147483647"],
    ),
    "a field that is no number": (
        "2,one,J-image.fits,J,57257,1,48", "InvalidManifestRow", ["column FieldID", "'one'"],
    ),
    "a file name that is blank": (
        "2,1,,J,57257,1,48", "InvalidManifestRow", ["column Filename", "found nothing", "the image's name"],
    ),
    "an airmass that is negative": (
        "2,1,J-image.fits,J,57257,-1,48", "InvalidManifestRow", ["column Airmass", "'-1'", "at least 1"],
    ),
    "an exposure of no time": (
        "2,1,J-image.fits,J,57257,1,0", "InvalidManifestRow", ["column Exptime", "'0'", "a positive number"],
    ),
    "digits with an underscore": (
        "2,1,J-image.fits,J,57_257,1,48", "ImplausibleDate", ["column MJD", "'57_257'"],
    ),
    "digits of another script": (
        "2,1,J-image.fits,J,57257,１.0,48", "InvalidManifestRow", ["column Airmass", "at most 40"],
    ),
    "an ID with an underscore": ("1_2,1,J-image.fits,J,57257,1,48", "InvalidManifestRow", ["'1_2'"]),
    "an airmass of 99": (
        "2,1,J-image.fits,J,57257,99,48", "InvalidManifestRow", ["column Airmass", "'99'", "value blank"],
    ),
    "an exposure of two days": (
        "2,1,J-image.fits,J,57257,1,172800", "InvalidManifestRow", ["column Exptime", "at most 86400"],
    ),
    "decimal commas": (
        "2,1,J-image.fits,J,57257,05,1,02,48,0", "InvalidManifestRow", ["found 10 values", "expected 7"],
    ),
    "a file name with a NUL": (
        "2,1,J\0.fits,J,57257,1,48", "InvalidManifestRow", ["column Filename", "Take the NUL out"],
    ),
    "a line cut short": ("2,1,J-image.fits,J", "InvalidManifestRow", ["found 4 values", "Exptime"]),
    "an image that is listed twice": (
        "1,1,J-image.fits,J,57257,1,48", "RepeatedImage", ["column ID", "1, which line 2 has too", "once"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_bad_line_of_the_manifest_is_refused_by_name_and_leaves_no_trace(
    bad: str, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    line, fault, words = BAD_LINES[bad]
    delivery = survey.write_delivery(tmp_path / "delivery")
    manifest = delivery / "manifest.csv"
    # At the end, so that of an image that is listed twice the good line is the first
    manifest.write_text(manifest.read_text().replace(f"{LINE}\n", "") + line + "\n")
    assert load_program(delivery)[0] == 1
    assert _rejected(database) == [
        (fault, str(manifest), None),
        ("UnlistedCatalogue", str(delivery / SPOILT), None),
    ]
    message = _messages(database)[0]
    assert message.startswith(f"{manifest}, line 5")
    assert all(word in message for word in ["found ", "expected ", *words]), message
    assert contents.images(database) == [1, 3, 4]
    _assert_as_if_absent(database, load_program, delivery)


def test_a_line_without_its_catalogue_is_refused_by_name_and_leaves_no_trace(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    (delivery / SPOILT).unlink()
    assert load_program(delivery)[0] == 1
    assert _rejected(database) == [("MissingCatalogue", str(delivery / "manifest.csv"), 2)]
    (message,) = _messages(database)
    assert "manifest.csv, line 3: found image 2 without a catalogue, expected Field-1-J.fits" in message
    _assert_as_if_absent(database, load_program, delivery)


def test_a_catalogue_without_its_line_is_refused_by_name_and_leaves_no_trace(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    manifest = delivery / "manifest.csv"
    manifest.write_text(manifest.read_text().replace(f"{LINE}\n", ""))
    assert load_program(delivery)[0] == 1
    assert _rejected(database) == [("UnlistedCatalogue", str(delivery / SPOILT), None)]
    (message,) = _messages(database)
    assert "found a catalogue, expected a line without fault for it in manifest.csv" in message
    _assert_as_if_absent(database, load_program, delivery)


BAD_MANIFESTS = {
    "a manifest without a column": (
        b"ID,FieldID,Filename,Filter,MJD,Airmass\n1,1,Z-image.fits,Z,57267,1\n",
        "InvalidManifest", ["line 1", "no column Exptime", "the columns ID, FieldID"],
    ),
    "a manifest with a column twice": (
        b"ID,FieldID,Filename,Filter,MJD,Airmass,Exptime,mjd\n1,1,a,Z,57267,1,1,57268\n",
        "InvalidManifest", ["line 1", "column MJD twice"],
    ),
    "a manifest without a header": (LINE.encode(), "InvalidManifest", ["line 1", "no column ID"]),
    "an empty manifest": (b"", "InvalidManifest", ["no column ID, FieldID"]),
    "a manifest that is not UTF-8": (
        f"{survey.HEADER}\n1,1,Z-é.fits,Z,57267,1,40\n".encode("latin-1"),
        "InvalidManifest", ["byte 53", "bytes that are not UTF-8"],
    ),
    "a manifest in UTF-16": (f"{survey.HEADER}\n{LINE}\n".encode("utf-16"), "InvalidManifest", ["not UTF-8"]),
    "a manifest with a field that never ends": (
        f'{survey.HEADER}\n2,1,"{"x" * 200000}'.encode(), "InvalidManifest", ["line 2", "field larger"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD_MANIFESTS)
def test_a_manifest_that_is_none_is_refused_by_name_and_leaves_no_trace(
    bad: str, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    text, fault, words = BAD_MANIFESTS[bad]
    before = contents.tables(database)
    delivery = survey.write_delivery(tmp_path / "bad")
    (delivery / "manifest.csv").write_bytes(text)
    assert load_program(delivery)[0] == 1
    assert _rejected(database) == [(fault, str(delivery / "manifest.csv"), None)]
    (message,) = _messages(database)
    assert all(word in message for word in ["found ", "expected ", *words]), message
    assert contents.tables(database) == before


def test_a_delivery_that_fails_does_not_stop_the_next(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    good = survey.write_delivery(tmp_path / "good")
    status, _, log = load_program(tmp_path / "nowhere", tmp_path, good)
    assert status == 1
    assert [(fault, path) for fault, path, _ in _rejected(database)] == [
        ("UnreadableFile", str(tmp_path / "nowhere")),
        ("MissingManifest", str(tmp_path)),
    ]
    assert "found no CSV file, expected one manifest" in log
    assert contents.images(database) == [1, 2, 3, 4]


def test_a_catalogue_with_other_contents_is_refused_and_the_loaded_one_stays(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    assert load_program(delivery)[0] == 0
    loaded = contents.tables(database)
    survey.write_catalogue(delivery / SPOILT, survey.catalogue_columns(flux=801))
    status, out, _ = load_program(delivery)
    assert status == 1
    assert "0 loaded, 0 replaced, 3 unchanged, 1 rejected" in out
    assert _rejected(database) == [("ChangedCatalogue", str(delivery / SPOILT), 2)]
    (message,) = _messages(database)
    assert "image 2: found contents (SHA-256) " in message
    assert "expected what is loaded already. Load with --replace" in message
    assert contents.tables(database) == loaded


def test_a_loaded_image_with_other_metadata_is_refused_and_the_loaded_one_stays(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    assert load_program(delivery)[0] == 0
    loaded = contents.tables(database)
    manifest = delivery / "manifest.csv"
    manifest.write_text(manifest.read_text().replace("57257.0,1.0", "57258.5,1.2"))
    assert load_program(delivery)[0] == 1
    assert _rejected(database) == [("ChangedCatalogue", str(delivery / SPOILT), 2)]
    (message,) = _messages(database)
    assert "found MJD 57258.5 where 57257.0 is loaded, airmass 1.2" in message
    assert contents.tables(database) == loaded


def test_a_file_that_two_lines_name_is_given_to_neither(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    manifest = delivery / "manifest.csv"
    two = "2,1,Field-1-J.fits,J,57257.0,1.0,48.0\n5,1,Field-1-J.fits,J,57258.0,1.0,48.0\n"
    manifest.write_text(manifest.read_text().replace(f"{LINE}\n", two))
    assert load_program(delivery)[0] == 1
    assert _rejected(database) == [
        ("RepeatedCatalogue", str(delivery / SPOILT), 2),
        ("RepeatedCatalogue", str(delivery / SPOILT), 5),
    ]
    assert "image 2: found another image in manifest.csv to which this file belongs" in _messages(database)[0]
    _assert_as_if_absent(database, load_program, delivery)


def test_a_catalogue_file_with_a_name_that_is_no_text_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = survey.write_delivery(tmp_path / "delivery")
    odd = Path(str(delivery / "Field-") + "\udcff.fits")
    try:
        odd.write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    assert load_program(delivery)[0] == 1
    assert _rejected(database) == [("UnlistedCatalogue", str(delivery / "Field-") + r"\udcff.fits", None)]
    assert contents.images(database) == [1, 2, 3, 4]
