"""Releases: of which one a query asks, and what is to be cited with its answer."""

import re

import psycopg

from db.statement import statement
from report.faults import NoSuchRelease


def cited(connection: psycopg.Connection, query: str) -> dict[str, str | int]:
    """Give name and token of the releases whose schemas a query names; nothing where it names none."""
    found = connection.execute("SELECT to_regclass('science.release') IS NOT NULL").fetchone()
    if not (found and found[0]):
        return {}
    named = [
        (name, token)
        for name, schema, token in connection.execute(statement("report/release"))
        if re.search(rf'\b{schema}(_survey)?"?\s*\.', query, re.IGNORECASE)
    ]
    if not named:
        return {}
    return {"release": ", ".join(name for name, _ in named), "token": ", ".join(token for _, token in named)}


def schema_of(connection: psycopg.Connection, name: str) -> tuple[str, str]:
    """Give the schema and the token of a release.

    Raises
    ------
    NoSuchRelease
        There is none of that name.
    """
    for known, schema, token in connection.execute(statement("report/release")):
        if known == name:
            return schema, token
    raise NoSuchRelease(f"no release {name}; the releases are: SELECT name, made_at FROM science.release")


def as_of(connection: psycopg.Connection, query: bytes, schema: str) -> bytes:
    """Give a statement that asks a release's answers where it asked those of now.

    What reads no table, and so is the same for all releases, stays what it is.
    """
    names = {name for (name,) in connection.execute(statement("report/released_name"), {"schema": schema})}

    def released(asked: re.Match[bytes]) -> bytes:
        return f"{schema}.".encode() + asked[1] if asked[1].decode() in names else asked[0]

    query = re.sub(rb"\bscience\.(\w+)", released, query)
    return re.sub(rb"\bsurvey\.", f"{schema}_survey.".encode(), query)
