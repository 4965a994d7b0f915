"""The digest: kept questions asked again, what is new in their answers, as HTML, JSON and text."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from pathlib import Path

import psycopg
from psycopg.rows import class_row

from db.program import told
from db.statement import statement

# What a page or a mail shows of one answer; the JSON has all
ROWS_SHOWN = 50
Connect = Callable[[str], psycopg.Connection]


@dataclass(frozen=True)
class Question:
    """A kept question, as science.kept_question has it."""

    name: str
    description: str
    query: str
    role_name: str
    timeout_seconds: int


@dataclass(frozen=True)
class Answer:
    """What became of a question: its new rows as text, or why it failed."""

    name: str
    description: str
    query: str
    columns: Sequence[str] = ()
    new: Sequence[Sequence[str | None]] = ()
    n_row: int = 0
    n_gone: int = 0
    fault: str | None = None
    known: Sequence[str] = ()


def write_digest(connection: psycopg.Connection, connect: Connect, out: Path) -> list[Answer]:
    """Ask every kept question and say what is new since the last digest in the same directory.

    Parameters
    ----------
    connection : psycopg.Connection
        As a reader, in autocommit mode.
    connect : callable
        Gives a connection as the role that it is given, in autocommit mode.
    out : pathlib.Path
        Directory for digest.html, digest.json and digest.txt, made when missing. The last JSON is
        what this one is held against: without it everything is new.

    Returns
    -------
    list of Answer
        In the order of their names; one that failed says so, and what was known of it stays known.

    Raises
    ------
    OSError
        The directory cannot be written to.
    """
    out.mkdir(parents=True, exist_ok=True)
    place = out / "digest.json"
    last = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    row = connection.execute(statement("report/last_load")).fetchone()
    load_id = int(row[0]) if row else 0
    with connection.cursor(row_factory=class_row(Question)) as cursor:
        questions = cursor.execute(statement("report/digest_question")).fetchall()
    known = {answer["name"]: answer["known"] for answer in last.get("answers", ())}
    answers = [
        _ask(connect, question, known.get(question.name, ()), int(last.get("load_id", 0)))
        for question in questions
    ]
    digest = {
        "made_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "since": last.get("made_at"),
        "load_id": load_id,
        "answers": [vars(answer) for answer in answers],
    }
    _replace(out / "digest.txt", as_text(digest, answers))
    _replace(out / "digest.html", as_html(digest, answers))
    _replace(place, json.dumps(digest, indent=1))  # last: it says what has been told
    return answers


def _ask(connect: Connect, question: Question, known: Sequence[str], load_id: int) -> Answer:
    """Ask one question as its reader, within its time, changing nothing."""
    about = (question.name, question.description, question.query)
    try:
        with connect(question.role_name) as connection:
            connection.read_only = True
            connection.execute(
                "SELECT set_config('statement_timeout', %s, false)", [f"{question.timeout_seconds}s"]
            )
            # Prepared, so that it is one statement and no more
            cursor = connection.execute(question.query.replace(":last_load", str(load_id)), prepare=True)
            columns = [column.name for column in cursor.description or ()]
            rows = [[None if value is None else str(value) for value in row] for row in cursor]
    except (psycopg.Error, OSError) as fault:
        return Answer(*about, fault=told(fault), known=known)
    hashes = [sha256(json.dumps(row).encode()).hexdigest() for row in rows]
    before = set(known)
    new = [row for row, hashed in zip(rows, hashes, strict=True) if hashed not in before]
    # What asks for what came since the last digest answers anew each time, and takes nothing back
    n_gone = 0 if ":last_load" in question.query else len(before - set(hashes))
    return Answer(*about, columns, new, len(rows), n_gone, None, hashes)


def as_text(digest: Mapping[str, object], answers: Sequence[Answer]) -> str:
    """Give the digest as text for a mail."""
    lines = [f"Digest of {digest['made_at']}, since {digest['since'] or 'the beginning'}", ""]
    for answer in answers:
        lines += [f"{answer.name}: {_summary(answer)}", *([answer.description] if answer.description else [])]
        if answer.new:
            lines.append("\t".join(answer.columns))
        lines += ["\t".join(value or "" for value in row) for row in answer.new[:ROWS_SHOWN]]
        lines += [f"... and {len(answer.new) - ROWS_SHOWN} more"] if len(answer.new) > ROWS_SHOWN else []
        lines.append("")
    return "\n".join(lines)


def as_html(digest: Mapping[str, object], answers: Sequence[Answer]) -> str:
    """Give the digest as one page."""
    parts = [
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Digest</title><style>'
        "body{font-family:sans-serif;margin:2em}td,th{padding:.1em .6em;text-align:right}"
        "pre{background:#f4f4f4;padding:.5em}</style></head><body>"
        f"<h1>Digest</h1><p>{escape(str(digest['made_at']))}, since "
        f"{escape(str(digest['since'] or 'the beginning'))}</p>"
    ]
    for answer in answers:
        parts.append(
            f"<h2>{escape(answer.name)}</h2><p>{escape(answer.description)}</p>"
            f"<p><strong>{escape(_summary(answer))}</strong></p><pre>{escape(answer.query)}</pre>"
        )
        if answer.new:
            shown = [answer.columns, *answer.new[:ROWS_SHOWN]]
            rows = [
                "<tr>" + "".join(f"<{tag}>{escape(value or '')}</{tag}>" for value in row) + "</tr>"
                for tag, row in zip(["th", *["td"] * len(shown)], shown, strict=False)
            ]
            parts.append(f"<table>{''.join(rows)}</table>")
    return "".join([*parts, "</body></html>\n"])


def _summary(answer: Answer) -> str:
    if answer.fault:
        return f"FAILED, {answer.fault}"
    return f"{len(answer.new)} new of {answer.n_row} rows, {answer.n_gone} gone"


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
