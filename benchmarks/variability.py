"""How far R3 can be trusted: recall and false alarms by calibration, on example surveys with known truth."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import place, truth
from benchmarks.trust import Trial, document
from db.program import exit_status
from example import ExampleSurvey, OptionOutOfRange

DATABASE = "epochdb_variability"
DIRECTORY = Path(__file__).resolve().parent.parent / "build" / "variability"
BEST = "tied with floor, score 5"
TESTS = {
    "raw, 20 sigma": "science.variable_sources(20, 'raw')",
    "catalogue, 20 sigma": "science.variable_sources(20, 'catalogue')",
    "tied, 20 sigma": "science.variable_sources(20, 'tied')",
    "tied with floor, 20 sigma": "science.variable_sources(20, 'tied', 'Ks', true)",
    "tied with floor, 5 sigma": "science.variable_sources(5, 'tied', 'Ks', true)",
    "catalogue with floor, score 5": "science.sources_above_floor(5, 'catalogue')",
    BEST: "science.sources_above_floor(5, 'tied')",
    "tied with floor, score 4.5": "science.sources_above_floor(4.5, 'tied')",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status, 1 after a known fault."""
    options = _parser().parse_args(arguments)
    begun = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - begun:7.1f} s  {what}", file=sys.stderr, flush=True)

    def work() -> None:
        trials = [
            trial(
                ExampleSurvey(
                    n_source=options.sources, n_epoch=options.epochs, image_offset=0.05, floor=0.01, seed=seed
                ),
                options.directory,
                options.jobs,
                tell,
            )
            for seed in range(1, options.seeds + 1)
        ]
        print("\n\n".join(document(trials, list(TESTS), BEST)))

    return exit_status(work, OptionOutOfRange)


def trial(survey: ExampleSurvey, directory: Path, jobs: int, tell: Callable[[str], None]) -> Trial:
    """Write a survey, load it into a database of its own, tie it, measure its noise, and ask every test."""
    tell(f"seed {survey.seed}: writing the survey")
    place.write_survey(directory, survey, jobs)
    with place.fresh_database(DATABASE) as name, place.connected(name) as connection:
        tell(f"seed {survey.seed}: loading")
        place.load(connection, directory)
        tell(f"seed {survey.seed}: tying the images and measuring the noise")
        connection.execute("SELECT upkeep.use_tie(upkeep.make_tie('Ks'))")
        for calibration in ("catalogue", "tied"):
            connection.execute("SELECT upkeep.measure_noise_floor('Ks', %s)", [calibration])
        tell(f"seed {survey.seed}: looking for variables")
        found = {test: _ids(connection, call) for test, call in TESTS.items()}
        sources = truth.sources(connection, survey, directory, found)
        return Trial(survey.seed, sources, _offset_errors(connection, directory))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.variability",
        description="Write example surveys, load and tie them; print recall and false alarms as Markdown.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument(
        "directory",
        nargs="?",
        type=Path,
        default=DIRECTORY,
        help="where the survey is written, each over the last",
    )
    for option, default, text in (
        ("--seeds", 1, "surveys, with seeds 1, 2 ..."),
        ("--sources", 20_000, "sources of each of two fields"),
        ("--epochs", 50, "Ks images of a field"),
        ("--jobs", 2, "processes that write the survey"),
    ):
        parser.add_argument(option, type=int, default=default, metavar="N", help=text)
    return parser


def _ids(connection: psycopg.Connection[Any], call: str) -> set[int]:
    return {row[0] for row in connection.execute(f"SELECT source_id FROM {call}")}


def _offset_errors(connection: psycopg.Connection[Any], directory: Path) -> list[float]:
    """Compare offsets found and injected, both about their mean over the images of a field."""
    rows = truth.read(directory / "truth" / "images.csv")
    injected = {int(row["image_id"]): float(row["offset_mag"]) for row in rows}
    found = connection.execute(
        "SELECT field_id, image_id, offset_mag FROM science.image_tie WHERE is_current"
    ).fetchall()
    errors = []
    for field_id in {row[0] for row in found}:
        images = [(image, offset) for field, image, offset in found if field == field_id]
        mean = sum(injected[image] for image, _ in images) / len(images)
        errors += [offset - (injected[image] - mean) for image, offset in images]
    return errors


if __name__ == "__main__":
    sys.exit(main())
