"""The questions of sql/questions, and what a database answers."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from db.table import table

# A longer answer than WHOLE is shown by its HEAD
WHOLE, HEAD = 20, 5


@dataclass(frozen=True)
class Question:
    """A file of sql/questions: its name (R1 ...), the question in English, the statement that answers it."""

    name: str
    text: str
    statement: str


def read_questions(paths: Sequence[Path]) -> list[Question]:
    """Read questions: in each file the comment above is the question, its first paragraph the short of it."""
    questions = []
    for path in paths:
        lines = path.read_text().splitlines()
        comment = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
        paragraph = " ".join(comment[: comment.index("")] if "" in comment else comment)
        statement = "\n".join(line for line in lines if line and not line.startswith(("--", "\\")))
        name = path.name.split("_")[0].upper()
        text = paragraph.removeprefix(name).lstrip(":. ")
        questions.append(Question(name, text, statement))
    return questions


def answered(connection: psycopg.Connection[Any], question: Question) -> Iterator[str]:
    """Give a question, its call, and its answer, line by line: all of a short one, the head of a long one."""
    yield "\n" + textwrap.fill(f"{question.name}. {question.text}", 100) + "\n"
    yield textwrap.indent(question.statement, "    ") + "\n"
    try:
        cursor = connection.execute(question.statement.encode())
    except psycopg.errors.InvalidParameterValue as refusal:
        # The question names a field; a survey whose fields have other numbers is told how to find them.
        yield str(refusal)
        return
    names = [column.name for column in cursor.description or ()]
    rows = cursor.fetchall()
    shown = rows if len(rows) <= WHOLE else rows[:HEAD]
    yield table(names, shown)
    rest = f", the first {len(shown)} shown" if len(shown) < len(rows) else ""
    yield f"({len(rows)} row{'s' * (len(rows) != 1)}{rest})"
    if "field_id" in names and len(shown) < len(rows):
        place = names.index("field_id")
        by_field = Counter(row[place] for row in rows)
        fields = connection.execute("SELECT field_id FROM science.field_overview ORDER BY field_id")
        yield "by field: " + ", ".join(f"{field}: {by_field[field]}" for (field,) in fields)
