"""Writing an example survey: reproducible, careful with what is there, and told in one line."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from example import DirectoryNotEmpty, ExampleSurvey, NotAnExampleSurvey, OptionOutOfRange, write
from example.blends import blended

ROOT = Path(__file__).resolve().parents[2]
SMALL = ExampleSurvey(n_field=2, n_source=100, n_epoch=3, seed=3)


def content(directory: Path) -> dict[str, bytes]:
    return {str(p.relative_to(directory)): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


@pytest.mark.parametrize("gzip", [False, True])
def test_the_same_seed_gives_the_same_bytes_with_any_number_of_processes(tmp_path: Path, gzip: bool) -> None:
    options = ExampleSurvey(n_field=2, n_source=100, n_epoch=3, seed=3, gzip=gzip)
    write(tmp_path / "one", options)
    write(tmp_path / "two", options, jobs=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_another_seed_gives_another_survey(tmp_path: Path) -> None:
    write(tmp_path / "3", SMALL)
    write(tmp_path / "4", ExampleSurvey(n_field=2, n_source=100, n_epoch=3, seed=4))
    one, other = content(tmp_path / "3"), content(tmp_path / "4")
    assert one.keys() == other.keys()
    assert one["Field-1-Z.fits"] != other["Field-1-Z.fits"]


def test_the_summary_counts_what_is_in_the_files_and_progress_adds_up_to_it(tmp_path: Path) -> None:
    steps: list[int] = []
    options = ExampleSurvey(n_field=2, n_source=100, n_epoch=3, missing_fraction=0, variable_fraction=0.05)
    done = write(tmp_path, options, steps.append)
    assert (done.n_image, done.n_detection, done.n_source, done.n_variable) == (14, 1400, 200, 10)
    assert steps == [100] * 14
    assert done.n_byte == sum(path.stat().st_size for path in tmp_path.glob("*.fits"))
    assert (done.truth / "variables.csv").read_text().count("\n") == 11


def test_a_directory_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(DirectoryNotEmpty, match="not empty"):
        write(tmp_path, SMALL)
    assert content(tmp_path) == {"notes.txt": b"mine"}


def test_what_is_no_example_survey_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "Field-1-Z.fits").write_bytes(b"a real one")
    with pytest.raises(NotAnExampleSurvey, match="not overwritten"):
        write(tmp_path, SMALL, overwrite=True)
    assert content(tmp_path) == {"Field-1-Z.fits": b"a real one"}


def test_overwriting_leaves_no_catalogue_of_the_survey_before_and_no_other_file_out(tmp_path: Path) -> None:
    write(tmp_path / "a", SMALL)
    (tmp_path / "a" / "notes.txt").write_text("mine")
    fewer = ExampleSurvey(n_field=1, n_source=50, n_epoch=2)
    write(tmp_path / "a", fewer, overwrite=True)
    write(tmp_path / "b", fewer)
    assert content(tmp_path / "a") == {**content(tmp_path / "b"), "notes.txt": b"mine"}


def test_a_survey_without_ks_has_its_single_images_only(tmp_path: Path) -> None:
    done = write(
        tmp_path, ExampleSurvey(n_field=1, n_source=50, n_epoch=9, bands=("J", "H"), missing_fraction=0)
    )
    assert sorted(path.name for path in tmp_path.glob("*.fits")) == ["Field-1-H.fits", "Field-1-J.fits"]
    assert done.n_detection == 100


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("n_source", 9),
        ("n_epoch", 0),
        ("n_field", 1001),
        ("seed", -1),
        ("missing_fraction", 0.5),
        ("image_offset", float("nan")),
        ("bands", ("K",)),
        ("bands", ()),
        ("bands", ("J", "J")),
    ],
)
def test_an_impossible_option_is_named_with_what_was_expected(option: str, value: object) -> None:
    with pytest.raises(OptionOutOfRange, match=rf"option {option} is .*, expected "):
        ExampleSurvey(**{option: value})  # type: ignore[arg-type]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "example", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_writes_what_the_library_writes_and_says_so(tmp_path: Path) -> None:
    asked = ("--fields", "1", "--sources", "50", "--epochs", "2", "--bands", "Ks", "J", "--seed", "9")
    done = run(str(tmp_path / "command"), *asked)
    assert done.returncode == 0
    assert "3 catalogues" in done.stdout
    assert done.stderr == ""  # no progress bar where there is no terminal
    write(tmp_path / "library", ExampleSurvey(n_field=1, n_source=50, n_epoch=2, bands=("J", "Ks"), seed=9))
    assert content(tmp_path / "command") == content(tmp_path / "library")


def test_the_command_fails_with_one_line_where_it_may_not_write(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = run(str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "not empty" in done.stderr


def test_without_identifiers_the_truth_has_the_source_of_each_detection(tmp_path: Path) -> None:
    options = ExampleSurvey(n_field=1, n_source=100, n_epoch=2, seed=3)
    write(tmp_path / "named", options)
    write(tmp_path / "anonymous", dataclasses.replace(options, identifiers=False))
    for path in (tmp_path / "named").glob("*.fits"):
        named, anonymous = fits.getdata(path), fits.getdata(tmp_path / "anonymous" / path.name)
        assert [*anonymous.names, "StarID"] == named.names
        assert all(np.array_equal(anonymous[n], named[n], equal_nan=True) for n in anonymous.names)
        truth = (tmp_path / "anonymous" / "truth" / "detections" / f"{path.stem}.csv").read_text().split()
        expected = zip(named["RunningID"].astype(int), named["StarID"], strict=True)
        assert truth == ["running_id,source_id", *(f"{running},{star}" for running, star in expected)]


def test_positional_errors_are_as_large_as_asked_and_change_nothing_else(tmp_path: Path) -> None:
    options = ExampleSurvey(n_field=1, n_source=2000, n_epoch=1, bands=("Ks",))
    write(tmp_path / "sharp", options)
    write(tmp_path / "blurred", dataclasses.replace(options, position_err=0.5))
    sharp, blurred = (fits.getdata(tmp_path / name / "Field-1-Ks-E001.fits") for name in ("sharp", "blurred"))
    assert np.array_equal(sharp["Flux1"], blurred["Flux1"])
    # 0.5 arcsec beside some 0.03 of its own; the noise drawn is the same, so the difference is a little less
    scatter = np.degrees(np.std(blurred["Dec"].astype(float) - sharp["Dec"])) * 3600
    assert 0.4 < scatter < 0.52


def test_a_blend_has_the_light_of_its_sources_in_the_middle_of_it(tmp_path: Path) -> None:
    # Magnitudes 15 and 15, and 15 and 17.5: two and 1.1 times the light of one, so 0.753 and 0.103 mag more;
    # the second lies a tenth of the flux, hence 0.1 / 1.1 of 2 pixels, from its brighter source
    mag = np.array([17.5, 15.0, 15.0, 15.0, 16.0])
    x, y = np.array([12.0, 10.0, 50.0, 51.0, 90.0]), np.zeros(5)
    seen = blended(mag, x, y, 2.5)
    assert seen.brightest.tolist() in ([1, 2, 4], [1, 3, 4])
    np.testing.assert_allclose(seen.mag, [15 - 0.1035, 15 - 0.7526, 16], atol=1e-4)
    np.testing.assert_allclose(seen.x, [10 + 0.2 / 1.1, 50.5, 90])
    assert blended(mag, x, y, 0.0).brightest.tolist() == [0, 1, 2, 3, 4]


def test_twice_the_crowding_is_half_the_height(tmp_path: Path) -> None:
    heights = []
    for crowding in (1, 2):
        write(tmp_path / str(crowding), ExampleSurvey(n_field=1, n_source=2000, n_epoch=1, crowding=crowding))
        heights.append(np.ptp(fits.getdata(tmp_path / str(crowding) / "Field-1-Z.fits")["Y"]))
    assert heights[0] / heights[1] == pytest.approx(2, rel=0.02)
