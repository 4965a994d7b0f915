"""
Classes of an example survey, learned in one field and asked of the other; and what asking for many costs.

``python -m benchmarks.classes``. A variable is recovered if it is told to be of its kind; counted are those
of the other field whose amplitude over the epochs seen is more than ten times their noise.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl
import numpy as np
import psycopg

from benchmarks import place, truth
from benchmarks.class_figures import confusion, period_plane, write_figure
from benchmarks.clock import process_seconds
from benchmarks.layout import table
from benchmarks.statements import statement
from db import statement as statements
from db.program import exit_status
from example import ExampleSurvey, OptionOutOfRange
from loader.labels.entry import add_labels
from loader.labels.file import read_labels
from ml import classes, periods
from ml.__main__ import parser as ml_parser
from report.folded import folded_curves
from report.rows import rows_of
from report.style import STYLE, Sheet

DATABASE = "epochdb_classes"
DIRECTORY = Path(__file__).resolve().parent.parent / "build" / "classes"
LEARNED, ASKED = 1, 2
LEAST_RATIO = 10.0
Tell = Callable[[str], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status, 1 after a known fault."""
    options = parser().parse_args(arguments)
    begun = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - begun:7.1f} s  {what}", file=sys.stderr, flush=True)

    return exit_status(lambda: print(document(options, tell)), OptionOutOfRange)


def parser() -> argparse.ArgumentParser:
    """Give the options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classes", description=__doc__)
    parser.add_argument(
        "directory", nargs="?", type=Path, default=DIRECTORY, help="where the survey is written"
    )
    for option, default, text in (
        ("--sources", 10_000, "sources of each of two fields"),
        ("--epochs", 50, "Ks images of a field"),
        ("--seed", 1, "of the survey"),
        ("--asked", 100_000, "sources that a forest is asked about"),
        ("--jobs", 2, "processes"),
    ):
        parser.add_argument(option, type=int, default=default, metavar="N", help=f"{text} ({default})")
    parser.add_argument("--figures", type=Path, metavar="DIR", help="draw periods, classes and folded curves")
    return parser


def document(options: argparse.Namespace, tell: Tell) -> str:
    """Do everything in a database of its own and give the figures as Markdown."""
    survey = ExampleSurvey(
        n_source=options.sources, n_epoch=options.epochs, variable_fraction=0.06, image_offset=0.02,
        floor=0.005, seed=options.seed,
    )  # fmt: skip
    place.write_survey(options.directory, survey, options.jobs)
    with place.fresh_database(DATABASE) as name, place.connected(name) as connection:
        tell("loading")
        place.load(connection, options.directory)
        connection.execute("SELECT upkeep.use_tie(upkeep.make_tie('Ks'))")
        connection.execute("SELECT upkeep.measure_noise_floor('Ks', 'tied')")
        tell("searching for periods")
        print(periods.run(connection, ml_parser().parse_args(["periods", "--jobs", str(options.jobs)])))
        kinds = {
            int(row["source_id"]): row for row in truth.read(options.directory / "truth" / "variables.csv")
        }
        _label(connection, kinds)
        tell("learning classes")
        print(classes.run(connection, ml_parser().parse_args(["classify"])))
        told = _told(connection, kinds)
        if options.figures:
            _draw(connection, told, options.figures)
        return "\n\n".join([_recovered(told), _cost(connection, options.asked, tell)])


def _label(connection: psycopg.Connection[Any], kinds: dict[int, dict[str, str]]) -> None:
    """Load the true kinds of one field as labels."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "truth.csv"
        rows = [f"{s},{row['kind']}" for s, row in kinds.items() if int(row["field_id"]) == LEARNED]
        path.write_text("\n".join(["source_id,class", *rows]) + "\n")
        add_labels(connection, "truth", path, read_labels(path, {}), only_known=True)


