"""A database of a server, made when it is not there."""

from typing import Any

import psycopg
from psycopg import sql


def ensure_database(connection: psycopg.Connection[Any], name: str) -> None:
    """Create a database unless there is one of that name; the connection is in autocommit mode."""
    if not connection.execute("SELECT FROM pg_catalog.pg_database WHERE datname = %s", [name]).fetchall():
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
