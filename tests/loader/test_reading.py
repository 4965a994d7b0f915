"""Catalogues as they are read: what is right in them comes out right, whatever their form."""

import gzip
import random
import warnings
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from loader.catalogue import COLUMNS, Detections, read_detections
from loader.contents import hash_contents, read_contents
from loader.faults import MissingColumn, RejectedFile, TruncatedFile, UnreadableFile
from tests import survey


def _read(path: Path) -> Detections:
    contents = read_contents(path)
    return read_detections(path, contents, hash_contents(contents))


def _assert_same(one: Detections, other: Detections) -> None:
    assert list(one.columns) == list(other.columns)
    for name, values in one.columns.items():
        np.testing.assert_array_equal(values, other.columns[name], err_msg=name)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return survey.write_catalogue(tmp_path / "good.fits", survey.catalogue_columns())


def test_columns_come_out_with_the_names_and_types_of_the_table(good: Path) -> None:
    detections = _read(good)
    assert len(detections) == 5
    assert {name: values.dtype.str[1:] for name, values in detections.columns.items()} == {
        target: kind for _, target, kind in COLUMNS
    }
    delivered = survey.catalogue_columns()
    for name, target, _ in COLUMNS:
        if name not in ("Ra", "Dec"):
            np.testing.assert_array_equal(detections.columns[target], delivered[name], err_msg=name)


def test_radians_are_converted_to_degrees(good: Path) -> None:
    delivered = survey.catalogue_columns()
    columns = _read(good).columns
    np.testing.assert_array_equal(columns["ra"], delivered["Ra"].astype("f8") * (180 / np.pi))
    np.testing.assert_array_equal(columns["dec"], delivered["Dec"].astype("f8") * (180 / np.pi))


@pytest.mark.parametrize("unit", ["deg", "DEGREES", "degree", " Deg "])
def test_degrees_are_taken_as_they_are(tmp_path: Path, unit: str) -> None:
    columns = survey.catalogue_columns() | {
        "Ra": np.array([0, 1.5, 180, 270.25, 359.75]),
        "Dec": np.linspace(-90, 90, 5),
    }
    path = survey.write_catalogue(tmp_path / "a.fits", columns, {"Ra": unit, "Dec": unit})
    read = _read(path).columns
    assert read["ra"].tolist() == [0, 1.5, 180, 270.25, 359.75]
    assert read["dec"].tolist() == [-90, -45, 0, 45, 90]


def test_a_full_circle_and_a_pole_rounded_up_in_single_precision_are_on_the_sky(tmp_path: Path) -> None:
    # float32(2 pi) is 6.2831855, 360.00001 degrees; float32(pi / 2) is 1.5707964, 90.000003 degrees.
    columns = survey.catalogue_columns(2)
    columns |= {"Ra": np.full(2, 2 * np.pi, "f4"), "Dec": np.array([np.pi / 2, -np.pi / 2], "f4")}
    read = _read(survey.write_catalogue(tmp_path / "a.fits", columns)).columns
    assert read["ra"].tolist() == [0, 0]
    assert read["dec"].tolist() == [90, -90]


def test_columns_in_another_order_and_letter_case_and_further_ones_are_no_faults(
    tmp_path: Path, good: Path
) -> None:
    columns = survey.catalogue_columns()
    shuffled = {
        name.upper() if i % 2 else name.lower(): columns[name] for i, name in enumerate(sorted(columns))
    }
    extra = {"Seeing": np.full(5, 0.8, "f4"), **shuffled, "Flux4": np.full(5, np.inf, "f4")}
    units = {name: survey.UNITS.get(name) for name in columns} | {"Flux4": None, "Seeing": "parsec"}
    _assert_same(_read(survey.write_catalogue(tmp_path / "other.fits", extra, units)), _read(good))


@pytest.mark.parametrize("name", [name for name, _, _ in COLUMNS])
def test_no_column_may_be_missing(tmp_path: Path, name: str) -> None:
    columns = survey.catalogue_columns()
    del columns[name]
    path = survey.write_catalogue(tmp_path / "a.fits", columns)
    with pytest.raises(MissingColumn, match=f"column {name}: found 0 columns"):
        _read(path)


