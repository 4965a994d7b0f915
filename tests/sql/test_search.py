"""The search in the database's description of itself."""

import psycopg
import pytest


def _found(connection: psycopg.Connection, words: str) -> list[tuple[str, ...]]:
    return connection.execute("SELECT kind, name FROM science.search(%s)", [words]).fetchall()


@pytest.mark.parametrize("words", ["color", "colour", "Colour", " COLOR "])
def test_either_spelling_finds_functions_views_and_columns(database: psycopg.Connection, words: str) -> None:
    found = _found(database, words)
    assert found == _found(database, "color")
    assert {"function", "view", "column"} <= {kind for kind, _ in found}
    # By its name, by its description, and by its UCD
    assert ("function", "science.colour_density") in found[:5]
    assert ("function", "science.red_sources") in found
    assert ("column", "science.photometry.j_minus_h") in found


def test_all_words_are_sought_in_any_order(database: psycopg.Connection) -> None:
    found = _found(database, "mean flux")
    assert found == _found(database, "flux  mean") != []
    assert ("column", "survey.source_variability.flux_mean") in found
    assert set(found) < set(_found(database, "flux"))


def test_a_unit_is_found_as_a_whole(database: psycopg.Connection) -> None:
    assert ("column", "survey.detection.ra") in _found(database, "deg")
    # d is the unit of the dates; that other descriptions have the letter d is beside the point for adu
    query = "SELECT DISTINCT unit FROM science.search('adu') WHERE kind = 'column' AND unit <> ''"
    assert {row[0] for row in database.execute(query)} <= {"adu", "adu**2"}


def test_tables_and_functions_that_write_are_found(database: psycopg.Connection) -> None:
    assert ("table", "survey.detection") in _found(database, "detection")
    assert ("function", "upkeep.make_tie") in _found(database, "make tie")


@pytest.mark.parametrize("sign", ["j%h", "j_min_s"])
def test_signs_of_a_pattern_are_taken_to_the_letter(database: psycopg.Connection, sign: str) -> None:
    assert _found(database, sign) == []


def test_what_is_nowhere_is_not_found(database: psycopg.Connection) -> None:
    assert _found(database, "xyzzy") == []
