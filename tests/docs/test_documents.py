"""What the documents show is run, and what comes is what they show."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from db.server.binaries import installed
from tests.conftest import LONG
from tests.docs.blocks import (
    DOCUMENTS,
    REPOSITORY,
    Block,
    Command,
    commands,
    differs,
    read_blocks,
    run,
    run_script,
)
from tests.docs.homes import own_server
from tests.survey import write_delivery

R1_IMAGES = [1, 2, 3, 6, 7, 8, 9, 10, 12, 13, 14, 15, 18]


@pytest.fixture(scope="module")
def demonstrated(real_data: Path) -> Iterator[tuple[dict[str, str], list[str]]]:
    """An embedded server on which the README's demo ran, by its environment; and what the demo departs in."""
    with own_server() as environment:
        departures = [_departures(block, environment) for block in read_blocks("demo")]
        yield environment, departures


def _departures(block: Block, environment: dict[str, str] | None = None) -> str:
    environment = environment or dict(os.environ)
    found = [differs(command.shown, run(command, environment)) for command in commands(block)]
    return "\n\n".join(f"{block}: {departure}" for departure in found if departure)


@pytest.mark.xdist_group("documents")
def test_the_demo_of_the_readme_prints_what_the_readme_shows(
    demonstrated: tuple[dict[str, str], list[str]],
) -> None:
    assert demonstrated[1] == [""]


@pytest.mark.xdist_group("documents")
@pytest.mark.parametrize(
    "block", [block for block in read_blocks("embedded") if block.language == "console"], ids=str
)
def test_what_is_shown_of_the_embedded_server_is_so(
    block: Block, demonstrated: tuple[dict[str, str], list[str]]
) -> None:
    assert _departures(block, demonstrated[0]) == ""


@pytest.mark.xdist_group("documents")
def test_a_backup_made_as_documented_is_restored_as_documented(
    demonstrated: tuple[dict[str, str], list[str]], tmp_path: Path
) -> None:
    backup, restore = _backup_and_restore()
    run_script(backup, {**demonstrated[0], "BACKUP": str(tmp_path)})
    assert "SCRAM" not in (tmp_path / "roles.sql").read_text()
    with own_server() as new:
        environment = {**new, "BACKUP": str(tmp_path)}
        lines = [line.strip() for line in run_script(restore, environment)]
        assert lines[lines.index("n_difference") + 2] == "0"
        counted = [command for block in read_blocks("delivered") for command in commands(block)]
        assert [differs(command.shown, run(command, environment)) for command in counted] == [""] * len(
            counted
        )


def _backup_and_restore() -> list[Block]:
    return [
        next(block for block in read_blocks(place) if block.language == "sh") for place in ("embedded", "new")
    ]


@LONG
@pytest.mark.xdist_group("documents")
def test_a_backup_of_postgresql_16_is_restored_to_18(tmp_path: Path) -> None:
    backup, restore = _backup_and_restore()
    delivery = write_delivery(tmp_path / "delivery")
    install, load = (
        Command("shell", f"python -m {text}", ()) for text in ("db upgrade", f"loader {delivery}")
    )
    with own_server(16) as old, own_server(18) as new:
        run(install, old)
        assert re.search(r"\b4 loaded, .*; 20 rows", run(load, old)[-1])
        run_script(backup, {**old, "BACKUP": str(tmp_path)})
        lines = [line.strip() for line in run_script(restore, {**new, "BACKUP": str(tmp_path)})]
        assert lines[lines.index("n_difference") + 2] == "0"
        assert re.search(r"\b0 loaded, .*\b4 unchanged\b.*; 0 rows", run(load, new)[-1])


