"""The digest: what is new in the answers of kept questions since the last."""

import json
from pathlib import Path

import psycopg
import pytest

from report.__main__ import main
from tests.survey import add_image


def _keep(database: psycopg.Connection, name: str, query: str, seconds: int = 60) -> None:
    database.execute("SELECT upkeep.save_question(%s, %s, '', %s)", [name, query, seconds])


def _digest(out: Path) -> dict[str, dict[str, object]]:
    assert main(["digest", str(out)]) == 0
    digest = json.loads((out / "digest.json").read_text())
    return {answer["name"]: answer for answer in digest["answers"]}


def test_a_digest_tells_what_is_new_since_the_last(database: psycopg.Connection, tmp_path: Path) -> None:
    _keep(database, "images", "SELECT image_id FROM science.image_epoch")
    add_image(database, 1, [{"source_id": 1}])
    assert _digest(tmp_path)["images"]["new"] == [["1"]]
    assert _digest(tmp_path)["images"]["new"] == []
    add_image(database, 2, [{"source_id": 1}])
    assert _digest(tmp_path)["images"]["new"] == [["2"]]
    for name in ("digest.html", "digest.txt"):
        assert "1 new of 2 rows" in (tmp_path / name).read_text()


def test_a_question_that_fails_is_said_and_the_others_go_on(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    _keep(database, "a nonsense", "SELECT 1 / 0")
    _keep(database, "b slow", "SELECT pg_sleep(60)", 1)
    _keep(database, "c good", "SELECT 1")
    answers = _digest(tmp_path)
    assert "division by zero" in str(answers["a nonsense"]["fault"])
    assert "timeout" in str(answers["b slow"]["fault"])
    assert answers["c good"]["new"] == [["1"]]


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM survey.source", "SELECT 1; SELECT 2", "SET ROLE epochdb_owner", "CREATE TABLE t (x int)"],
)
def test_a_question_only_asks(database: psycopg.Connection, tmp_path: Path, query: str) -> None:
    _keep(database, "no question", query)
    assert _digest(tmp_path)["no question"]["fault"]


def test_a_question_belongs_to_a_reader(database: psycopg.Connection) -> None:
    for role in ("epochdb_loader", "epochdb_owner", "postgres", "nobody_at_all"):
        with pytest.raises(psycopg.errors.InvalidParameterValue, match="is no reader"):
            database.execute("SELECT upkeep.save_question('q', 'SELECT 1', '', 60, %s)", [role])
