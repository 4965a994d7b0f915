"""The database is where libpq's environment says, and otherwise on the embedded server."""

import os
from types import SimpleNamespace
from typing import cast

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from db import address
from db.faults import UnsupportedServerVersion


@pytest.fixture(autouse=True)
def no_libpq_environment(monkeypatch) -> None:
    for name in list(os.environ):
        if name.startswith("PG"):
            monkeypatch.delenv(name)


def server_of_version(number: int, text: str) -> psycopg.Connection:
    where = {"host": "db.example", "port": 5432}
    info = SimpleNamespace(server_version=number, parameter_status=lambda _: text, **where)
    return cast(psycopg.Connection, SimpleNamespace(info=info))


def test_nothing_in_the_environment_means_the_embedded_server() -> None:
    assert address.named_by() is None


@pytest.mark.parametrize("variable", ["PGHOST", "PGHOSTADDR", "PGSERVICE", "PGPORT"])
def test_each_variable_that_says_where_a_server_is_names_it(variable: str, monkeypatch) -> None:
    monkeypatch.setenv(variable, "5433")
    assert address.named_by() == variable


def test_user_and_database_alone_name_no_server(monkeypatch) -> None:
    monkeypatch.setenv("PGUSER", "ada")
    monkeypatch.setenv("PGDATABASE", "survey")
    monkeypatch.setenv("PGHOST", "")
    assert address.named_by() is None


def test_on_a_named_server_the_environment_says_everything(monkeypatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    assert address.conninfo() == ""
    assert address.conninfo(dbname="other") == "dbname=other"


def test_on_a_named_server_a_role_is_set_beside_the_options_already_asked_for(monkeypatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    monkeypatch.setenv("PGUSER", "ada")
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=5s")
    options = conninfo_to_dict(address.conninfo("epochdb_reader"))["options"]
    assert options == "-c statement_timeout=5s -c role=epochdb_reader"


def test_who_logs_in_as_the_role_need_not_set_it(monkeypatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    monkeypatch.setenv("PGUSER", "epochdb_reader")
    assert address.conninfo("epochdb_reader") == ""


def test_the_uri_of_a_named_server_shows_no_password(monkeypatch) -> None:
    monkeypatch.setenv("PGHOST", "/run/postgresql")
    monkeypatch.setenv("PGPORT", "5433")
    monkeypatch.setenv("PGUSER", "ada")
    monkeypatch.setenv("PGDATABASE", "survey")
    monkeypatch.setenv("PGPASSWORD", "secret")
    assert address.uri() == "postgresql://ada@%2Frun%2Fpostgresql:5433/survey"


def test_a_service_file_says_where_the_server_is(monkeypatch, tmp_path) -> None:
    services = tmp_path / "services.conf"
    services.write_text("[vvv]\nhost=db.example\nport=6000\nuser=ada\ndbname=survey\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    monkeypatch.setenv("PGSERVICE", "vvv")
    assert address.uri() == "postgresql://ada@db.example:6000/survey"


def test_postgresql_14_is_refused_with_what_was_found_and_expected() -> None:
    with pytest.raises(UnsupportedServerVersion, match=r"db\.example.*PostgreSQL 14\.9.*needs 15 or later"):
        address.require_supported(server_of_version(140009, "14.9"))


def test_postgresql_15_is_accepted() -> None:
    address.require_supported(server_of_version(150000, "15.0"))
