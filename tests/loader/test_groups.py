"""Catalogues of a field go in together: what a group is, and what of it stays out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import psycopg
import pytest

from loader import groups
from loader.delivery import Catalogue
from loader.manifest import Image
from tests.loader import contents
from tests.survey import catalogue_columns, write_catalogue, write_delivery, write_manifest

Program = Callable[..., tuple[int, str, str]]


def _catalogues(tmp_path: Path, fields: list[int], size: int = 100) -> list[Catalogue]:
    given = []
    for number, field_id in enumerate(fields, start=1):
        path = tmp_path / f"{number}.fits"
        path.write_bytes(bytes(size))
        given.append(Catalogue(Image(number, field_id, "", "Ks", 57000.0 + number, None, None, 1), path))
    return given


def _numbers(given: list[groups.Group]) -> list[list[int]]:
    return [[catalogue.image.image_id for catalogue in group] for group in given]


def test_the_catalogues_of_a_field_are_one_group_and_fields_take_turns(tmp_path: Path) -> None:
    given = _catalogues(tmp_path, [1, 2, 3, 1, 2, 3])
    assert _numbers(groups.by_turns(given, 1)) == [[1, 4], [2, 5], [3, 6]]


def test_a_group_holds_no_more_than_its_bound_but_at_least_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "GROUP_BYTES", 250)
    given = _catalogues(tmp_path, [1, 1, 1, 1, 1, 2])
    assert _numbers(groups.by_turns(given, 1)) == [[1, 2], [6], [3, 4], [5]]
    monkeypatch.setattr(groups, "GROUP_BYTES", 1)
    assert _numbers(groups.by_turns(given, 1)) == [[1], [6], [2], [3], [4], [5]]


def test_bands_of_few_images_come_first_and_then_the_earliest(tmp_path: Path) -> None:
    """Two epochs in Ks, the later with the lower number; one image in Z, the last to be taken."""
    given = _catalogues(tmp_path, [1, 1, 1])
    for n, (band, mjd) in enumerate([("Ks", 57003.0), ("Ks", 57002.0), ("Z", 57009.0)]):
        given[n] = replace(given[n], image=replace(given[n].image, band=band, mjd=mjd))
    assert _numbers(groups.by_turns(given, 1)) == [[3, 2, 1]]


def test_a_catalogue_whose_file_is_gone_is_in_a_group_all_the_same(tmp_path: Path) -> None:
    given = _catalogues(tmp_path, [1, 1])
    given[0].path.unlink()
    assert _numbers(groups.by_turns(given, 1)) == [[1, 2]]


def test_a_refused_catalogue_takes_only_itself_out(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = write_delivery(tmp_path)
    damaged = catalogue_columns(flux=1000)
    damaged["Class"][2] = 7
    write_catalogue(delivery / "Field-1-Ks-E001.fits", damaged)
    status, out, _ = load_program(delivery)
    assert (status, "3 loaded, 0 replaced, 0 unchanged, 1 rejected" in out) == (1, True)
    # The earlier epoch, image 4, is E001
    assert contents.images(database) == [1, 2, 3]
    assert contents.differences(database) == []


def test_of_two_catalogues_that_cannot_be_merged_together_the_second_is_refused(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    """Both are good and new; but the same numbers stand a degree apart."""
    delivery = write_delivery(tmp_path)
    elsewhere = catalogue_columns(flux=1100)
    elsewhere["Dec"] = (elsewhere["Dec"] + np.radians(1)).astype("f4")
    write_catalogue(delivery / "Field-1-Ks-E002.fits", elsewhere)
    status, _, log = load_program(delivery)
    assert status == 1
    assert "SourceElsewhere" in log
    assert contents.images(database) == [1, 2, 4]
    assert contents.differences(database) == []


def test_a_group_gives_the_same_rows_as_its_catalogues_one_by_one(
    database: psycopg.Connection, load_program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = write_delivery(tmp_path)
    assert load_program(delivery)[0] == 0
    together = contents.summaries(database)
    contents.clear(database)
    monkeypatch.setattr(groups, "GROUP_BYTES", 1)
    assert load_program(delivery)[0] == 0
    contents.assert_same(contents.summaries(database), together)


def test_replacing_two_catalogues_of_a_group_counts_each_once(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    delivery = write_delivery(tmp_path)
    assert load_program(delivery)[0] == 0
    for name in ("Field-1-Ks-E001.fits", "Field-1-Ks-E002.fits"):
        write_catalogue(delivery / name, catalogue_columns(flux=1300 if "E001" in name else 1400))
    status, out, _ = load_program("--replace", delivery)
    assert (status, "2 replaced, 2 unchanged" in out) == (0, True)
    assert contents.differences(database) == []


def test_an_empty_delivery_has_no_group(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    write_manifest(tmp_path, [])
    load_program(tmp_path)
    assert contents.images(database) == []
