"""An example survey, loaded night by night into empty shards, answers as in plain PostgreSQL."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from example import ExampleSurvey, write
from tests.citus.comparing import differences
from tests.citus.conftest import NAME, Address, Pair, distribute, pair

FIRST = ExampleSurvey(n_field=2, n_source=200, n_epoch=30, variable_fraction=0.3)
UNNAMED = ExampleSurvey(n_field=1, n_source=200, n_epoch=4, identifiers=False, seed=2)
# Nights that come after later ones
LATE = ("Field-1-Ks-E003.fits", "Field-1-Ks-E002.fits")
PERIODS = ("--calibration", "catalogue", "--score-min", "3", "--period-min", "1", "--jobs", "1")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two deliveries: of sources that are named, and, of a field of its own, of some that are not."""
    path = tmp_path_factory.mktemp("deliveries")
    write(path / "named", FIRST)
    write(path / "unnamed", UNNAMED)
    _number(path / "unnamed", 1000)
    return path


def _number(path: Path, offset: int) -> None:
    """Give a delivery's images and field other numbers."""
    (manifest,) = path.glob("*.csv")
    rows = list(csv.reader(manifest.open()))
    for row in rows[1:]:
        row[:2] = [str(int(number) + offset) for number in row[:2]]
    with manifest.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    for catalogue in path.glob("Field-1-*"):
        catalogue.rename(path / catalogue.name.replace("Field-1-", f"Field-{1 + offset}-"))


@pytest.fixture(scope="module")
def loaded(nodes: list[Address], directory: Path) -> Iterator[Pair]:
    """The first delivery in both, into empty shards."""
    with pair(f"{NAME}_empty", nodes) as made:
        distribute(made.cluster)
        named = sorted((directory / "named").glob("*.fits"))
        made.do(("loader", *(path for path in named if path.name not in LATE)))
        yield made


def test_every_answer_is_the_same_when_groups_were_loaded_into_empty_shards(loaded: Pair) -> None:
    assert differences(loaded.plain, loaded.cluster) == []
    token = "SELECT science.contents_token()"
    assert loaded.plain.execute(token).fetchone() == loaded.cluster.execute(token).fetchone()


def test_every_answer_is_the_same_when_a_catalogue_of_others_was_matched(
    loaded: Pair, tmp_path: Path
) -> None:
    """Each fourth source, off by less and less, and as many positions where there is none."""
    rows = loaded.plain.execute(
        "SELECT s.source_id, s.ra, s.dec + 1.0 / (3600 * (s.source_id + 1)) FROM survey.source AS s"
        " WHERE s.source_id % 4 = 0 ORDER BY 1"
    ).fetchall()
    with (tmp_path / "others.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [
                ("ra", "dec", "number"),
                *((ra, dec, n) for n, ra, dec in rows),
                *((ra, -dec, -n) for n, ra, dec in rows),
            ]
        )
    loaded.do(("loader", "external", "others", tmp_path / "others.csv", "--columns", "number"))
    assert differences(loaded.plain, loaded.cluster) == []


def test_every_answer_is_the_same_when_epochs_came_late_and_positions_told_sources(
    loaded: Pair, directory: Path
) -> None:
    """The catalogue of others is matched again, for there are more sources."""
    for late in LATE:
        loaded.do(("loader", directory / "named" / late))
    loaded.do(("loader", directory / "unnamed", "--associate", "1"), ("db", "maintain"))
    assert differences(loaded.plain, loaded.cluster) == []


def test_every_answer_is_the_same_when_periods_and_classes_were_learned(
    loaded: Pair, directory: Path
) -> None:
    truth = directory / "named" / "truth" / "variables.csv"
    loaded.do(
        "SELECT upkeep.measure_noise_floor('Ks', 'catalogue')",
        ("loader", "labels", truth, "--map", "class=kind", "--whence", "truth"),
        ("ml", "periods", *PERIODS),
        ("ml", "classify", "--trees", "20", "--stars-min", "3"),
    )
    assert differences(loaded.plain, loaded.cluster) == []


def test_housekeeping_finds_every_summary_right(loaded: Pair) -> None:
    loaded.do(("db", "maintain"))
