"""The Docker files, as far as they can be tried without a Docker engine."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from db.server.binaries import installed
from tests.docs.blocks import REPOSITORY
from tests.survey import write_delivery

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
DOCKERFILE = (REPOSITORY / "Dockerfile").read_text()
COMPOSE_TEXT = (REPOSITORY / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE_TEXT)["services"]


def _run(arguments: list[str], environment: dict[str, str], directory: Path = REPOSITORY) -> str:
    done = subprocess.run(
        arguments,
        cwd=directory,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _client_environment(service: str) -> dict[str, str]:
    """Give the variables that the service sets, with the values of the tests' server where those differ."""
    given = SERVICES[service]["environment"]
    assert {"PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD"} == set(given)
    return {
        name: os.environ.get(name, value)
        for name, value in given.items()
        if "$" not in value or name in os.environ
    }


def _service_command(service: str, data: Path | None = None) -> list[str]:
    words = [sys.executable if word == "python" else word for word in SERVICES[service]["command"]]
    return [str(data) if word == "/data" else word for word in words]


def test_migrate_and_then_the_loader_fill_a_new_database(
    empty_database: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGDATABASE", empty_database.info.dbname)
    _run(_service_command("migrate"), _client_environment("migrate"))
    delivery = write_delivery(tmp_path / "delivery")
    _run(_service_command("loader", delivery), _client_environment("loader"))
    assert empty_database.execute("SELECT count(*) FROM survey.detection").fetchone() == (20,)


def test_the_loader_waits_for_the_schema_and_the_schema_for_a_healthy_server() -> None:
    assert SERVICES["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert SERVICES["loader"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert SERVICES["loader"]["environment"]["PGHOST"] in SERVICES


def test_the_health_check_is_satisfied_by_a_server_that_answers(empty_database: psycopg.Connection) -> None:
    kind, program, *arguments = SERVICES["database"]["healthcheck"]["test"]
    assert kind == "CMD"
    info = empty_database.info
    arguments = [argument.replace("127.0.0.1", info.host) for argument in arguments]
    assert "accepting" in _run([str(installed(18) / program), *arguments], {"PGPORT": str(info.port)})


def test_the_server_is_given_settings_that_postgresql_has(empty_database: psycopg.Connection) -> None:
    program, *arguments = SERVICES["database"]["command"]
    assert program == "postgres"
    assert set(arguments[::2]) == {"-c"}
    names = [setting.split("=")[0] for setting in arguments[1::2]]
    found = empty_database.execute("SELECT name FROM pg_settings WHERE name = any(%s)", [names]).fetchall()
    assert sorted(names) == sorted(name for (name,) in found)


def test_the_superusers_password_is_required_and_none_is_committed() -> None:
    passwords = [
        value
        for service in SERVICES.values()
        for name, value in service["environment"].items()
        if "PASSWORD" in name
    ]
    assert len(passwords) == 3
    assert all(value.startswith("${EPOCHDB_POSTGRES_PASSWORD:?") for value in passwords)
    assert "trust" not in COMPOSE_TEXT


def test_the_port_is_open_to_this_machine_alone() -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["database"]["ports"])


def test_the_data_are_mounted_read_only_where_the_loader_looks() -> None:
    (volume,) = SERVICES["loader"]["volumes"]
    assert volume["read_only"] is True
    assert volume["target"] in SERVICES["loader"]["command"]


def test_every_variable_of_the_compose_file_is_documented() -> None:
    variables = set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT))
    documented = set(
        re.findall(r"^\| `(EPOCHDB_\w+)` \|", (REPOSITORY / "docs" / "docker.md").read_text(), re.MULTILINE)
    )
    assert variables == documented


def test_the_image_installs_the_dependencies_of_the_project() -> None:
    program = re.search(r'python -c "(import tomllib.*)"', DOCKERFILE)
    assert program
    assert _run([sys.executable, "-c", program[1]], {}).split() == PROJECT["dependencies"]


def test_the_image_gets_all_that_the_programs_run_and_nothing_secret() -> None:
    lines = (REPOSITORY / ".dockerignore").read_text().split("\n")
    assert lines[1] == "*"
    kept = {line.removeprefix("!") for line in lines if line.startswith("!")}
    setuptools = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["setuptools"]
    packages = {pattern.removesuffix("*") for pattern in setuptools["packages"]["find"]["include"]}
    needed = packages | {"sql", "migrations", "alembic.ini"}
    copied = re.search(r"^COPY (.*) \./$", DOCKERFILE, re.MULTILINE)
    assert copied
    assert needed | set(copied[1].split()) <= kept
    assert not {".env", ".git", "."} & kept


def test_the_image_has_a_python_that_the_project_runs_on() -> None:
    version = re.search(r"^FROM python:(\d+)\.(\d+)", DOCKERFILE, re.MULTILINE)
    oldest = re.fullmatch(r">=(\d+)\.(\d+)", PROJECT["requires-python"])
    assert version
    assert oldest
    assert tuple(map(int, version.groups())) >= tuple(map(int, oldest.groups()))
