"""The demo, from a directory to the answers."""

import os
import re
from pathlib import Path

import psycopg
import pytest

from db import address
from db.server import embedded
from db.table import table
from demo import __main__ as demo
from demo import answers
from example import ExampleSurvey, write
from tests.docs.homes import own_server
from tests.survey import write_delivery


@pytest.fixture
def small_survey(tmp_path: Path) -> Path:
    return write(tmp_path / "survey", ExampleSurvey(n_field=2, n_source=300, n_epoch=4)).directory


def test_the_demo_answers_all_five_questions(
    database: psycopg.Connection, small_survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main([str(small_survey)]) == 0
    printed = capsys.readouterr().out
    asked = re.findall(r"^(R\d)\. .", printed, re.MULTILINE)
    assert sorted(set(asked)) == ["R1", "R2", "R3", "R4", "R5"]
    assert "16 loaded, 0 replaced, 0 unchanged, 0 rejected" in printed
    assert "every summary agrees with its detections" in printed
    red = database.execute("SELECT count(*) FROM science.red_sources(1.5)").fetchone()
    assert red
    assert f"({red[0]} rows, the first 5 shown)" in printed
    # The reddest source is at no distance from itself
    _, _, around = printed.partition("SKY. What lies within ten seconds of arc of the reddest source")
    reddest = "SELECT r.source_id FROM science.red_sources(1.5) AS r ORDER BY r.j_minus_h DESC LIMIT 1"
    ((source_id,),) = database.execute(reddest.encode()).fetchall()
    assert re.search(rf"^ *{source_id} .*\b0\.?0* ", around, re.MULTILINE)


def test_the_demo_run_again_loads_nothing_and_answers_the_same(
    database: psycopg.Connection, small_survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.main([str(small_survey)])
    first = capsys.readouterr().out.splitlines()
    assert demo.main([str(small_survey)]) == 0
    second = capsys.readouterr().out.splitlines()
    assert "0 loaded, 0 replaced, 16 unchanged, 0 rejected; 0 rows" in second[1]
    assert second[2:] == first[2:]


def test_the_demo_asks_as_the_reader(
    database: psycopg.Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    questions = tmp_path / "questions"
    questions.mkdir()
    (questions / "r1_who.sql").write_text("-- R1: Who asks?\nSELECT current_user::text AS who;\n")
    monkeypatch.setattr(demo, "QUESTIONS", questions)
    assert demo.main([str(write_delivery(tmp_path / "survey"))]) == 0
    assert (
        "R1. Who asks?\n\n    SELECT current_user::text AS who;\n\nwho\n"
        in capsys.readouterr().out.replace("     who", "who")
    )


def test_a_demo_that_cannot_load_everything_says_so_and_fails(
    database: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    delivery = write_delivery(tmp_path / "survey")
    (delivery / "Field-1-J.fits").write_bytes(b"")
    assert demo.main([str(delivery)]) == 1
    captured = capsys.readouterr()
    assert "REJECTED EmptyFile" in captured.err
    assert "3 loaded, 0 replaced, 0 unchanged, 1 rejected" in captured.out


def test_a_demo_of_a_directory_that_is_not_there_names_it(
    database: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main([str(tmp_path / "nowhere")]) == 1
    assert f"{tmp_path / 'nowhere'}: found nothing" in capsys.readouterr().err


def test_the_example_has_a_database_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "EXAMPLE", tmp_path / "example")
    with own_server() as environment:
        for name in set(os.environ) - set(environment):
            monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert demo.main([]) == 0
        assert "database epochdb_example\n" in capsys.readouterr().out
        assert demo.main([]) == 0
        printed = capsys.readouterr().out
        assert "0 loaded, 0 replaced, 32 unchanged" in printed
        with address.connect(dbname="epochdb_example") as connection:
            assert connection.execute("SELECT count(*) FROM science.image_epoch").fetchone() == (32,)
        with address.connect() as connection:
            assert connection.execute("SELECT to_regnamespace('survey')").fetchone() == (None,)
        uri = re.search(r"postgresql://epochdb_reader@\S+", printed)
        assert uri
        password = embedded.parameters("epochdb_reader")["password"]
        assert password not in printed
        with psycopg.connect(uri[0], password=password) as connection:
            query = "SELECT count(*) FROM science.help WHERE subject = 'R1'"
            assert connection.execute(query).fetchone() == (1,)


def test_a_question_is_the_first_paragraph_of_the_comment_and_the_statement_below(
    tmp_path: Path,
) -> None:
    (tmp_path / "r2_red.sql").write_text(
        "-- R2: Which are\n-- red?\n--\n-- By colour.\n\nSELECT 1\nFROM a;\n"
    )
    assert answers.read_questions([tmp_path / "r2_red.sql"]) == [
        answers.Question("R2", "Which are red?", "SELECT 1\nFROM a;")
    ]


def test_a_table_aligns_numbers_to_the_right_and_leaves_missing_ones_blank() -> None:
    rows = [(7, "Ks", 1.23456, True), (12, "Z", None, False)]
    assert table(["n", "band", "mag", "star"], rows) == (
        "n  | band |  mag   | star\n---+------+--------+-----\n 7 | Ks   | 1.2346 | t\n12 | Z    |        | f"
    )


def test_a_table_without_rows_still_names_its_columns() -> None:
    assert table(["source_id", "mjd"], []) == "source_id | mjd\n----------+----"
