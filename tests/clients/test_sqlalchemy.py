"""What every client builds on: names and types of the views, and SQLAlchemy's reflection of them."""

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
import sqlalchemy

ALLOWED = {
    "smallint",
    "integer",
    "bigint",
    "real",
    "double precision",
    "text",
    "boolean",
    "date",
    "timestamp with time zone",
}
LOWER_CASE = re.compile(r"[a-z][a-z0-9_]*")


@pytest.fixture
def engine(database: psycopg.Connection) -> sqlalchemy.Engine:
    """As a user of SQLAlchemy makes one; libpq's environment and the fixture say where."""
    info = database.info

    def connect() -> psycopg.Connection:
        return psycopg.connect(
            host=info.host,
            port=info.port,
            user=info.user,
            password=info.password,
            dbname=info.dbname,
            options="-c role=epochdb_reader",
        )

    return sqlalchemy.create_engine("postgresql+psycopg://", creator=connect, poolclass=sqlalchemy.NullPool)


def test_views_have_lower_case_names_and_types_that_every_client_knows(database: psycopg.Connection) -> None:
    columns = database.execute(
        "SELECT table_name, column_name, data_type FROM science.column_info WHERE schema_name = 'science'"
    ).fetchall()
    assert len(columns) > 100
    wrong = [
        (view, column, data_type)
        for view, column, data_type in columns
        if data_type not in ALLOWED or not LOWER_CASE.fullmatch(view) or not LOWER_CASE.fullmatch(column)
    ]
    assert wrong == []


def test_functions_give_types_that_every_client_knows(database: psycopg.Connection) -> None:
    results = database.execute(
        """
        SELECT p.proname, a.name, format_type(a.type_oid, NULL)
        FROM pg_proc AS p
        CROSS JOIN LATERAL unnest(p.proargnames, p.proallargtypes, p.proargmodes) AS a (name, type_oid, mode)
        WHERE p.pronamespace = 'science'::regnamespace AND p.proretset AND a.mode = 't'
        """
    ).fetchall()
    assert ("red_sources", "j_minus_h", "real") in results
    assert [row for row in results if row[2] not in ALLOWED or not LOWER_CASE.fullmatch(row[1])] == []


def test_beside_each_moment_of_a_view_stands_its_mjd(database: psycopg.Connection) -> None:
    views: dict[str, list[tuple[str, str]]] = {}
    for view, column, data_type in database.execute(
        "SELECT table_name, column_name, data_type FROM science.column_info WHERE schema_name = 'science'"
    ):
        views.setdefault(view, []).append((column, data_type))
    without = [
        view
        for view, columns in views.items()
        if any(data_type == "timestamp with time zone" for _, data_type in columns)
        and not any("mjd" in column for column, _ in columns)
    ]
    assert without == []


def test_sqlalchemy_reflects_every_view_with_its_comments(
    engine: sqlalchemy.Engine, database: psycopg.Connection
) -> None:
    inspector = sqlalchemy.inspect(engine)
    views = set(inspector.get_view_names("science"))
    assert views == {row[0] for row in database.execute("SELECT name FROM science.help WHERE kind = 'view'")}
    for view in views:
        for column in inspector.get_columns(view, "science"):
            assert not isinstance(column["type"], sqlalchemy.types.NullType), (view, column["name"])
            assert re.fullmatch(r".+\. \[[^\]]*\] \{[^}]+\}", column["comment"]), (view, column["name"])


@pytest.mark.xdist_group("delivery")
def test_sqlalchemy_asks_a_reflected_view(delivered: psycopg.Connection) -> None:
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: delivered, poolclass=sqlalchemy.StaticPool
    )
    star = sqlalchemy.Table("star", sqlalchemy.MetaData(), schema="science", autoload_with=engine)
    count = sqlalchemy.select(star.c.field_id, sqlalchemy.func.count()).group_by(star.c.field_id)
    with engine.connect() as connection:
        rows = connection.execute(count.order_by(star.c.field_id)).all()
    assert [tuple(row) for row in rows] == [(1, 7404), (2, 7459), (3, 7142)]


@pytest.mark.xdist_group("delivery")
def test_pandas_reads_a_view(delivered: psycopg.Connection, installed: Callable[[str], Any]) -> None:
    pandas = installed("pandas")
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: delivered, poolclass=sqlalchemy.StaticPool
    )
    frame = pandas.read_sql("SELECT field_id, j_minus_h FROM science.photometry", engine)
    red = frame[frame.j_minus_h > 1.5].groupby("field_id").size()
    assert red.to_dict() == {1: 3472, 2: 1644, 3: 2038}
