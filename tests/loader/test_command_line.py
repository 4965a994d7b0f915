"""What the loader says, to people and to programs, and with which status it ends."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests import survey
from tests.conftest import load
from tests.loader import contents

Program = Callable[..., tuple[int, str, str]]
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    return survey.write_delivery(tmp_path / "delivery")


def test_the_summary_is_one_line(load_program: Program, delivery: Path) -> None:
    status, out, _ = load_program(delivery)
    assert status == 0
    assert re.fullmatch(r"load 1: 4 loaded, 0 replaced, 0 unchanged, 0 rejected; 20 rows in \d+\.\d s\n", out)


def test_without_a_terminal_each_catalogue_is_a_line_of_the_log(
    load_program: Program, delivery: Path
) -> None:
    lines = load_program("--jobs", 1, delivery)[2].splitlines()
    assert [re.sub(MOMENT, "", line, count=1) for line in lines] == [
        # Bands of few images first, then in the order of their dates
        f" load 1: loaded image 2 {delivery}/Field-1-J.fits",
        f" load 1: loaded image 1 {delivery}/Field-1-Z.fits",
        f" load 1: loaded image 4 {delivery}/Field-1-Ks-E001.fits",
        f" load 1: loaded image 3 {delivery}/Field-1-Ks-E002.fits",
    ]
    assert all(re.match(MOMENT, line) for line in lines)


def test_on_a_terminal_there_is_a_bar_and_only_faults_are_lines(
    load_program: Program, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (delivery / "Field-1-J.fits").write_bytes(b"")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    status, _, log = load_program(delivery)
    assert status == 1
    assert "4/4" in log
    assert "REJECTED EmptyFile: " in log
    assert "loaded image" not in log


def test_a_refused_file_is_a_line_of_the_log_with_its_remedy(load_program: Program, delivery: Path) -> None:
    (delivery / "Field-1-J.fits").write_bytes(b"")
    status, out, log = load_program(delivery)
    assert status == 1
    assert "3 loaded, 0 replaced, 0 unchanged, 1 rejected; 15 rows" in out
    (line,) = [line for line in log.splitlines() if "REJECTED" in line]
    assert re.fullmatch(
        f"{MOMENT} load 1: REJECTED EmptyFile: {delivery}/Field-1-J.fits: found no bytes, expected"
        " a FITS file. Deliver the file again.",
        line,
    )


def test_json_is_one_line_on_standard_output(load_program: Program, delivery: Path) -> None:
    (delivery / "Field-1-J.fits").write_bytes(b"")
    status, out, _ = load_program("--json", delivery)
    assert status == 1
    assert out.count("\n") == 1
    summary = json.loads(out)
    assert summary.pop("seconds") >= 0
    assert summary == {
        "load_id": 1, "n_loaded": 3, "n_replaced": 0, "n_unchanged": 0, "n_rejected": 1, "n_row": 15,
        "n_missing": 0,
        "rejected": [
            {
                "fault": "EmptyFile",
                "path": f"{delivery}/Field-1-J.fits",
                "message": f"{delivery}/Field-1-J.fits: found no bytes, expected a FITS file."
                " Deliver the file again.",
            }
        ],
    }  # fmt: skip


def test_json_of_a_dry_run_has_no_load(load_program: Program, delivery: Path) -> None:
    status, out, _ = load_program("--json", "--dry-run", delivery)
    assert (status, json.loads(out)["load_id"], json.loads(out)["n_loaded"]) == (0, None, 4)


def test_the_log_of_loads_has_what_was_asked_for_and_what_came_of_it(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    (delivery / "Field-1-J.fits").write_bytes(b"")
    load_program(delivery)
    assert database.execute(
        "SELECT path, n_loaded, n_rejected, n_row, is_complete, duration >= 0 FROM science.load_log"
    ).fetchall() == [(str(delivery), 3, 1, 15, False, True)]


def test_a_refusal_is_resolved_when_the_image_is_in(
    database: psycopg.Connection, load_program: Program, delivery: Path
) -> None:
    (delivery / "Field-1-J.fits").write_bytes(b"")
    assert load_program(delivery)[0] == 1
    query = "SELECT image_id, fault, is_resolved FROM science.rejection_log"
    assert database.execute(query).fetchall() == [(2, "EmptyFile", False)]
    survey.write_delivery(delivery)
    assert load_program(delivery)[0] == 0
    assert database.execute(query).fetchall() == [(2, "EmptyFile", True)]


def test_no_path_is_an_error_of_usage(load_program: Program) -> None:
    with pytest.raises(SystemExit) as end:
        load_program()
    assert end.value.code == 2


def test_a_path_that_is_not_there_ends_with_status_one(load_program: Program, tmp_path: Path) -> None:
    status, out, log = load_program(tmp_path / "nowhere")
    assert status == 1
    assert "REJECTED UnreadableFile" in log
    assert "0 loaded, 0 replaced, 0 unchanged, 1 rejected" in out


def test_a_database_without_the_schema_says_how_to_get_it(
    database: psycopg.Connection,
    empty_database: psycopg.Connection,
    load_program: Program,
    delivery: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The database at head is there for the roles, which are the whole server's.
    monkeypatch.setenv("PGDATABASE", empty_database.info.dbname)
    status, out, log = load_program(delivery)
    assert (status, out) == (1, "")
    assert "this database has no survey" in log
    assert "python -m db upgrade" in log
    assert contents.images(database) == []


def test_a_server_that_does_not_answer_is_named(
    load_program: Program, delivery: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    status, out, log = load_program(delivery)
    assert (status, out) == (1, "")
    assert log.startswith("no connection: ")


@pytest.fixture
def reader(database: psycopg.Connection) -> Iterator[str]:
    """A login that is a member of the readers and of nothing else; its password is its name."""
    name = f"{database.info.dbname}_reader"
    role = sql.Identifier(name)
    database.execute(
        sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} IN ROLE epochdb_reader").format(role, sql.Literal(name))
    )
    yield name
    database.execute(sql.SQL("DROP ROLE {}").format(role))


def test_a_reader_cannot_become_the_loader(
    database: psycopg.Connection,
    load_program: Program,
    delivery: Path,
    reader: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGUSER", reader)
    monkeypatch.setenv("PGPASSWORD", reader)
    status, out, log = load_program(delivery)
    assert (status, out) == (1, "")
    assert "no connection: " in log
    assert 'permission denied to set role "epochdb_loader"' in log
    assert contents.images(database) == []


@pytest.mark.parametrize("role", ["epochdb_reader", "epochdb_ml"])
def test_nobody_but_the_loader_may_load(database: psycopg.Connection, delivery: Path, role: str) -> None:
    database.execute(f"SET ROLE {role}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied for table load"):
        load(database, delivery)
    database.execute("RESET ROLE")
    assert contents.images(database) == []


def test_the_loader_needs_no_more_than_its_own_role(database: psycopg.Connection, delivery: Path) -> None:
    database.execute("SET ROLE epochdb_loader")
    assert load(database, delivery).faults == []
    survey.write_catalogue(delivery / "Field-1-J.fits", survey.catalogue_columns(3))
    assert load(database, delivery, replace=True).counts()["n_replaced"] == 1
    database.execute("RESET ROLE")
    assert contents.differences(database) == []
