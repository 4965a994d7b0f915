"""What is in the example survey is what its truth says, and looks like the real delivery."""

import csv
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from numpy.typing import NDArray

from example import ExampleSurvey, write
from example.noise import loss_probability
from example.schedule import aperture_fractions, images_of_field
from example.variables import KINDS, light_curve

REAL = Path(__file__).resolve().parents[3] / "shared" / "survey"


def catalogue(directory: Path, name: str) -> NDArray[np.void]:
    return np.asarray(fits.getdata(directory / f"{name}.fits", 1))


def truth(directory: Path, name: str) -> list[dict[str, str]]:
    with (directory / "truth" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a survey with nothing but measurement errors and image offsets."""
    directory = tmp_path_factory.mktemp("quiet")
    options = ExampleSurvey(
        n_field=1,
        n_source=10_000,
        n_epoch=5,
        variable_fraction=0,
        floor=0,
        missing_fraction=0,
        image_offset=0.05,
    )
    write(directory, options)
    return directory


def test_the_offset_of_an_image_is_in_its_magnitudes_and_not_in_its_zero_point(quiet: Path) -> None:
    offset = {row["catalogue"][:-5]: float(row["offset_mag"]) for row in truth(quiet, "images")}
    first, second = (catalogue(quiet, name) for name in ("Field-1-Ks-E001", "Field-1-Ks-E002"))
    bright = (first["Mag3"] < 14) & (second["Mag3"] > 0)
    found = np.median(second["Mag1"][bright] - first["Mag1"][bright])
    expected = offset["Field-1-Ks-E002"] - offset["Field-1-Ks-E001"]
    assert abs(expected) > 0.01
    assert found == pytest.approx(expected, abs=0.002)
    assert offset["Field-1-J"] == 0


@pytest.mark.parametrize("aperture", "123")
def test_quoted_errors_describe_the_scatter_of_constant_sources(quiet: Path, aperture: str) -> None:
    """Fluxes of two images on one scale, differences over errors: a standard normal."""
    offset = {row["catalogue"][:-5]: float(row["offset_mag"]) for row in truth(quiet, "images")}
    scaled = []
    for row in truth(quiet, "images"):
        name = row["catalogue"][:-5]
        if "Ks-E001" in name or "Ks-E003" in name:
            rows = catalogue(quiet, name)
            scale = 10 ** (-0.4 * (float(row[f"zero_point_{aperture}"]) - offset[name] - 25))
            scaled.append([rows[f"{column}{aperture}"].astype(float) * scale for column in ("Flux", "dFlux")])
    (flux_a, err_a), (flux_b, err_b) = scaled
    pull = (flux_a - flux_b) / np.hypot(err_a, err_b)
    assert np.median(pull) == pytest.approx(0, abs=0.05)  # 5 sigma of the median of 10,000
    assert np.std(np.clip(pull, -4, 4)) == pytest.approx(1, abs=0.035)


def test_the_floor_is_the_scatter_of_the_brightest_and_not_in_their_errors(tmp_path: Path) -> None:
    options = ExampleSurvey(
        n_field=1, n_source=10_000, n_epoch=2, variable_fraction=0, floor=0.05, missing_fraction=0
    )
    write(tmp_path, options)
    first, second = (catalogue(tmp_path, f"Field-1-Ks-E00{n}") for n in (1, 2))
    bright = first["Mag1"] < 12.5
    assert first["dMag1"][bright].max() < 0.01
    assert np.std(second["Mag1"][bright] - first["Mag1"][bright]) / np.sqrt(2) == pytest.approx(0.05, rel=0.1)


def test_about_two_objects_in_five_change_class_between_the_bands(quiet: Path) -> None:
    classes = np.array([catalogue(quiet, f"Field-1-{b}")["Class"] for b in ("Z", "Y", "J", "H", "Ks-E001")])
    assert 0.35 < (classes != classes[0]).any(axis=0).mean() < 0.48
    assert set(np.unique(classes)) == {-2, -1, 0, 1}
    assert 0.65 < (classes == -1).mean() < 0.8


def test_colours_signal_to_noise_and_magnitudes_are_those_of_the_delivery(quiet: Path) -> None:
    if not REAL.is_dir():
        pytest.skip(f"the real delivery is not at {REAL}")

    def quartiles(directory: Path) -> NDArray[np.float64]:
        z, y, j, h, ks = (catalogue(directory, f"Field-1-{b}") for b in ("Z", "Y", "J", "H", "Ks-E002"))
        colours = [a["Mag1"] - b["Mag1"] for a, b in ((z, y), (y, j), (j, h), (h, ks))]
        found: NDArray[np.float64] = np.nanpercentile([*colours, ks["Mag1"]], [25, 50, 75], axis=1)
        return found

    assert np.abs(quartiles(quiet) - quartiles(REAL)).max() < 0.15
    for band in ("Z", "Y", "J", "H"):
        example, real = (catalogue(d, f"Field-1-{band}") for d in (quiet, REAL))
        ratio = np.median(example["Flux1"] / example["dFlux1"]) / np.median(real["Flux1"] / real["dFlux1"])
        assert 0.8 < ratio < 1.25


def test_r2_has_something_to_find(quiet: Path) -> None:
    colour = catalogue(quiet, "Field-1-J")["Mag1"] - catalogue(quiet, "Field-1-H")["Mag1"]
    assert 0.1 < (colour > 1.5).mean() < 0.6


def test_zero_points_of_ks_lie_where_the_real_ones_do() -> None:
    images = images_of_field(ExampleSurvey(n_epoch=200, bands=("Ks",)), 1)
    zero_points = [image.conditions.zero_points[0] for image in images]
    assert 24.2 < min(zero_points) < 24.6
    assert 25.1 < max(zero_points) < 25.5


def test_nested_apertures_hold_more_and_more_of_the_light() -> None:
    # A Gaussian of 1" full width holds half its light within 0.5", 1 - 2**-2 within sqrt(2) times that,
    # 1 - 2**-4 within twice that.
    assert aperture_fractions(1.0) == pytest.approx([0.5, 0.75, 0.9375])


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.shape])
def test_a_periodic_light_curve_repeats_has_its_amplitude_and_no_mean(name: str) -> None:
    time = np.linspace(0, 7.0, 20_000, endpoint=False)
    curve = light_curve(KINDS[name], time, 7.0, 0.3)
    assert np.ptp(curve) == pytest.approx(0.3, abs=1e-3)
    assert curve.mean() == pytest.approx(0, abs=1e-4)
    assert light_curve(KINDS[name], time + 21.0, 7.0, 0.3) == pytest.approx(curve, abs=1e-6)


def test_an_rr_lyrae_star_brightens_faster_than_it_fades() -> None:
    curve = light_curve(KINDS["rr_lyrae"], np.arange(1000) / 1000, 1.0, 1.0)
    brightening = (int(np.argmin(curve)) - int(np.argmax(curve))) % 1000
    assert 0 < brightening < 300


def test_an_outburst_peaks_at_its_amplitude_and_fades_by_e_in_flux_each_decay_time() -> None:
    # 2.5 mag brighter is ten times the flux: nine in excess, 9 / e after one decay time.
    time = np.array([-50.0, 0.0, 20.0])
    curve = light_curve(KINDS["transient"], time, 20.0, 2.5)
    assert curve == pytest.approx([0.0, -2.5, -2.5 * np.log10(1 + 9 / np.e)])


def test_a_flare_is_half_way_up_a_twentieth_of_its_decay_time_before_its_peak() -> None:
    curve = light_curve(KINDS["flare"], np.array([-0.05]), 1.0, 2.5)
    assert curve == pytest.approx([-2.5 * np.log10(1 + 4.5)])


def test_a_variable_changes_by_what_the_truth_says_and_others_do_not(tmp_path: Path) -> None:
    options = ExampleSurvey(
        n_field=1,
        n_source=2000,
        n_epoch=20,
        variable_fraction=0.1,
        floor=0,
        image_offset=0,
        missing_fraction=0,
    )
    write(tmp_path, options)
    mags = np.array([catalogue(tmp_path, f"Field-1-Ks-E{n:03d}")["Mag1"] for n in range(1, 21)], dtype=float)
    variables = {int(row["source_id"]): row for row in truth(tmp_path, "variables")}
    assert len(variables) == 200
    assert {row["kind"] for row in variables.values()} == set(KINDS)
    bright = np.flatnonzero(np.nanmedian(mags, axis=0) < 12.5)
    assert bright.size > 100
    for source in bright.tolist():
        # Errors are below 0.01 mag here; twenty of them have a range below 0.06.
        expected = float(variables[source]["sampled_amplitude_mag"]) if source in variables else 0.0
        assert np.ptp(mags[:, source]) == pytest.approx(expected, abs=0.06)


def test_every_transient_and_flare_is_seen_within_one_decay_time_of_its_peak(tmp_path: Path) -> None:
    options = ExampleSurvey(n_field=1, n_source=500, n_epoch=6, variable_fraction=0.5)
    write(tmp_path, options)
    mjds = np.array([image.mjd for image in images_of_field(options, 1) if image.band == "Ks"])
    outbursts = [row for row in truth(tmp_path, "variables") if row["decay_day"]]
    assert len(outbursts) == 82  # 250 variables are 41 of each of six kinds, and one more of the first four
    for row in outbursts:
        age = (mjds - float(row["epoch0"])) / float(row["decay_day"])
        assert ((age >= 0) & (age <= 1)).any()


def test_losses_have_the_mean_asked_for_and_prefer_the_faint(tmp_path: Path) -> None:
    rank = np.linspace(0, 1, 100_001)
    assert loss_probability(0.1, rank).mean() == pytest.approx(0.1, abs=1e-5)
    assert loss_probability(0.1, np.array([0.0, 1.0])) == pytest.approx([0.1 / 3, 0.3])
    write(tmp_path, ExampleSurvey(n_field=1, n_source=10_000, n_epoch=1, bands=("Ks",), missing_fraction=0.1))
    # Binomial: 9,000 with a standard deviation below 30.
    assert len(catalogue(tmp_path, "Field-1-Ks-E001")) == pytest.approx(9000, abs=150)
