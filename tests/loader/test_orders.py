"""Whatever the order of loading, what is kept of the survey is the same."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import survey
from tests.conftest import LONG, load
from tests.loader import contents

# Three sources of field 1, two of field 2 and one that both fields have
SOURCES = {1: (11, 12, 13, 50), 2: (21, 22, 50)}
BANDS = ("Z", "J", "Ks", "Ks", "Ks")
# So few dates that images share them
DATES = (56000.0, 56000.5, 57000.0)


@dataclass(frozen=True)
class Exposure:
    """An image, and the detections on it."""

    image_id: int
    field_id: int
    band: str
    mjd: float
    detections: tuple[dict[str, object], ...]

    def add(self, connection: psycopg.Connection) -> None:
        survey.add_image(
            connection, self.image_id, self.detections, field_id=self.field_id, band=self.band, mjd=self.mjd
        )


@st.composite
def detections(draw: st.DrawFn, field_id: int) -> tuple[dict[str, object], ...]:
    # No source may be on an image of its field, but one must: a catalogue has rows
    seen = draw(st.lists(st.sampled_from(SOURCES[field_id]), min_size=1, unique=True))
    zero_point = draw(st.sampled_from([24.5, 25.0, 26.25]))
    return tuple(draw(detection(source_id, zero_point)) for source_id in seen)


@st.composite
def detection(draw: st.DrawFn, source_id: int, zero_point: float) -> dict[str, object]:
    # Fluxes and errors that are sums of few powers of two, as single precision has them
    flux = draw(st.none() | st.integers(-50, 4000).filter(bool).map(lambda n: n / 4))
    error = draw(st.none() | st.integers(1, 200).map(lambda n: n / 8)) if flux else None
    missing = flux is None or flux < 0 or draw(st.integers(0, 9)) == 0
    magnitude = None if missing else zero_point - draw(st.integers(20, 40)) / 4
    return {
        "source_id": source_id,
        "ra": draw(st.sampled_from([0.0, 10.25, 359.75])),
        "dec": draw(st.sampled_from([-90.0, 0.0, 45.5])),
        "flux_1": flux,
        "flux_1_err": error,
        "mag_1": magnitude,
        "mag_1_err": None if magnitude is None else 0.125,
        "class": draw(st.sampled_from([-2, -1, 0, 1])),
    }


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Exposure, ...]:
    numbers = draw(st.permutations(range(8)))[: draw(st.integers(2, 8))]
    return tuple(draw(exposure(number)) for number in numbers)


@st.composite
def exposure(draw: st.DrawFn, image_id: int) -> Exposure:
    field_id = draw(st.sampled_from([1, 1, 2]))
    band, mjd = draw(st.sampled_from(BANDS)), draw(st.sampled_from(DATES))
    return Exposure(image_id, field_id, band, mjd, draw(detections(field_id)))


@pytest.fixture
def survey_database(database: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """One database for all examples of a test; each begins by emptying it."""
    database.execute("SET synchronous_commit = off")
    yield database


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_with_catalogues_taken_out_and_loaded_again_gives_the_same(
    survey_database: psycopg.Connection, data: st.DataObject
) -> None:
    exposures = data.draw(surveys(), label="survey")
    by_date = sorted(exposures, key=lambda e: (e.mjd, e.image_id))
    expected = _loaded(survey_database, by_date)
    contents.assert_same(
        _loaded(survey_database, data.draw(st.permutations(exposures), label="order")), expected
    )
    gone = data.draw(st.permutations(exposures), label="order of going")[: data.draw(st.integers(0, 3))]
    for exposure in gone:
        survey_database.execute("SELECT upkeep.remove_catalogue(%s)", [exposure.image_id])
        assert contents.differences(survey_database) == []
    rest = [exposure for exposure in exposures if exposure not in gone]
    without = contents.summaries(survey_database)
    for exposure in data.draw(st.permutations(gone), label="order of return"):
        exposure.add(survey_database)
        assert contents.differences(survey_database) == []
    contents.assert_same(contents.summaries(survey_database), expected)
    contents.assert_same(_loaded(survey_database, rest), without)


def _loaded(database: psycopg.Connection, exposures: list[Exposure]) -> dict[str, list[str]]:
    contents.clear(database)
    for exposure in exposures:
        exposure.add(database)
    assert contents.differences(database) == []
    return contents.summaries(database)


def test_of_equal_dates_the_lower_image_is_the_reference_in_either_order(
    database: psycopg.Connection,
) -> None:
    for order in ((7, 3), (3, 7)):
        contents.clear(database)
        for image_id in order:
            detection = {"source_id": 1, "ra": float(image_id), "mag_1": float(image_id)}
            survey.add_image(database, image_id, [detection], mjd=57000.0)
        assert database.execute(
            "SELECT first_image_id, ra, ks_image_id, ks_mag FROM survey.source"
        ).fetchall() == [(3, 3.0, 3, 3.0)]


def test_a_source_that_two_fields_share_belongs_to_that_of_its_earliest_image(
    database: psycopg.Connection,
) -> None:
    for order in ((1, 2), (2, 1)):
        contents.clear(database)
        for field_id in order:
            # Field 2 was observed first: image 2 at 57000 - 2, image 1 at 57000 - 1
            survey.add_image(
                database, field_id, [{"source_id": 50}], field_id=field_id, mjd=57000.0 - field_id
            )
        assert database.execute("SELECT field_id, first_mjd FROM survey.source").fetchall() == [(2, 56998)]
        assert database.execute("SELECT n_detection FROM science.photometry").fetchall() == [(2,)]


@LONG
@pytest.mark.xdist_group("delivery")
def test_the_real_delivery_in_two_parts_equals_one_load(
    delivered: psycopg.Connection, real_data: Path, tmp_path: Path
) -> None:
    expected = _of_delivery(delivered)
    contents.clear(delivered)
    manifest = (real_data / "file_info_for_problem.csv").read_text().splitlines()
    header, lines = manifest[0], [line for line in manifest[1:] if line.strip()]
    places = [name.strip().lower() for name in header.split(",")]
    records = [dict(zip(places, line.split(","), strict=True)) for line in lines]
    field_1_ks = [record for record in records if (record["fieldid"], record["filter"]) == ("1", "Ks")]
    earliest = min(field_1_ks, key=lambda record: float(record["mjd"]))["id"]
    # First everything but field 3 and the first Ks epoch of field 1, whose catalogues E002 and E003 are then
    # the first two of their manifest; then these.
    later = {record["id"] for record in records if record["fieldid"] == "3"} | {earliest}
    files = sorted(real_data.glob("Field-*.fits"))
    late_files = [file for file in files if "Field-3" in file.name or file.name == "Field-1-Ks-E001.fits"]
    renamed = {"Field-1-Ks-E002.fits": "Field-1-Ks-E001.fits", "Field-1-Ks-E003.fits": "Field-1-Ks-E002.fits"}
    first = _part(
        tmp_path / "first",
        header,
        [line for line, r in zip(lines, records, strict=True) if r["id"] not in later],
    )
    for file in set(files) - set(late_files):
        shutil.copy(file, first / renamed.get(file.name, file.name))
    second = _part(
        tmp_path / "second",
        header,
        [line for line, r in zip(lines, records, strict=True) if r["id"] in later],
    )
    for file in late_files:
        shutil.copy(file, second)
    assert load(delivered, first).faults == []
    assert load(delivered, second).faults == []
    contents.assert_same(_of_delivery(delivered), expected)
    assert contents.differences(delivered) == []


def _of_delivery(delivered: psycopg.Connection) -> dict[str, list[str]]:
    detections = [str(contents.detections_hash(delivered))]
    return contents.summaries(delivered) | {
        "image": contents.rows(delivered, "image"),
        "detection": detections,
    }


def _part(directory: Path, header: str, lines: list[str]) -> Path:
    directory.mkdir()
    (directory / "manifest.csv").write_text("\n".join([header, *lines]) + "\n")
    return directory
