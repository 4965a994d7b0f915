"""The demo, ``python -m demo [DATA]``: a survey in a database, the questions and their answers."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from tqdm import tqdm

from db import address, schema
from db.database import ensure_database
from db.program import exit_status
from db.roles import ROLES
from db.statement import SQL
from demo.answers import answered, read_questions
from demo.learning import learn
from example import DirectoryNotEmpty, ExampleSurvey, NotAnExampleSurvey, write
from example.files import MANIFEST
from loader import ledger, run, samples
from loader.faults import RejectedFile
from loader.ledger import Outcome

QUESTIONS = SQL / "questions"
SKY_QUESTION = "sky_around_the_reddest_source.sql"
EXAMPLE = SQL.parent / "build" / "example"
# The example numbers its images from 1, as every survey does: it has a database of its own, so that it
# neither stands in the way of a survey that is loaded later nor ever mixes with one.
EXAMPLE_DATABASE = "epochdb_example"


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; return the exit status, 1 when a file could not be loaded or the summaries disagree."""
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description="Load a survey and show what the five questions answer. Without DATA an example survey "
        f"is written to build/example and loaded into the database {EXAMPLE_DATABASE}.",
    )
    parser.add_argument("data", metavar="DATA", nargs="?", type=Path, help="a directory with its manifest")
    parser.add_argument("--galaxies", metavar="DIR", type=Path, help="a directory with VOTables of galaxies")
    parser.add_argument("-d", "--database", metavar="NAME", help="database to load it into, made if need be")
    options = parser.parse_args(arguments)
    return exit_status(
        lambda: show(options.data, options.galaxies, options.database), DirectoryNotEmpty, NotAnExampleSurvey
    )


def show(data: Path | None, galaxies: Path | None, database: str | None = None) -> int:
    """Load a survey, the example's without `data`, and print what it answers; return the exit status."""
    database = database or (None if data else EXAMPLE_DATABASE)
    prepare(database)
    complete = load(data or write_example(), database, galaxies, replace=data is None)
    with address.connect("epochdb_reader", dbname=database, autocommit=True) as connection:
        for question in read_questions(sorted(QUESTIONS.glob("r[1-5]_*.sql"))):
            print(*answered(connection, question), sep="\n")
        print("\nBy position")
        for question in read_questions([path for path in (QUESTIONS / SKY_QUESTION,) if path.is_file()]):
            print(*answered(connection, question), sep="\n")
        print("\nLearning from what is loaded: a density of the stars, redshifts by a straight line")
        for question in read_questions([QUESTIONS / name for name in learn(database)]):
            print(*answered(connection, question), sep="\n")
        consistent = show_verification(connection)
        show_next_steps(connection.info)
    return 0 if complete and consistent else 1


def prepare(database: str | None) -> None:
    """Bring the database to head, making it first when it is the example's, and set the roles' passwords."""
    if database:
        with address.connect(autocommit=True) as connection:
            ensure_database(connection, database)
    schema.install(database)
    with address.connect(dbname=database) as connection:
        info = connection.info
        version = info.parameter_status("server_version")
        print(f"PostgreSQL {version} on {info.host}, port {info.port}, database {info.dbname}")


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
    print(f"{data}: {tally.told(time.monotonic() - begun)}")
    return not tally.faults


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
