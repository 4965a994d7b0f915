"""Run the benchmark: ``python -m benchmarks``, or ``make bench BENCH="..."``."""

import argparse
import sys
import time
from pathlib import Path

from benchmarks import markdown
from benchmarks.measure import OPTIONAL, Plan, measure
from example import ExampleSurvey

DIRECTORY = Path(__file__).resolve().parent.parent / "build" / "benchmark"
STATISTICS = "statistics"
QUICK = ExampleSurvey(n_field=2, n_source=2000, n_epoch=8)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; give the exit status, 1 if an answer differs from EpochDB's."""
    options = _parser().parse_args(arguments)
    survey = ExampleSurvey(n_field=options.fields, n_source=options.sources, n_epoch=options.epochs)
    plan = Plan(
        survey=QUICK if options.quick else survey,
        directory=options.directory.resolve(),
        contenders=frozenset(name for key, name in OPTIONAL.items() if key not in options.without),
        runs=options.runs,
        processes=tuple(options.processes),
        jobs=options.jobs,
        keep=options.keep,
        has_statistics=STATISTICS not in options.without,
        is_watched=not options.unwatched,
    )
    begun = time.monotonic()

    def tell(what: str) -> None:
        if not options.markdown:
            print(f"{time.monotonic() - begun:7.1f} s  {what}", file=sys.stderr, flush=True)

    results = measure(plan, tell)
    print(markdown.document(results))
    return 1 if any(answered.differences for answered in results.answered) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Write an example survey, load it, and ask EpochDB and others the same questions.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    for option, default, text in (
        ("--fields", 2, "fields"),
        ("--sources", 100_000, "sources in a field"),
        ("--epochs", 50, "Ks images of a field"),
        ("--runs", 5, "warm runs of each question, at least"),
        ("--jobs", 2, "processes that write the survey"),
    ):
        parser.add_argument(option, type=int, default=default, metavar="N", help=text)
    parser.add_argument("--quick", action="store_true", help="a small survey, to see that everything works")
    parser.add_argument(
        "--without", nargs="+", default=[], choices=[*OPTIONAL, STATISTICS], help="what to leave out"
    )
    parser.add_argument(
        "--processes",
        nargs="*",
        type=int,
        default=[1, 2, 4],
        metavar="N",
        help="loaders at once over one connection each, a load more each",
    )
    parser.add_argument(
        "--unwatched",
        action="store_true",
        help="load once, by the program as users run it, without timing its phases: for very large surveys",
    )
    parser.add_argument("--markdown", action="store_true", help="print nothing but the results")
    parser.add_argument("--keep", action="store_true", help="keep the database, Parquet and SQLite files")
    parser.add_argument(
        "--directory", type=Path, default=DIRECTORY, help="where the survey is written; kept for the next run"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
