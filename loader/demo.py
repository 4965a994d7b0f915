"""The demo, ``python -m loader.demo [DATA]``: a survey in a database, the questions and their answers."""

import argparse
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from tqdm import tqdm

from db import address, embedded, schema
from db.credentials import ROLES
from db.faults import DatabaseFault
from loader import ledger, run, samples
from loader.example import DirectoryNotEmpty, ExampleSurvey, NotAnExampleSurvey, write
from loader.example.files import MANIFEST
from loader.faults import RejectedFile
from loader.ledger import Outcome
from ml.demo import learn

REPOSITORY = Path(__file__).resolve().parent.parent
QUESTIONS = REPOSITORY / "sql" / "questions"
EXAMPLE = REPOSITORY / "build" / "example"
# The example numbers its images from 1, as every survey does: it has a database of its own, so that it
# neither stands in the way of a survey that is loaded later nor ever mixes with one.
EXAMPLE_DATABASE = "epochdb_example"
WHOLE, HEAD = 20, 5


@dataclass(frozen=True)
class Question:
    """A file of sql/questions: its name (R1 ...), the question in English, the statement that answers it."""

    name: str
    text: str
    statement: str


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; return the exit status, 1 when a file could not be loaded or the summaries disagree."""
    parser = argparse.ArgumentParser(
        prog="python -m loader.demo",
        description="Load a survey and show what the five questions answer. Without DATA an example survey "
        f"is written to build/example and loaded into the database {EXAMPLE_DATABASE}.",
    )
    parser.add_argument("data", metavar="DATA", nargs="?", type=Path, help="a directory with its manifest")
    parser.add_argument("--galaxies", metavar="DIR", type=Path, help="a directory with VOTables of galaxies")
    options = parser.parse_args(arguments)
    data = options.data
    database = None if data else EXAMPLE_DATABASE
    try:
        prepare(database)
        complete = load(data or write_example(), database, options.galaxies, replace=data is None)
        with address.connect("epochdb_reader", dbname=database, autocommit=True) as connection:
            for question in read_questions(sorted(QUESTIONS.glob("r[1-5]_*.sql"))):
                show_answer(connection, question)
            print("\nLearning from what is loaded: a density of the stars, redshifts by a straight line")
            for question in read_questions([QUESTIONS / name for name in learn(database)]):
                show_answer(connection, question)
            consistent = show_verification(connection)
            show_next_steps(connection.info)
    except (DatabaseFault, DirectoryNotEmpty, NotAnExampleSurvey, OSError, psycopg.OperationalError) as fault:
        print(f"{parser.prog}: {fault}", file=sys.stderr)
        return 1
    return 0 if complete and consistent else 1


def prepare(database: str | None) -> None:
    """Bring the database to head, making it first when it is the example's, and set the roles' passwords."""
    if database:
        with address.connect(autocommit=True) as connection:
            query = "SELECT FROM pg_catalog.pg_database WHERE datname = %s"
            if not connection.execute(query, [database]).fetchall():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    with address.connect(dbname=database) as connection:
        schema.upgrade(connection)
        info = connection.info
        version = info.parameter_status("server_version")
        print(f"PostgreSQL {version} on {info.host}, port {info.port}, database {info.dbname}")
    if not address.named_by():
        embedded.set_passwords()


def write_example() -> Path:
    """Write the example survey, unless it is there: the same options give the same bytes."""
    if not (EXAMPLE / MANIFEST).is_file():
        write(EXAMPLE, ExampleSurvey(), overwrite=EXAMPLE.exists())
    return EXAMPLE


def load(data: Path, database: str | None, galaxies: Path | None, *, replace: bool) -> bool:
    """Load a delivery and samples of galaxies, tell what became of them; return whether all of it is in."""
    begun = time.monotonic()
    with address.connect("epochdb_loader", dbname=database, autocommit=True) as connection:
        delivery = run.find([data], ledger.bands(connection))
        tables = sorted(galaxies.glob("*_[AB].vot")) if galaxies else []
        found, _ = samples.find(tables, None, None)
        with tqdm(
            total=len(delivery.catalogues) + len(found), unit="catalogue", disable=None, leave=False
        ) as bar:

            def report(_: object, outcome: Outcome | RejectedFile, *__: object) -> None:
                if isinstance(outcome, RejectedFile):
                    tqdm.write(f"REJECTED {type(outcome).__name__}: {outcome}", file=sys.stderr)
                bar.update()

            tally = run.load(connection, [data, *tables], delivery, report, replace=replace, galaxies=found)
    counts = tally.counts()
    outcomes = ", ".join(
        f"{counts[f'n_{word}']} {word}" for word in ("loaded", "replaced", "unchanged", "rejected")
    )
    seconds = time.monotonic() - begun
    print(f"{data}: {outcomes}; {tally.n_row} rows in {seconds:.1f} s")
    return not tally.faults


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


def show_answer(connection: psycopg.Connection[Any], question: Question) -> None:
    """Print a question, its call, and its answer: the whole of a short one, the head of a long one."""
    print("\n" + textwrap.fill(f"{question.name}. {question.text}", 100) + "\n")
    print("\n".join(f"    {line}" for line in question.statement.splitlines()) + "\n")
    try:
        cursor = connection.execute(question.statement.encode())
    except psycopg.errors.InvalidParameterValue as refusal:
        # The question names a field; a survey whose fields have other numbers is told how to find them.
        print(refusal)
        return
    names = [column.name for column in cursor.description or ()]
    rows = cursor.fetchall()
    shown = rows if len(rows) <= WHOLE else rows[:HEAD]
    print(table(names, shown))
    rest = f", the first {len(shown)} shown" if len(shown) < len(rows) else ""
    print(f"({len(rows)} row{'s' * (len(rows) != 1)}{rest})")
    if "field_id" in names and len(shown) < len(rows):
        place = names.index("field_id")
        by_field = Counter(row[place] for row in rows)
        fields = connection.execute("SELECT field_id FROM science.field_overview ORDER BY field_id")
        print("by field: " + ", ".join(f"{field}: {by_field[field]}" for (field,) in fields))


def table(names: list[str], rows: list[tuple[Any, ...]]) -> str:
    """Lay out rows under the names of their columns, numbers to the right and everything else to the left."""
    texts = [[_text(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *texts, strict=True)]
    numeric = [all(map(_is_number, column)) for column in zip(*rows, strict=True)] or [False] * len(names)
    lines = [" | ".join(name.center(width) for name, width in zip(names, widths, strict=True))]
    lines.append("-+-".join("-" * width for width in widths))
    for row in texts:
        cells = zip(row, widths, numeric, strict=True)
        lines.append(
            " | ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in cells)
        )
    return "\n".join(line.rstrip() for line in lines)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "t" if value else "f"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def show_verification(connection: psycopg.Connection[Any]) -> bool:
    """Print whether every summary is what its detections give; return it."""
    differences = connection.execute("SELECT * FROM science.verify_summaries()").fetchall()
    found = f"{len(differences)} differences" if differences else "every summary agrees with its detections"
    print(f"\nSELECT * FROM science.verify_summaries();\n{found}")
    return not differences


def show_next_steps(info: psycopg.ConnectionInfo) -> None:
    """Print how to go on with the database of a connection."""
    python = _python()
    if variable := address.named_by():
        clients = [
            f"the server that {variable} names, database {info.dbname}, by a login that is a member of a role"
        ]
    else:
        clients = [f"postgresql://{role}@{info.host}:{info.port}/{info.dbname}" for role in reversed(ROLES)]
        clients.append(f"with the password of: {python} -m db password --role ROLE")
    steps = {
        "psql, as a reader": [f"{python} -m db psql --role epochdb_reader -d {info.dbname}"],
        "what to ask": ["SELECT * FROM science.help;"],
        "other clients": clients,
        "your own data": [f"{python} -m db upgrade", f"{python} -m loader DIRECTORY"],
        **({} if variable else {"stop the server": [f"{python} -m db stop"]}),
    }
    print("\nHow to go on")
    for title, lines in steps.items():
        for number, line in enumerate(lines):
            print(f"  {title if number == 0 else '':20}{line}")


def _python() -> str:
    """Name this interpreter as it is called from the current directory."""
    executable = Path(sys.executable)
    return str(executable.relative_to(Path.cwd()) if executable.is_relative_to(Path.cwd()) else executable)


if __name__ == "__main__":
    sys.exit(main())