def test_numbers_may_be_integers_or_in_double_precision(tmp_path: Path, good: Path) -> None:
    columns = survey.catalogue_columns()
    wide = {name: values.astype("f8") for name, values in columns.items()}
    wide |= {"Class": columns["Class"].astype("i2"), "RunningID": columns["RunningID"].astype("i4")}
    _assert_same(_read(survey.write_catalogue(tmp_path / "wide.fits", wide)), _read(good))


def test_rows_come_out_in_order_of_star_id(tmp_path: Path, good: Path) -> None:
    order = np.array([3, 0, 4, 1, 2])
    columns = {name: values[order] for name, values in survey.catalogue_columns().items()}
    _assert_same(_read(survey.write_catalogue(tmp_path / "mixed.fits", columns)), _read(good))


def test_a_star_id_of_nineteen_digits_is_kept_to_the_last(tmp_path: Path) -> None:
    columns = survey.catalogue_columns(2) | {"StarID": np.array([2**63 - 2, 2**63 - 1])}
    read = _read(survey.write_catalogue(tmp_path / "a.fits", columns)).columns
    assert read["source_id"].tolist() == [9223372036854775806, 9223372036854775807]


def test_what_is_missing_takes_its_error_with_it(tmp_path: Path) -> None:
    columns = survey.catalogue_columns()
    columns["Flux1"][0] = columns["Mag1"][0] = np.nan
    columns["dFlux1"][0] = columns["dMag1"][0] = -99
    columns["Flux2"][1] = -3  # negative fluxes happen; their magnitudes are missing, their errors are not
    columns["Mag2"][1] = np.nan
    columns["dFlux3"][2] = np.nan
    read = _read(survey.write_catalogue(tmp_path / "a.fits", columns)).columns
    missing = {name: np.flatnonzero(np.isnan(v)).tolist() for name, v in read.items() if np.isnan(v).any()}
    assert missing == {
        "flux_1": [0], "flux_1_err": [0], "mag_1": [0], "mag_1_err": [0],
        "mag_2": [1], "mag_2_err": [1], "flux_3_err": [2],
    }  # fmt: skip
    assert read["flux_2"][1] == -3


def test_compressed_and_plain_are_the_same_contents(tmp_path: Path, good: Path) -> None:
    packed = tmp_path / "packed.fits.gz"
    packed.write_bytes(gzip.compress(good.read_bytes()))
    assert read_contents(packed) == read_contents(good)
    _assert_same(_read(packed), _read(good))


def test_a_table_that_lacks_only_its_padding_is_whole(tmp_path: Path, good: Path) -> None:
    # 3 blocks of headers, then 5 rows of 80 bytes
    short = tmp_path / "short.fits"
    short.write_bytes(good.read_bytes()[: 3 * 2880 + 5 * 80])
    _assert_same(_read(short), _read(good))


def test_the_first_table_is_read_though_an_image_stands_before_it(tmp_path: Path, good: Path) -> None:
    with fits.open(good) as hdus:
        path = tmp_path / "image.fits"
        fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(np.zeros((3, 3))), hdus[1]]).writeto(path)
    _assert_same(_read(path), _read(good))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"gone\.fits: found No such file"):
        read_contents(tmp_path / "gone.fits")


def test_a_file_cut_anywhere_before_its_last_row_is_refused(good: Path) -> None:
    contents = good.read_bytes()
    for end in (*range(1, 3 * 2880 + 5 * 80, 97), 2880, 2 * 2880, 3 * 2880, 3 * 2880 + 5 * 80 - 1):
        with warnings.catch_warnings(), pytest.raises(RejectedFile):
            warnings.simplefilter("ignore")
            read_detections(good, contents[:end], "")


def test_compressed_contents_cut_anywhere_are_refused(tmp_path: Path, good: Path) -> None:
    packed = gzip.compress(good.read_bytes())
    path = tmp_path / "cut.fits.gz"
    for end in range(2, len(packed), 41):
        path.write_bytes(packed[:end])
        with pytest.raises(TruncatedFile):
            read_contents(path)


def test_a_damaged_file_is_refused_by_name_or_read_but_never_stops_the_loader(good: Path) -> None:
    whole = good.read_bytes()
    chance = random.Random(1)
    refused = 0
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 1, 2, 5])):
            damaged[chance.randrange(3 * 2880 + 5 * 80)] = chance.choice([chance.randrange(256), 32, 39, 48])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                read_detections(good, bytes(damaged), "")
            except RejectedFile as fault:
                assert str(fault).startswith(f"{good}")
                refused += 1
    assert refused > 50
