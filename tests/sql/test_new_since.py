"""What is new since a load, what a value rests on, and how two releases differ."""

import psycopg
import pytest

from tests.survey import add_image

# Six stars; without more of them an image of them has no depth worth its name
STARS = range(1, 7)


def _load(
    database: psycopg.Connection, load_id: int, image_id: int, flux: dict[int, float], **at: object
) -> None:
    """Load an image under a load of its own; what is not said of a star is a flux of 1000."""
    rows = [
        {"source_id": source, "flux_1": flux.get(source, 1000.0)} for source in STARS if flux.get(source) != 0
    ]
    add_image(database, image_id, rows, mjd=57000.0 + image_id, **at)  # type: ignore[arg-type]
    database.execute(
        "INSERT INTO survey.load (load_id, path, program_version) OVERRIDING SYSTEM VALUE"
        " VALUES (%s, '', '1') ON CONFLICT DO NOTHING",
        [load_id],
    )
    database.execute("UPDATE survey.catalogue SET load_id = %s WHERE image_id = %s", [load_id, image_id])


@pytest.fixture
def night(database: psycopg.Connection) -> psycopg.Connection:
    """Four epochs by load 1, then two by load 2: star 1 is twice as bright, 2 gone, 6 new."""
    for image_id in range(1, 5):
        _load(database, 1, image_id, {6: 0})
    for image_id in (5, 6):
        _load(database, 2, image_id, {1: 2000.0, 2: 0})
    return database


def _rows(database: psycopg.Connection, query: str) -> list[tuple[object, ...]]:
    return database.execute(query).fetchall()


def test_catalogues_after_a_load_are_added(night: psycopg.Connection) -> None:
    query = "SELECT change, image_id, before FROM science.new_catalogues(1)"
    assert _rows(night, query) == [("added", 5, None), ("added", 6, None)]


def test_a_catalogue_that_took_anothers_place_shows_what_was_before(night: psycopg.Connection) -> None:
    night.execute("SELECT upkeep.remove_catalogue(6)")
    _load(night, 3, 6, {})
    night.execute("SELECT upkeep.remove_catalogue(5)")
    query = "SELECT change, image_id, before IS NOT NULL, after IS NOT NULL FROM science.new_catalogues(2)"
    assert _rows(night, query) == [("removed", 5, True, False), ("replaced", 6, True, True)]


def test_a_source_is_new_that_no_earlier_image_has(night: psycopg.Connection) -> None:
    # Flux 1000 is 17.5 mag; error 10 gives a limit of 25 - 2.5 log10(50) = 20.75 mag, which reached it
    query = "SELECT source_id, image_id, mag, limit_mag_before, would_have_shown FROM science.new_sources(1)"
    assert _rows(night, query) == [(6, 5, 17.5, pytest.approx(20.7526, abs=1e-4), True)]


def test_a_source_has_vanished_that_the_last_two_images_should_show(night: psycopg.Connection) -> None:
    # 1000 over a limit of 50 at 5 sigma: expected at 100
    query = "SELECT source_id, n_epoch, snr_expected FROM science.vanished_sources(1)"
    assert _rows(night, query) == [(2, 4, pytest.approx(100, rel=1e-6))]


def test_nothing_vanishes_that_one_image_alone_lost(night: psycopg.Connection) -> None:
    _load(night, 3, 7, {})
    _load(night, 4, 8, {3: 0})
    assert _rows(night, "SELECT source_id FROM science.vanished_sources(3)") == []


def test_a_source_twice_as_bright_brightened_by_three_quarters_of_a_magnitude(
    night: psycopg.Connection,
) -> None:
    # 1000 before, 2000 since: 2.5 log10 2 = 0.7526 mag
    query = (
        "SELECT source_id, mag_before - mag_after, significance > 0 FROM science.brightness_changes(1, 0.5)"
    )
    assert _rows(night, query) == [(1, pytest.approx(0.7526, abs=1e-4), True)]
    assert _rows(night, "SELECT source_id FROM science.brightness_changes(1, 0.8)") == []


