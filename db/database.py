"""Databases of a server: the one that a program is to use, and one that is made when it is not there."""

import argparse
import os
from typing import Any

import psycopg
from psycopg import sql

DEFAULT = "epochdb"


def ensure_database(connection: psycopg.Connection[Any], name: str) -> None:
    """Create a database unless there is one of that name; the connection is in autocommit mode."""
    if not connection.execute("SELECT FROM pg_catalog.pg_database WHERE datname = %s", [name]).fetchall():
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def chosen() -> str:
    """Return the name of the embedded server's database that is meant: PGDATABASE, as on any other server."""
    return os.environ.get("PGDATABASE") or DEFAULT


def add_option(parser: argparse.ArgumentParser) -> None:
    """Give a parser, and each of its commands, the option -d, under which psql has it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                add_option(command)
    parser.add_argument(
        "-d",
        "--database",
        metavar="NAME",
        default=argparse.SUPPRESS,
        help=f"database (default: what PGDATABASE says, else {DEFAULT} on the embedded server)",
    )


def use(options: argparse.Namespace) -> None:
    """Let the option -d be what PGDATABASE is, for this program and those that it starts."""
    if name := getattr(options, "database", None):
        os.environ["PGDATABASE"] = name
