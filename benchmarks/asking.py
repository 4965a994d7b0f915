"""Every question asked of every contender, and the answers held against EpochDB's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import psycopg

from benchmarks.clock import Timing, time_runs
from benchmarks.contenders.tables import Tables
from benchmarks.questions import (
    COMMON_THRESHOLDS,
    Row,
    TimedQuestion,
    first_difference,
    fresh_questions,
    questions,
)
from benchmarks.statements import statement

EPOCHDB, DUCKDB, SQLITE, INDEXED, PLAIN = "EpochDB", "DuckDB", "SQLite", "SQLite, indexed", "PostgreSQL"


class Contender(Protocol):
    """What can be asked."""

    def ask(self, file: str, parameters: dict[str, object]) -> list[Row]:
        """Give all rows of an answer."""


@dataclass
class Answered:
    """A question: rows of the answer, how long each contender took, and where one gave another answer."""

    question: TimedQuestion
    n_row: int
    timings: dict[str, Timing] = field(default_factory=dict)
    differences: dict[str, str] = field(default_factory=dict)


def ask_all(
    connection: psycopg.Connection[Any],
    contenders: dict[str, Contender],
    runs: int,
    tell: Callable[[str], None],
) -> list[Answered]:
    """
    Ask all questions, `runs` times warm at least; SQLite, where it takes part, once more with indexes.

    Parameters
    ----------
    connection : psycopg.Connection
        To choose the sources whose light curves are asked for.
    contenders : dict of str to Contender
        By name, EpochDB among them.
    runs : int
        As for `time_runs`.
    tell : callable
        Hears what is being asked.
    """
    answers = []
    expected: list[list[Row]] = []
    for question in _chosen(connection):
        tell(question.name)
        timing, rows = time_runs(_asking(contenders[EPOCHDB], question), runs)
        answered = Answered(question, len(rows), {EPOCHDB: timing})
        answers.append(answered)
        expected.append(rows)
        for name, contender in contenders.items():
            if name != EPOCHDB and _takes_part(name, question):
                _ask_another(name, contender, answered, rows, runs)
    tables = contenders.get(SQLITE)
    if isinstance(tables, Tables):
        tell("indexing SQLite")
        tables.index()
        for answered, rows in zip(answers, expected, strict=True):
            if _takes_part(SQLITE, answered.question):
                tell(f"{answered.question.name}, with SQLite's indexes")
                _ask_another(INDEXED, tables, answered, rows, runs)
    return answers


def ask_fresh(contender: Contender, tell: Callable[[str], None]) -> list[Answered]:
    """Ask EpochDB for the variables straight after the load, before the daily housekeeping, once."""
    answers = []
    for question in fresh_questions():
        tell(question.name)
        timing, rows = time_runs(_asking(contender, question), 1)
        answers.append(Answered(question, len(rows), {EPOCHDB: timing}))
    return answers


def _chosen(connection: psycopg.Connection[Any]) -> Iterator[TimedQuestion]:
    found = connection.execute(statement("loading", "chosen_sources").encode(), []).fetchall()
    source_id, field_id = found[len(found) // 2]
    yield from questions([row[0] for row in found], source_id, field_id)


def _takes_part(name: str, question: TimedQuestion) -> bool:
    return name == PLAIN or question.n_sigma is None or question.n_sigma in COMMON_THRESHOLDS


def _ask_another(name: str, contender: Contender, answered: Answered, expected: list[Row], runs: int) -> None:
    timing, rows = time_runs(_asking(contender, answered.question), runs)
    answered.timings[name] = timing
    if difference := first_difference(expected, rows):
        answered.differences[name] = difference


def _asking(contender: Contender, question: TimedQuestion) -> Callable[[], list[Row]]:
    return lambda: contender.ask(question.file, question.parameters)
