"""The example survey is a delivery: its files cannot be told from the real ones by their format."""

import csv
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from numpy.typing import NDArray

from example import ExampleSurvey, write

REAL = Path(__file__).resolve().parents[3] / "shared" / "survey"
OPTIONS = ExampleSurvey(n_field=2, n_source=3000, n_epoch=4, seed=5)


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("example")
    write(directory, OPTIONS)
    return directory


def manifest(directory: Path) -> list[dict[str, str]]:
    with (directory / "file_info_for_problem.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def catalogues(directory: Path) -> dict[str, NDArray[np.void]]:
    return {path.stem: np.asarray(fits.getdata(path, 1)) for path in sorted(directory.glob("*.fits"))}


def test_headers_are_those_of_the_delivery_card_by_card(survey: Path) -> None:
    if not REAL.is_dir():
        pytest.skip(f"the real delivery is not at {REAL}")
    with fits.open(REAL / "Field-1-Z.fits") as real, fits.open(survey / "Field-1-Z.fits") as example:
        assert repr(example[0].header) == repr(real[0].header)
        example[1].header["NAXIS2"] = real[1].header["NAXIS2"]
        assert repr(example[1].header) == repr(real[1].header)


def test_a_catalogue_reads_without_a_complaint_from_astropy(survey: Path) -> None:
    with fits.open(survey / "Field-2-Ks-E004.fits", checksum=True) as file:
        file.verify("exception")
        assert len(file[1].data) == file[1].header["NAXIS2"]
    assert (survey / "Field-2-Ks-E004.fits").stat().st_size % 2880 == 0


def test_the_manifest_has_the_real_columns_and_one_catalogue_for_each_row(survey: Path) -> None:
    rows = manifest(survey)
    assert list(rows[0]) == ["ID", "FieldID", "Filename", "Filter", "MJD", "Airmass", "Exptime"]
    assert [int(row["ID"]) for row in rows] == list(range(1, 17))  # 2 fields x (4 bands + 4 epochs)
    assert len(catalogues(survey)) == 16
    assert not any((survey / row["Filename"]).exists() for row in rows)
    assert len({row["Filename"] for row in rows}) == 16


@pytest.mark.parametrize("seed", range(5))
def test_image_ids_of_ks_are_not_in_the_order_of_time(tmp_path: Path, seed: int) -> None:
    write(tmp_path, ExampleSurvey(n_field=3, n_source=10, n_epoch=2, seed=seed))
    for field in "123":
        mjds = [float(r["MJD"]) for r in manifest(tmp_path) if r["FieldID"] == field and r["Filter"] == "Ks"]
        assert mjds != sorted(mjds)


def test_catalogues_of_ks_are_numbered_by_rank_in_time(survey: Path) -> None:
    with (survey / "truth" / "images.csv").open(newline="") as file:
        catalogue = {row["image_id"]: row["catalogue"] for row in csv.DictReader(file)}
    ks = sorted(
        (float(row["MJD"]), catalogue[row["ID"]])
        for row in manifest(survey)
        if row["Filter"] == "Ks" and row["FieldID"] == "2"
    )
    assert [name for _, name in ks] == [f"Field-2-Ks-E{n:03d}.fits" for n in (1, 2, 3, 4)]


def test_a_magnitude_is_the_zero_point_minus_the_logarithm_of_its_flux(survey: Path) -> None:
    with (survey / "truth" / "images.csv").open(newline="") as file:
        truth = {row["catalogue"]: row for row in csv.DictReader(file)}
    for name, rows in catalogues(survey).items():
        for aperture in "123":
            positive = rows[f"Flux{aperture}"] > 0
            flux = rows[f"Flux{aperture}"][positive].astype(float)
            zero_point = rows[f"Mag{aperture}"][positive].astype(float) + 2.5 * np.log10(flux)
            expected = float(truth[f"{name}.fits"][f"zero_point_{aperture}"])
            assert np.abs(zero_point - expected).max() < 2e-6
            assert np.isnan(rows[f"Mag{aperture}"][~positive]).all()


def test_some_faint_detections_have_negative_flux_and_no_magnitude(survey: Path) -> None:
    lost = np.concatenate([rows["Flux1"][np.isnan(rows["Mag1"])] for rows in catalogues(survey).values()])
    assert 0 < lost.size < 48  # of 48,000: less than one in a thousand
    assert (lost <= 0).all()


def test_identifiers_are_unique_and_counters_have_gaps_but_no_fractions(survey: Path) -> None:
    for rows in catalogues(survey).values():
        counter = rows["RunningID"]
        assert np.unique(rows["StarID"]).size == np.unique(counter).size == len(rows)
        assert (counter == np.floor(counter)).all()
        assert len(rows) < counter.max() < 2**24
    fields = [set(catalogues(survey)[f"Field-{field}-J"]["StarID"].tolist()) for field in (1, 2)]
    assert not fields[0] & fields[1]


def test_pixels_and_sky_agree_to_the_precision_of_the_columns(survey: Path) -> None:
    """Fit an affine map on the tangent plane: what is left is float32's 0.1 arcsec in right ascension."""
    rows = catalogues(survey)["Field-2-Ks-E001"]
    ra, dec, x, y = (rows[name].astype(float) for name in ("Ra", "Dec", "X", "Y"))
    ra_0, dec_0 = ra.mean(), dec.mean()
    depth = np.sin(dec_0) * np.sin(dec) + np.cos(dec_0) * np.cos(dec) * np.cos(ra - ra_0)
    xi = np.cos(dec) * np.sin(ra - ra_0) / depth
    eta = (np.cos(dec_0) * np.sin(dec) - np.sin(dec_0) * np.cos(dec) * np.cos(ra - ra_0)) / depth
    plane = np.c_[np.ones(len(rows)), xi, eta] * 206_264.806
    for pixel in (x, y):
        fit = np.linalg.lstsq(plane, pixel)[0]
        assert 1 / np.hypot(fit[1], fit[2]) == pytest.approx(0.3413, abs=2e-4)
        assert np.std(pixel - plane @ fit) < 0.15


def test_fields_do_not_overlap(survey: Path) -> None:
    dec = [catalogues(survey)[f"Field-{field}-Z"]["Dec"] for field in (1, 2)]
    assert dec[0].max() < dec[1].min()


def test_gzip_changes_the_packing_and_nothing_else(survey: Path, tmp_path: Path) -> None:
    write(tmp_path, ExampleSurvey(n_field=2, n_source=3000, n_epoch=4, seed=5, gzip=True))
    assert not list(tmp_path.glob("*.fits"))
    packed = np.asarray(fits.getdata(tmp_path / "Field-1-Ks-E002.fits.gz", 1))
    assert packed.tobytes() == catalogues(survey)["Field-1-Ks-E002"].tobytes()