@pytest.mark.xdist_group("documents")
def test_another_server_is_set_up_as_documented_by_who_is_no_superuser(tmp_path: Path) -> None:
    (block,) = read_blocks("elsewhere")
    text = block.text.replace("db.example.org", "127.0.0.1").replace(
        "DIRECTORY", str(write_delivery(tmp_path / "delivery"))
    )
    with own_server() as environment:
        run(Command("shell", "python -m db start", ()), environment)
        home = Path(environment["EPOCHDB_HOME"])
        at = {"PGHOST": "127.0.0.1", "PGPORT": (home / "port-18").read_text().strip()}
        (password,) = run(Command("shell", "python -m db password --role superuser", ()), environment)
        with psycopg.connect(
            host=at["PGHOST"], port=at["PGPORT"], user="postgres", password=password, autocommit=True
        ) as superuser:
            superuser.execute("DROP DATABASE IF EXISTS epochdb")
            superuser.execute("CREATE ROLE alice LOGIN CREATEDB CREATEROLE PASSWORD 'of alice'")
            # Another server's doors are its own; the embedded one's are closed to alice
            rules = home / "data-18" / "pg_hba.conf"
            rules.write_text("host all alice 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
            superuser.execute("SELECT pg_reload_conf()")
        programs = f"{installed(18)}{os.pathsep}{environment['PATH']}"
        lines = run_script(
            replace(block, text=text),
            {**environment, "PATH": programs, "PGPORT": at["PGPORT"], "PGPASSWORD": "of alice"},
        )
    assert re.search(r"\b4 loaded, .*; 20 rows", lines[-1])


@pytest.mark.xdist_group("delivery")
@pytest.mark.parametrize("block", read_blocks("delivered"), ids=str)
def test_what_is_shown_of_the_delivered_survey_is_so(block: Block, delivered: psycopg.Connection) -> None:
    assert _departures(block) == ""


@pytest.mark.parametrize("block", read_blocks("empty"), ids=str)
def test_what_is_shown_of_a_load_is_so(block: Block, database: psycopg.Connection, real_data: Path) -> None:
    assert _departures(block) == ""


def test_the_readme_gives_all_thirteen_images_of_r1() -> None:
    command = next(
        command
        for block in read_blocks("delivered")
        for command in commands(block)
        if "images_between" in command.text
    )
    rows = [line for line in command.shown if re.match(r" +\d+ \|", line)]
    assert [int(row.split("|")[0]) for row in rows] == R1_IMAGES


@pytest.mark.xdist_group("delivery")
def test_the_answers_in_the_table_of_questions_are_those_of_the_database(
    delivered: psycopg.Connection,
) -> None:
    rows = re.findall(
        r"^\| (R\d) \|.*\| `(science\..*?)` \| (.*) \|$", DOCUMENTS[0].read_text(), re.MULTILINE
    )
    assert [row[0] for row in rows] == ["R1", "R2", "R3", "R4", "R5"]
    for name, call, answer in rows:
        shown = [_numbers(found) for found in re.findall(r"\d[\d,]*(?: / \d[\d,]*)*", answer)]
        assert _answer(delivered, name, call) == shown[0], name
        if name == "R3":
            assert _answer(delivered, name, call.replace("20", "20, 'raw'")) == shown[-1]


def _numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in text.rstrip(",").split(" / ")]


def _answer(connection: psycopg.Connection, name: str, call: str) -> list[int]:
    """Count the rows of a call: in all for R1, else for each field."""
    if name == "R1":
        return [row[0] for row in connection.execute(f"SELECT count(*) FROM {call}".encode())]
    if "(1)" in call:
        calls = [call.replace("(1)", f"({field})") for field in (1, 2, 3)]
        return [
            row[0] for each in calls for row in connection.execute(f"SELECT count(*) FROM {each}".encode())
        ]
    query = (
        "SELECT (SELECT count(*) FROM " + call + " AS a WHERE a.field_id = f.field_id)"
        " FROM survey.field AS f ORDER BY f.field_id"
    )
    return [row[0] for row in connection.execute(query.encode())]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_link_in_a_document_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize(
    ("arguments", "recipe"),
    [
        (["demo"], "python -m demo"),
        (["demo", "DATA=some/where"], "python -m demo some/where"),
        (["psql"], "python -m db psql"),
        (["psql", "DB=epochdb_example"], "python -m db psql -d epochdb_example"),
        (
            ["report", "DB=epochdb_example"],
            "python -m report build/report/epochdb_example -d epochdb_example",
        ),
        (["test", "PG=16"], "EPOCHDB_PG_VERSION=16"),
    ],
)
def test_a_make_target_runs_what_the_documents_say(arguments: list[str], recipe: str) -> None:
    shown = subprocess.run(
        ["make", "-n", "--no-print-directory", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    last = shown.stdout.strip().splitlines()[-1]
    assert recipe in last
    assert last.endswith(recipe) or arguments[0] == "test"
