"""Manifests and which catalogue belongs to which image, without a database."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from loader.delivery import Delivery, read_delivery
from loader.faults import MissingManifest, UnreadableFile
from loader.manifest import Image, read_manifest
from tests import survey

BANDS = frozenset({"Z", "Y", "J", "H", "Ks"})
GOOD = [
    Image(1, 1, "Z-image.fits", "Z", 57267.1, 1.6, 40.0, line=2),
    Image(2, 1, "J-image.fits", "J", 57257.0, 1.0, 48.0, line=3),
]
LINES = ["1,1,Z-image.fits,Z,57267.1,1.6,40.0", "2,1,J-image.fits,J,57257.0,1.0,48.0"]
PLAIN = "\n".join([survey.HEADER, *LINES]) + "\n"


def _write(directory: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path = directory / "manifest.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + PLAIN, id="with a byte order mark"),
        pytest.param(PLAIN.replace("\n", "\r\n"), id="with the line ends of Windows"),
        pytest.param(PLAIN.replace("\n", "\r"), id="with the line ends of an old Macintosh"),
        pytest.param(PLAIN.rstrip("\n"), id="without a last line end"),
        pytest.param('"' + PLAIN.replace(",", '","').replace("\n", '"\n"').rstrip('"'), id="with quotes"),
        pytest.param(PLAIN.replace(",", " , "), id="with blanks around the values"),
        pytest.param(PLAIN.replace("Z-image.fits", ' "Z-image.fits"'), id="with a blank before a quote"),
        pytest.param(
            PLAIN.replace("ID,FieldID", "id,FIELDID").replace("MJD", "mjd"), id="in other letter case"
        ),
        pytest.param(PLAIN.replace("\n", ",seeing\n"), id="with a column more"),
        pytest.param(
            "\ufeff" + PLAIN.replace(",", '","').replace("\n", '"\r\n"').replace("ID", '"ID', 1).rstrip('"'),
            id="with a byte order mark and quotes from the first byte",
        ),
    ],
)
def test_a_manifest_may_be_written(tmp_path: Path, text: str) -> None:
    manifest = read_manifest(_write(tmp_path, text), BANDS)
    assert list(manifest.images) == GOOD
    assert not manifest.faults


def test_columns_of_a_manifest_may_come_in_any_order(tmp_path: Path) -> None:
    rows = [line.split(",")[::-1] for line in PLAIN.splitlines()]
    text = "\n".join(",".join(row) for row in rows)
    assert list(read_manifest(_write(tmp_path, text), BANDS).images) == GOOD


def test_blank_lines_are_passed_over_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    text = f"\n{survey.HEADER}\n\n{LINES[0]}\n,,,,,,\n   \n{LINES[1]}\n\n"
    manifest = read_manifest(_write(tmp_path, text), BANDS)
    assert [(image.image_id, image.line) for image in manifest.images] == [(1, 4), (2, 7)]
    assert not manifest.faults


def test_a_quoted_name_may_hold_a_comma_and_a_letter_beyond_ascii(tmp_path: Path) -> None:
    text = PLAIN.replace("Z-image.fits", '"Z,imagé ""one"".fits"')
    assert read_manifest(_write(tmp_path, text), BANDS).images[0].file_name == 'Z,imagé "one".fits'


def test_airmass_and_exposure_time_may_be_blank(tmp_path: Path) -> None:
    (image,) = read_manifest(_write(tmp_path, f"{survey.HEADER}\n1,1,a,Z,57000,,\n"), BANDS).images
    assert (image.airmass, image.exposure_time) == (None, None)


def test_every_bad_line_is_named_and_the_good_ones_are_given(tmp_path: Path) -> None:
    lines = [
        LINES[0],
        "x,1,a,Z,57000,1,1",
        "3,1,a,Q,57000,1,1",
        LINES[1],
        "4,1,a,Z,5,1,1",
        "1,1,a,Z,57000,1,1",
    ]
    path = survey.write_manifest(tmp_path, lines)
    manifest = read_manifest(path, BANDS)
    assert [image.image_id for image in manifest.images] == [1, 2]
    assert [(type(fault).__name__, fault.place) for fault in manifest.faults] == [
        ("InvalidManifestRow", "line 3, column ID"),
        ("UnknownBand", "line 4, column Filter"),
        ("ImplausibleDate", "line 6, column MJD"),
        ("RepeatedImage", "line 7, column ID"),
    ]


def test_a_manifest_without_lines_lists_nothing(tmp_path: Path) -> None:
    assert read_manifest(survey.write_manifest(tmp_path, []), BANDS).images == ()


# Which catalogue belongs to which image. The files' contents are not looked at here.


def _delivery(directory: Path, lines: Iterable[str], files: Iterable[str]) -> Delivery:
    survey.write_manifest(directory, lines)
    for name in files:
        (directory / name).touch()
    return read_delivery(directory, BANDS)


def _matched(delivery: Delivery) -> dict[int, str]:
    return {catalogue.image.image_id: catalogue.path.name for catalogue in delivery.catalogues}


def _refused(delivery: Delivery) -> list[tuple[str, int | None]]:
    return [
        (type(refusal.fault).__name__, refusal.image.image_id if refusal.image else None)
        for refusal in delivery.refusals
    ]


def _ks(
    image_id: int, mjd: float | str, field_id: int = 1, name: str = "image.fits", band: str = "Ks"
) -> str:
    return f"{image_id},{field_id},{name},{band},{mjd},1,16"


def _epochs(*numbers: int, field_id: int = 1) -> list[str]:
    return [f"Field-{field_id}-Ks-E{number:03d}.fits" for number in numbers]


def test_monitored_images_take_their_catalogues_by_rank_of_date(tmp_path: Path) -> None:
    lines = [_ks(7, 57300), _ks(9, 57100), _ks(8, 57200), _ks(5, 56000, field_id=2)]
    delivery = _delivery(tmp_path, lines, [*_epochs(1, 2, 3), *_epochs(1, field_id=2)])
    assert _matched(delivery) == {
        9: "Field-1-Ks-E001.fits",
        8: "Field-1-Ks-E002.fits",
        7: "Field-1-Ks-E003.fits",
        5: "Field-2-Ks-E001.fits",
    }
    assert not delivery.refusals


def test_other_images_take_their_catalogues_by_field_and_band(tmp_path: Path) -> None:
    delivery = _delivery(tmp_path, LINES, ["Field-1-Z.fits", "Field-1-J.fits.gz"])
    assert _matched(delivery) == {1: "Field-1-Z.fits", 2: "Field-1-J.fits.gz"}


def test_a_file_name_that_exists_wins_over_the_rule(tmp_path: Path) -> None:
    lines = [_ks(1, 57100, name="late.fits"), _ks(2, 57200)]
    delivery = _delivery(tmp_path, lines, ["late.fits", *_epochs(1, 2)])
    assert _matched(delivery) == {1: "late.fits", 2: "Field-1-Ks-E002.fits"}
    assert _refused(delivery) == [("UnlistedCatalogue", None)]


def test_a_file_name_that_exists_compressed_wins_too(tmp_path: Path) -> None:
    delivery = _delivery(tmp_path, [_ks(1, 57100, name="late.fits")], ["late.fits.gz"])
    assert _matched(delivery) == {1: "late.fits.gz"}


@pytest.mark.parametrize("reverse", [False, True])
def test_a_catalogue_that_a_line_names_is_not_given_to_another_by_rule(tmp_path: Path, reverse: bool) -> None:
    # By rule image 1, the earlier, would have E001; but that is image 2's, which says so.
    lines = [_ks(1, 57100), _ks(2, 57200, name="Field-1-Ks-E001.fits")]
    delivery = _delivery(tmp_path, lines[::-1] if reverse else lines, _epochs(1, 2))
    assert _matched(delivery) == {2: "Field-1-Ks-E001.fits"}
    assert _refused(delivery) == [("RepeatedCatalogue", 1), ("UnlistedCatalogue", None)]


def test_two_images_of_one_field_and_band_that_is_not_numbered_take_nothing(tmp_path: Path) -> None:
    delivery = _delivery(tmp_path, [LINES[0], "5,1,other.fits,Z,57268.1,1.6,40.0"], ["Field-1-Z.fits"])
    assert _matched(delivery) == {}
    assert _refused(delivery) == [("RepeatedCatalogue", 1), ("RepeatedCatalogue", 5)]


@pytest.mark.parametrize(
    "faulty",
    [
        pytest.param(_ks(1, 0), id="a date of zero"),
        pytest.param("x" + _ks(1, 57100), id="a bad number of the image"),
        pytest.param(_ks(2, 57100), id="a repeated image"),
        pytest.param("1,one,image.fits,Ks,57100,1,16", id="a field that cannot be read"),
        pytest.param(_ks(1, 57100, band="KS"), id="a band misspelt"),
        pytest.param("1,1,image.fits", id="a line cut short"),
    ],
)
@pytest.mark.parametrize("n_file", [1, 2, 3])
def test_a_faulty_monitored_line_makes_its_field_ambiguous(tmp_path: Path, faulty: str, n_file: int) -> None:
    # Without the faulty line, images 2 and 3 would move up a rank and be given each other's catalogues.
    lines = [_ks(2, 57200), _ks(3, 57300), faulty, _ks(4, 57000, field_id=2, name="named.fits"), *LINES[1:]]
    lines[-1] = lines[-1].replace("2,1", "6,1", 1)
    delivery = _delivery(tmp_path, lines, [*_epochs(*range(1, n_file + 1)), "named.fits", "Field-1-J.fits"])
    assert _matched(delivery) == {4: "named.fits", 6: "Field-1-J.fits"}
    assert _refused(delivery)[1:] == [("AmbiguousEpoch", 2), ("AmbiguousEpoch", 3)]


def test_a_faulty_line_of_another_field_or_band_leaves_the_monitored_images_alone(tmp_path: Path) -> None:
    lines = [_ks(1, 57100), _ks(2, 0, field_id=2), "3,1,image.fits,Z,0,1,1", "4,1,image.fits,W1,57100,1,1"]
    assert _matched(_delivery(tmp_path, lines, _epochs(1))) == {1: "Field-1-Ks-E001.fits"}


def test_more_numbered_catalogues_than_lines_make_a_field_ambiguous(tmp_path: Path) -> None:
    delivery = _delivery(tmp_path, [_ks(1, 57100), _ks(2, 57200)], _epochs(1, 2, 3))
    assert _matched(delivery) == {}
    assert _refused(delivery) == [("AmbiguousEpoch", 1), ("AmbiguousEpoch", 2)]
    message = str(delivery.refusals[0].fault)
    assert "found catalogues up to E003 for 2 images (field 1, Ks)" in message
    assert "expected one line for each catalogue" in message


def test_an_image_that_names_its_catalogue_is_known_in_an_ambiguous_field(tmp_path: Path) -> None:
    lines = [_ks(1, 57100, name="Field-1-Ks-E002.fits"), _ks(2, 0)]
    assert _matched(_delivery(tmp_path, lines, _epochs(1, 2))) == {1: "Field-1-Ks-E002.fits"}


def test_fewer_numbered_catalogues_than_lines_leave_only_the_missing_out(tmp_path: Path) -> None:
    delivery = _delivery(tmp_path, [_ks(1, 57100), _ks(2, 57200), _ks(3, 57300)], _epochs(1, 3))
    assert _matched(delivery) == {1: "Field-1-Ks-E001.fits", 3: "Field-1-Ks-E003.fits"}
    assert _refused(delivery) == [("MissingCatalogue", 2)]


def test_a_file_and_its_compressed_twin_are_not_both_taken(tmp_path: Path) -> None:
    delivery = _delivery(tmp_path, LINES[:1], ["Field-1-Z.fits", "Field-1-Z.fits.gz"])
    assert _matched(delivery) == {1: "Field-1-Z.fits"}
    assert _refused(delivery) == [("UnlistedCatalogue", None)]


# What a path may be


def test_a_manifest_is_found_among_other_tables_and_directories(tmp_path: Path) -> None:
    survey.write_delivery(tmp_path)
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    (tmp_path / "old.csv").mkdir()
    (tmp_path / "long.csv").write_text("x" * 200000)
    assert len(read_delivery(tmp_path, BANDS).catalogues) == 4


def test_two_manifests_in_a_directory_must_be_told_apart(tmp_path: Path) -> None:
    survey.write_delivery(tmp_path)
    shutil.copy(tmp_path / "manifest.csv", tmp_path / "second.csv")
    with pytest.raises(MissingManifest, match=r"found manifest.csv, second.csv, expected one manifest"):
        read_delivery(tmp_path, BANDS)
    assert len(read_delivery(tmp_path / "second.csv", BANDS).catalogues) == 4


def test_a_catalogue_alone_is_matched_by_the_manifest_beside_it(tmp_path: Path) -> None:
    survey.write_delivery(tmp_path)
    delivery = read_delivery(tmp_path / "Field-1-Ks-E002.fits", BANDS)
    assert _matched(delivery) == {3: "Field-1-Ks-E002.fits"}
    assert not delivery.refusals


def test_a_catalogue_alone_is_refused_for_its_own_faults_only(tmp_path: Path) -> None:
    lines = [_ks(1, 57100), _ks(2, 0), "3,1,image.fits,Z,57100,1,1", _ks(4, 57100, field_id=2)]
    _delivery(tmp_path, lines, [*_epochs(1), "stray.fits"])
    assert _refused(read_delivery(tmp_path / "Field-1-Ks-E001.fits", BANDS)) == [("AmbiguousEpoch", 1)]
    assert _refused(read_delivery(tmp_path / "stray.fits", BANDS)) == [("UnlistedCatalogue", None)]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="nowhere: found nothing"):
        read_delivery(tmp_path / "nowhere", BANDS)
