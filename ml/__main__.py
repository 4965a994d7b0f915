"""The command line: python -m ml simulate | photoz | periods | classify | forget."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

import psycopg

from db import address, database
from db.program import exit_status
from db.table import table
from ml import classes, periods, photoz, store
from ml.applying import apply
from ml.asking import ask
from ml.faults import UnknownSample
from ml.options import LARGEST_SEED, whole
from ml.photoz import QUICK
from ml.progress import Bar
from ml.reading import STAR_CHOICES, loaded_samples, test_partner, training_names
from ml.redshift.methods import METHODS, methods_named
from ml.simulation import N_SIMULATED, simulate_stars
from ml.stars.mixture import TooManyComponents
from ml.stars.outliers import TooFewStars

N_SEED = 10
MOST_SEEDS, MOST_STARS, MOST_COMPONENTS = 1000, 100_000_000, 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status, 1 after a known fault, which goes to standard error."""
    options = parser().parse_args(arguments)
    database.use(options)

    def work() -> None:
        with address.connect_to_survey(role=options.as_role, autocommit=True) as connection:
            address.write_in_sequence(connection)
            options.command(connection, options)

    return exit_status(work, TooFewStars, TooManyComponents)


def parser() -> argparse.ArgumentParser:
    """Give what reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m ml",
        description="Machine learning on the science views; results go back to the database.",
    )
    parser.set_defaults(as_role="epochdb_ml")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_simulate(commands)
    _add_photoz(commands)
    searching = commands.add_parser("periods", help="search the variable sources for periods")
    periods.add_arguments(searching)
    searching.set_defaults(command=_periods)
    classifying = commands.add_parser("classify", help="learn classes from labels and tell every variable's")
    classes.add_arguments(classifying)
    classifying.set_defaults(command=_classify)
    forget = commands.add_parser("forget", help="take runs and all their results away")
    forget.add_argument("runs", type=whole(1), nargs="+", metavar="RUN")
    forget.set_defaults(command=_forget)
    database.add_option(parser)
    return parser


def _periods(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    print(periods.run(connection, options))


def _classify(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    print(classes.run(connection, options))


def _add_simulate(commands: Any) -> None:
    simulate = commands.add_parser("simulate", help="fit a density to the stars and draw new ones")
    simulate.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1)
    simulate.add_argument(
        "--n", type=whole(1, MOST_STARS), default=N_SIMULATED, help="stars to draw (default: %(default)s)"
    )
    simulate.add_argument(
        "--stars", choices=STAR_CHOICES, default="each", help="star in each image, or by majority"
    )
    simulate.add_argument("--intrinsic", action="store_true", help="draw the colours before errors")
    simulate.add_argument(
        "--components",
        type=whole(1, MOST_COMPONENTS),
        metavar="K",
        help="use K components: no choice, no tests, seconds not minutes",
    )
    simulate.set_defaults(command=_simulate)


def _add_photoz(commands: Any) -> None:
    parser = commands.add_parser("photoz", help="learn redshifts from colours and predict")
    parser.add_argument("--train", metavar="NAME", help="training sample (default: the first loaded)")
    parser.add_argument("--test", metavar="NAME", help="test sample (default: the one that belongs to it)")
    parser.add_argument("--methods", nargs="+", metavar="METHOD", help=f"of {', '.join(METHODS)}")
    parser.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1, help="the first seed")
    parser.add_argument(
        "--seeds",
        type=whole(1, MOST_SEEDS),
        metavar="N",
        help="how many seeds for random methods (default: 1)",
    )
    parser.add_argument(
        "--all", action="store_true", help=f"all methods and training samples, {N_SEED} seeds unless said"
    )
    parser.set_defaults(command=_photoz)
    actions = parser.add_subparsers(metavar="ACTION")
    again = actions.add_parser("apply", help="predict another sample by a stored run")
    again.add_argument("--run", type=whole(1), required=True, metavar="RUN")
    again.add_argument("--sample", required=True, metavar="NAME")
    again.set_defaults(command=_apply)
    equation = actions.add_parser("equation", help="print the equation of a linear run")
    equation.add_argument("--run", type=whole(1), required=True, metavar="RUN")
    equation.set_defaults(command=_equation)


def _simulate(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    with Bar() as bar:
        run_id = simulate_stars(
            connection,
            options.seed,
            n_simulated=options.n,
            stars=options.stars,
            intrinsic=options.intrinsic,
            n_component=options.components,
            progress=bar,
        )
    print(f"run {run_id}: {options.n} stars in science.simulated_colours")
    _print_table(("figure", "value"), ask(connection, "run_metric", run_id=run_id))
    _print_table(
        ("sample", "test", "statistic", "p-value"), ask(connection, "simulation_test", run_id=run_id)
    )


def _photoz(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    loaded = loaded_samples(connection)
    names = training_names(loaded)
    if not names and not options.train:
        raise UnknownSample("no training sample is loaded; load one: python -m loader FILE --role training")
    chosen = [options.train] if options.train else (names if options.all else names[:1])
    methods = methods_named(options.methods or list(METHODS if options.all else QUICK))
    n_seed = options.seeds or (N_SEED if options.all else 1)
    seeds = range(options.seed, options.seed + n_seed)
    for training in chosen:
        test = options.test or test_partner(loaded, training)
        with Bar() as bar:
            runs = photoz.train(connection, training, test, methods, seeds, bar, bar.say)
        head = ("run", "method", "seed", "sample", "E", "sigma_nmad", "out 0.15", "cover 68", "PIT KS")
        _print_table(head, ask(connection, "quality", run_ids=runs))
        if n_seed > 1:
            spread = ("method", "sample", "seeds", "E mean", "E stddev", "E min", "E max")
            names_of_methods = [method.name for method in methods]
            _print_table(
                spread, ask(connection, "spread", training_sample=training, methods=names_of_methods)
            )


def _apply(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    with Bar() as bar:
        apply(connection, options.run, options.sample, bar)
    head = ("predicted", "left out", "outside the training colours")
    _print_table(head, ask(connection, "prediction", run_id=options.run, sample=options.sample))


def _equation(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    print(photoz.equation(connection, options.run))


def _forget(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    for run_id in options.runs:
        store.forget(connection, run_id)
        print(f"run {run_id} is forgotten")


def _print_table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if rows:
        print(table(head, rows))


if __name__ == "__main__":
    sys.exit(main())