def test_a_deviation_that_is_the_strongest_is_first_beyond(night: psycopg.Connection) -> None:
    # Mean (4 * 1000 + 2000) / 5 = 1200 with one epoch of 2000: 80 sigma of 10; before, all were equal
    night.execute("SELECT upkeep.remove_catalogue(6)")
    query = (
        "SELECT source_id, deviation_before, deviation_after, is_first FROM science.grown_deviations(1, 20)"
    )
    assert _rows(night, query) == [(1, 0.0, pytest.approx(80), True)]


def test_all_news_are_in_one_list(night: psycopg.Connection) -> None:
    kinds = {row[0] for row in _rows(night, "SELECT kind FROM science.new_since(1)")}
    assert {"catalogue added", "new source", "vanished", "brightened"} <= kinds
    assert _rows(night, "SELECT kind FROM science.new_since(2)") == []


def test_what_is_new_since_a_date_is_what_is_new_since_the_last_load_that_had_ended(
    night: psycopg.Connection,
) -> None:
    """Load 1 ended at six o'clock, load 2 an hour later: since half past six that of load 2."""
    for load_id, hour in ((0, 5), (1, 6), (2, 7)):
        night.execute(
            "UPDATE survey.load SET started_at = '2026-11-28 05:00+00',"
            " finished_at = timestamptz '2026-11-28 00:00+00' + %s * interval '1 hour' WHERE load_id = %s",
            [hour, load_id],
        )
    by_load = sorted(_rows(night, "SELECT kind, source_id, image_id FROM science.new_since(1)"), key=str)
    for since in ("'2026-11-28T06:30'", "timestamptz '2026-11-28 06:30+00'"):
        query = f"SELECT kind, source_id, image_id FROM science.new_since({since})"
        assert sorted(_rows(night, query), key=str) == by_load


def test_a_load_at_work_counts_as_later_and_one_that_broke_off_does_not_for_ever(
    night: psycopg.Connection,
) -> None:
    # All began now: load 1 is at work, load 2 beside it has ended
    night.execute("UPDATE survey.load SET finished_at = now() WHERE load_id <> 1")
    query = "SELECT science.load_before(now() + %s * interval '1 hour')"
    assert [night.execute(query, [hour]).fetchone() for hour in (1, 48)] == [(0,), (2,)]


def test_a_removal_after_the_last_load_is_new(night: psycopg.Connection) -> None:
    night.execute("UPDATE survey.load SET finished_at = clock_timestamp()")
    night.execute("SELECT upkeep.remove_catalogue(5)")
    query = "SELECT change, image_id FROM science.new_catalogues(2)"
    assert _rows(night, query) == [("removed", 5)]
    _load(night, 3, 7, {})
    assert _rows(night, query) == [("added", 7), ("removed", 5)]


def test_a_value_rests_on_the_files_of_its_detections(night: psycopg.Connection) -> None:
    query = "SELECT value_name, count(*), min(path) FROM science.explain_source(1) GROUP BY 1 ORDER BY 1"
    assert _rows(night, query) == [
        ("Ks magnitude", 1, "image-1.fits"),
        ("Ks mean flux, catalogue", 6, "image-1.fits"),
        ("position", 1, "image-1.fits"),
        ("star or not", 6, "image-1.fits"),
    ]


def test_an_image_affects_what_rests_on_it(night: psycopg.Connection) -> None:
    # The first image has positions and reference magnitudes, the last only counts and moments
    query = "SELECT DISTINCT value_name FROM science.affected_by(%s) WHERE source_id = 3 ORDER BY 1"
    first = [row[0] for row in night.execute(query, [1]).fetchall()]
    last = [row[0] for row in night.execute(query, [6]).fetchall()]
    assert set(first) - set(last) >= {"position", "reference photometry"}
    assert {"star or not", "variability"} <= set(last)