@dataclass(frozen=True)
class Told:
    """
    A variable of the field that is asked about, over ten times the noise.

    `period` and `found_period` are in days, NaN where there is none; `name` is the class that it is told to
    be, None where its periods were not searched.
    """

    kind: str
    period: float
    name: str | None
    found_period: float
    is_unknown: bool


def _told(connection: psycopg.Connection[Any], kinds: dict[int, dict[str, str]]) -> list[Told]:
    found = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT source_id, class, period, is_unknown FROM science.classified_source"
        )
    }
    told = []
    for source_id, field_id, noise in connection.execute(statement("classes", "noise").encode()):
        row = kinds.get(source_id)
        if row and field_id == ASKED and float(row["sampled_amplitude_mag"]) > LEAST_RATIO * noise:
            name, period, is_unknown = found.get(source_id, (None, float("nan"), False))
            told.append(Told(row["kind"], float(row["period_day"] or "nan"), name, period, is_unknown))
    return told


def _draw(connection: psycopg.Connection[Any], told: Sequence[Told], directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    searched = [star for star in told if star.name]
    periodic = [star for star in searched if np.isfinite(star.period)]
    kinds, true, period = zip(*((s.kind, s.period, s.found_period) for s in periodic), strict=True)
    plane = period_plane(np.array(kinds), np.array(true), np.array(period))
    write_figure(directory / "periods-found.png", plane)
    truth_of, name = (np.array(names) for names in zip(*((s.kind, s.name) for s in searched), strict=True))
    write_figure(directory / "classes-example.png", confusion({"Example survey": (truth_of, name)}))
    rows = rows_of(connection, statements.statement("report/folded_light_curve"))
    with mpl.rc_context(STYLE):
        write_figure(directory / "folded-by-class.png", folded_curves(rows, Sheet(narrow=False)))


def _recovered(told: Sequence[Told]) -> str:
    rows = []
    for kind in [*sorted({star.kind for star in told}), "all"]:
        of = [star for star in told if kind in (star.kind, "all")]
        n_right = sum(star.name == star.kind for star in of)
        taken = Counter(star.name for star in of if star.name not in (None, star.kind))
        n_absent, n_unknown = sum(star.name is None for star in of), sum(star.is_unknown for star in of)
        told_else = ", ".join(f"{name} {n}" for name, n in taken.most_common())
        share = f"{100 * n_right / len(of):.1f} %"
        rows.append([kind, str(len(of)), share, str(n_absent), str(n_unknown), told_else])
    head = ["kind", "variables", "recovered", "not searched", "like nothing known", "taken for"]
    return "## Classes of the example survey, over ten times the noise\n\n" + table(head, rows)


def _cost(connection: psycopg.Connection[Any], n_asked: int, tell: Tell) -> str:
    ((period_run_id, n_source),) = connection.execute(
        "SELECT run_id, count(*) FROM science.variable_feature GROUP BY run_id"
    ).fetchall()
    run_id = connection.execute("SELECT max(run_id) FROM science.classified_source").fetchall()[0][0]
    raw = psycopg.RawCursor(connection)
    for name in ("more_periods", "more_features"):
        raw.execute(statement("classes", name).encode(), [n_asked // n_source, period_run_id])
    connection.execute("ANALYZE survey.light_curve_feature")
    tell("asking for many")
    pid = connection.info.backend_pid
    before, begun = process_seconds(pid), time.perf_counter()
    query = "SELECT count(*), count(DISTINCT source_id) FROM science.classes_by_forest(%s, %s)"
    ((n_row, n),) = connection.execute(query, [run_id, period_run_id]).fetchall()
    row = [
        f"{n:,}", f"{n_row:,}", f"{process_seconds(pid) - before:.1f}", f"{time.perf_counter() - begun:.1f}",
    ]  # fmt: skip
    head = ["sources", "probabilities", "server's processor time [s]", "wall [s]"]
    return f"## Asking a forest of {classes.N_TREE} trees in SQL\n\n" + table(head, [row])


if __name__ == "__main__":
    sys.exit(main())
