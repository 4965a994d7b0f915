"""How a program ends: what it says on standard error, and its exit status."""

import psycopg
import pytest

from db import address
from db.faults import Fault, NoSurvey
from db.program import exit_status, told


class NothingToDo(Fault):
    """A fault made up for these tests."""


def _raise(error: Exception) -> None:
    raise error


def test_a_known_fault_is_told_by_its_name_and_ends_with_status_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert exit_status(lambda: _raise(NothingToDo("no file given; name one"))) == 1
    assert capsys.readouterr().err == "NothingToDo: no file given; name one\n"


def test_work_that_ends_well_has_its_own_status_or_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert (exit_status(lambda: None), exit_status(lambda: 3)) == (0, 3)
    assert capsys.readouterr().err == ""


def test_a_fault_of_another_package_is_known_only_where_it_is_named() -> None:
    assert exit_status(lambda: _raise(KeyError("k")), KeyError) == 1
    with pytest.raises(KeyError):
        exit_status(lambda: _raise(KeyError("k")))


def test_the_server_is_told_with_its_detail_and_hint_but_not_with_the_functions_it_passed(
    database: psycopg.Connection,
) -> None:
    raising = "DO $$ BEGIN RAISE undefined_table USING MESSAGE = 'm', DETAIL = 'd', HINT = 'h'; END $$"
    with pytest.raises(psycopg.Error) as raised:
        database.execute(raising)
    assert told(raised.value) == "UndefinedTable: m\nDETAIL: d\nHINT: h"


def test_a_database_without_a_survey_is_no_place_to_ask(
    empty_database: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATABASE", empty_database.info.dbname)
    with pytest.raises(NoSurvey, match="python -m db upgrade"):
        address.connect_to_survey()
