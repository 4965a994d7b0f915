"""The reference of the schema: what the comments of the database say of it, as one page of Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from db.statement import statement

Row = dict[str, Any]

_HEAD = """\
# The schema

Written by `make reference` from the comments of the database; correct those, not this page. In psql the same
is said by `\\d+`, `\\dv+` and `\\df+`; `SELECT * FROM science.search('color');` finds words, units, UCDs.

Units are in the notation of the IVOA (VOUnits); UCDs are its unified content descriptors.
"""

# Title, what the queries name its entries by, and a sentence
_CHAPTERS = (
    ("The five questions", "question", "R1 to R5, in this order."),
    ("Views", "science", "What there is to read, made of the tables below."),
    ("Functions that give rows", "rows", "Called in `FROM`."),
    ("Functions that give a value", "value", "Called anywhere in a query."),
    ("Tables", "survey", "What the loader and `python -m ml` write."),
    ("Upkeep", "upkeep", "What answers are made of, and what the programs call as `epochdb_loader`."),
    ("TAP_SCHEMA", "tap_schema", "What the IVOA's Table Access Protocol 1.1 asks of a database."),
)
_TABLE_HEAD = ("| Column | Type | Unit | UCD | |", "|---|---|---|---|---|")


@dataclass(frozen=True)
class _Entry:
    """What the page says of a function, table or view, and in which chapter."""

    chapter: str
    name: str
    lines: list[str]


def describe(connection: psycopg.Connection[Any]) -> str:
    """Give the reference of the schema that a connection leads to.

    Parameters
    ----------
    connection : psycopg.Connection
        To a database at head, as any role that may read it. What the tables hold plays no part.

    Returns
    -------
    str
        A page of Markdown, the same for the same schema on every version of PostgreSQL.
    """
    tables: dict[str, list[str]] = {}
    for row in _rows(connection, "column"):
        tables.setdefault(row["table_name"], ["", *_TABLE_HEAD]).append(_column(row))
    entries = [
        _Entry(row["kind"], row["function_name"], _function(row, tables.get(row["function_name"], [])))
        for row in _rows(connection, "function")
    ]
    entries += [
        _Entry(row["schema_name"], row["table_name"], _relation(row, tables[row["table_name"]]))
        for row in _rows(connection, "relation")
    ]
    return "\n".join(_page(entries)) + "\n"


def _rows(connection: psycopg.Connection[Any], name: str) -> list[Row]:
    return connection.cursor(row_factory=dict_row).execute(statement(f"reference/{name}")).fetchall()


def _page(entries: Sequence[_Entry]) -> Iterator[str]:
    yield _HEAD
    for title, chapter, _ in _CHAPTERS:
        names = [entry.name for entry in entries if entry.chapter == chapter]
        links = ", ".join(f"[{name.partition('.')[2]}](#{_anchor(name)})" for name in names)
        yield f"- [{title}](#{_anchor(title)}): {links}"
    for title, chapter, sentence in _CHAPTERS:
        yield f"\n## {title}\n\n{sentence}"
        for entry in entries:
            if entry.chapter == chapter:
                yield f"\n### {entry.name}\n"
                yield from entry.lines


def _function(function: Row, columns: Sequence[str]) -> list[str]:
    others = [f"- Also: {_listed(function['others'])}"] if function["others"] else []
    return [
        _text(function["description"]),
        "",
        f"- Arguments: {_listed(function['arguments'] or ['none'])}",
        *others,
        f"- Result: {_listed([function['result']]) if function['result'] else 'rows of'}",
        *columns,
        "",
        "```sql",
        function["sample_call"],
        "```",
    ]


def _relation(relation: Row, columns: Sequence[str]) -> list[str]:
    keys = [f"- `{key}`" for key in relation["keys"] or []]
    return [_text(relation["description"]), *columns, *(["", *keys] if keys else [])]


def _column(column: Row) -> str:
    unit, ucd = (f"`{column[name]}`" if column[name] else "" for name in ("unit", "ucd"))
    described = f"{unit} | {ucd} | {_text(column['description'])}"
    return f"| `{column['column_name']}` | {column['data_type']} | {described} |"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _text(text: str) -> str:
    """Keep Markdown from reading a sentence's signs as its own."""
    return text.translate({ord(sign): f"\\{sign}" for sign in "*|<"})


def _anchor(heading: str) -> str:
    """Give what GitHub makes of a heading, for links to it."""
    return heading.lower().replace(".", "").replace(" ", "-")
