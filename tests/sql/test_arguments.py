"""Arguments that no survey can answer are refused by name with a hint; an empty survey is no error."""

import re

import psycopg
import pytest

REFUSED = [
    ("upkeep.require_band('K')", '"K"'),
    ("science.light_curve(5, 'Q')", '"Q"'),
    ("science.variable_sources(20, 'catalogue', 'ks')", '"ks"'),
    ("science.variable_sources(20, 'raw', 'ks')", '"ks"'),
    ("upkeep.require_calibration('Raw')", '"Raw"'),
    ("science.variable_sources(20, 'literal')", '"literal"'),
    ("upkeep.require_field(77)", "77"),
    ("science.catalogues_of_field(77)", "77"),
    ("science.five_band_photometry(77)", "77"),
    ("upkeep.require_interval(57001, 57000)", "57001"),
    ("science.images_between(57001, 57000)", "57001"),
    ("science.images_between('NaN', 57000)", "NaN"),
]

ANSWERED_BY_NOTHING = [
    "science.images_between(56800, 57300)",
    "science.images_between(56800, 57300, 7.3)",
    "science.red_sources()",
    "science.variable_sources()",
    "science.variable_sources(20, 'raw')",
    "science.variable_sources(20, 'catalogue', 'J')",
    "science.light_curve(5)",
    "science.verify_summaries()",
    "upkeep.recomputed_source(0, 9999)",
    "upkeep.recomputed_source_variability(0, 9999)",
    "science.image_epoch",
    "science.field_overview",
    "science.calibrated_detection",
    "science.photometry",
    "science.star",
    "science.variability",
    "science.load_log",
    "science.rejection_log",
]


@pytest.mark.parametrize(("call", "offender"), REFUSED)
def test_a_wrong_argument_is_refused_by_name_with_a_hint_that_runs(
    shared_database: psycopg.Connection, call: str, offender: str
) -> None:
    """The database is empty: the refusal must not wait for a row to be looked at."""
    with pytest.raises(psycopg.errors.InvalidParameterValue) as refusal:
        shared_database.execute(f"SELECT * FROM {call}")
    diagnosis = refusal.value.diag
    assert offender in (diagnosis.message_primary or "")
    hint = re.search(r"SELECT .*;", diagnosis.message_hint or "")
    assert hint is not None
    shared_database.execute(hint[0])


@pytest.mark.parametrize("call", [call for call, _ in REFUSED])
def test_a_wrong_argument_is_refused_whatever_the_plan(
    shared_database: psycopg.Connection, call: str
) -> None:
    """A generic plan, as drivers that prepare use, knows no argument when it is made."""
    shared_database.execute("SET plan_cache_mode = force_generic_plan")
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        shared_database.execute(f"SELECT * FROM {call}", prepare=True)
    shared_database.execute("RESET plan_cache_mode")


@pytest.mark.parametrize("call", ANSWERED_BY_NOTHING)
def test_a_survey_without_data_answers_with_no_rows(shared_database: psycopg.Connection, call: str) -> None:
    assert shared_database.execute(f"SELECT * FROM {call}").fetchall() == []


def test_a_survey_without_data_has_its_bands(shared_database: psycopg.Connection) -> None:
    query = "SELECT band, n_image FROM science.band_overview ORDER BY wavelength_um"
    assert shared_database.execute(query).fetchall() == [(band, 0) for band in ("Z", "Y", "J", "H", "Ks")]


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("require_band('Ks')", True),
        ("require_calibration('raw')", True),
        ("require_interval(1, 2)", True),
        ("require_interval(2, 2)", True),
        ("require_band(NULL)", None),
    ],
)
def test_a_right_argument_passes(shared_database: psycopg.Connection, call: str, value: object) -> None:
    assert shared_database.execute(f"SELECT upkeep.{call}").fetchall() == [(value,)]