def test_two_releases_differ_by_what_came_between(night: psycopg.Connection) -> None:
    night.execute("SELECT upkeep.make_release('DR1', 'before')")
    _load(night, 3, 7, {1: 0, 2: 0, 3: 0, 4: 0, 5: 0})
    night.execute("SELECT upkeep.remove_catalogue(5)")
    night.execute("SELECT upkeep.make_release('DR2', 'after')")
    # Image 7 has star 6 alone; image 5 had all but star 2
    query = "SELECT source_id, change, reason, n_image FROM science.release_difference('DR1', 'DR2')"
    assert _rows(night, query) == [
        *((source, "changed", "catalogue removed", 1) for source in (1, 3, 4, 5)),
        (6, "changed", "catalogue added", 1),
        (6, "changed", "catalogue removed", 1),
    ]
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="are not two releases"):
        night.execute("SELECT * FROM science.release_difference('DR1', 'DR3')")


def test_a_release_has_a_name_and_a_token_to_be_cited_and_goes_when_it_is_forgotten(
    night: psycopg.Connection,
) -> None:
    token = _rows(night, "SELECT upkeep.make_release('DR1', 'before')")[0][0]
    assert _rows(night, "SELECT name, schema_name, n_image, token FROM science.release") == [
        ("DR1", "dr1", 6, token)
    ]
    assert _rows(night, "SELECT dr1.contents_token()") == [(token,)]
    _load(night, 3, 7, {})
    assert _rows(night, "SELECT science.contents_token()") != [(token,)]
    assert _rows(night, "SELECT dr1.contents_token()") == [(token,)]
    night.execute("SELECT upkeep.forget_release('DR1')")
    kept = "SELECT count(*) FROM survey.source_variability_history"
    assert _rows(night, kept) == [(0,)]
    assert _rows(night, "SELECT to_regnamespace('dr1')") == [(None,)]


def test_a_release_copies_ahead_what_the_next_load_changes_up_to_a_number(
    night: psycopg.Connection,
) -> None:
    copies = (
        "SELECT r.name, count(*) FROM survey.source_variability_history AS h"
        " INNER JOIN survey.data_release AS r ON r.release_id = h.release_to GROUP BY 1 ORDER BY 1"
    )
    night.execute("SELECT upkeep.make_release('DR1', '', 5)")
    assert _rows(night, copies) == []
    _load(night, 3, 7, {})
    assert _rows(night, copies) == [("DR1", 6)]
    night.execute("SELECT upkeep.make_release('DR2', '')")
    assert _rows(night, copies) == [("DR1", 6), ("DR2", 6)]
    # Nothing came since: no copy for DR3
    night.execute("SELECT upkeep.make_release('DR3', '')")
    assert _rows(night, copies) == [("DR1", 6), ("DR2", 6)]


@pytest.mark.parametrize("name", ["science", "pg_dr", "1dr", "dr 1", ""])
def test_a_name_that_can_be_no_schemas_is_refused(database: psycopg.Connection, name: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="no name for a release"):
        database.execute("SELECT upkeep.make_release(%s, '')", [name])


def test_what_a_release_has_not_stays_out_of_it_when_another_is_forgotten(night: psycopg.Connection) -> None:
    """A light curve without any flux rests on no image; a copy says that the release has none."""
    for name in ("DR1", "DR2"):
        night.execute("SELECT upkeep.make_release(%s, '')", [name])
    add_image(night, 7, [{"source_id": 9, "flux_1": None, "flux_1_err": None}], mjd=57010.0)
    dark = "SELECT source_id FROM dr2_survey.source_variability WHERE source_id = 9"
    assert _rows(night, dark) == []
    night.execute("SELECT upkeep.forget_release('DR1')")
    assert _rows(night, dark) == []
    assert _rows(night, "SELECT source_id FROM survey.source_variability WHERE source_id = 9") == [(9,)]
