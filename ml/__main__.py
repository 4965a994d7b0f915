"""The command line: python -m ml simulate | photoz | periods | export | figures | forget."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from db import address
from db.program import exit_status
from db.table import table
from ml import periods, photoz, store
from ml.export import export_stars
from ml.faults import UnknownSample
from ml.photoz import QUICK, methods_named
from ml.progress import Bar
from ml.reading import STAR_CHOICES, test_partner, training_names
from ml.redshift.methods import METHODS
from ml.simulation import N_SIMULATED, simulate_stars
from ml.stars.mixture import TooManyComponents
from ml.stars.outliers import TooFewStars

N_SEED = 10
_METRICS = (
    "SELECT name, value FROM science.run_metric WHERE run_id = %s AND name IN ('n_star', 'n_kept',"
    " 'n_isolated', 'n_component', 'held_out', 'held_out_se', 'bic', 'all_total_variation') ORDER BY name"
)
_TESTS = (
    "SELECT sample, test, round(statistic::numeric, 5), round(p_value::numeric, 5)"
    " FROM science.simulation_test WHERE run_id = %s AND p_value IS NOT NULL ORDER BY test, sample"
)
_QUALITY = (
    "SELECT run_id, method, seed, sample, round(error::numeric, 5), round(sigma_nmad::numeric, 5),"
    " round(outlier_fraction_15::numeric, 4), round(coverage_68::numeric, 3), round(pit_distance::numeric, 4)"
    " FROM science.photo_z_quality WHERE run_id = ANY (%s) ORDER BY run_id, role = 'test'"
)
_SPREAD = (
    "SELECT method, sample, n_seed, round(error_mean::numeric, 5), round(error_stddev::numeric, 5),"
    " round(error_min::numeric, 5), round(error_max::numeric, 5) FROM science.photo_z_method"
    " WHERE training_sample = %s AND method = ANY (%s) ORDER BY role = 'training', error_mean"
)
_APPLIED = "SELECT n_galaxy, n_excluded, n_outside FROM survey.prediction WHERE run_id = %s AND sample_id ="
_APPLIED += " (SELECT sample_id FROM survey.galaxy_sample WHERE name = %s)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status, 1 after a known fault, which goes to standard error."""
    options = _parser().parse_args(arguments)

    def work() -> None:
        with address.connect_to_survey(role=options.as_role, autocommit=True) as connection:
            options.command(connection, options)

    return exit_status(work, TooFewStars, TooManyComponents)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml",
        description="Machine learning on the science views; results go back to the database.",
    )
    parser.set_defaults(as_role="epochdb_ml")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_simulate(commands)
    _add_photoz(commands)
    export = commands.add_parser("export", help="write the stars of a simulation to a FITS file")
    export.add_argument("run", type=int, metavar="RUN")
    export.add_argument("file", type=Path, metavar="FILE")
    export.set_defaults(command=_export, as_role="epochdb_reader")
    figures = commands.add_parser("figures", help="draw the latest results")
    figures.add_argument("directory", type=Path, metavar="DIR")
    figures.set_defaults(command=_figures, as_role="epochdb_reader")
    searching = commands.add_parser("periods", help="search the variable sources for periods")
    periods.add_arguments(searching)
    searching.set_defaults(command=_periods)
    forget = commands.add_parser("forget", help="take runs and all their results away")
    forget.add_argument("runs", type=int, nargs="+", metavar="RUN")
    forget.set_defaults(command=_forget)
    return parser


def _periods(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    periods.run(connection, options)


def _add_simulate(commands: Any) -> None:
    simulate = commands.add_parser("simulate", help="fit a density to the stars and draw new ones")
    simulate.add_argument("--seed", type=int, default=1)
    simulate.add_argument("--n", type=int, default=N_SIMULATED, help="stars to draw (default: %(default)s)")
    simulate.add_argument(
        "--stars", choices=list(STAR_CHOICES), default="each", help="star in each image, or by majority"
    )
    simulate.add_argument("--intrinsic", action="store_true", help="draw the colours before errors")
    simulate.add_argument(
        "--components",
        type=int,
        metavar="K",
        help="use K components: no choice, no tests, seconds not minutes",
    )
    simulate.add_argument("--export", type=Path, metavar="FILE", help="also write the stars to a FITS file")
    simulate.set_defaults(command=_simulate)


def _add_photoz(commands: Any) -> None:
    parser = commands.add_parser("photoz", help="learn redshifts from colours and predict")
    parser.add_argument("--train", metavar="NAME", help="training sample (default: the first loaded)")
    parser.add_argument("--test", metavar="NAME", help="test sample (default: the one that belongs to it)")
    parser.add_argument("--methods", nargs="+", metavar="METHOD", help=f"of {', '.join(METHODS)}")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument(
        "--seeds", type=int, metavar="N", help="how many seeds for random methods (default: 1)"
    )
    parser.add_argument(
        "--all", action="store_true", help=f"all methods and training samples, {N_SEED} seeds unless said"
    )
    parser.set_defaults(command=_photoz)
    actions = parser.add_subparsers(metavar="ACTION")
    again = actions.add_parser("apply", help="predict another sample by a stored run")
    again.add_argument("--run", type=int, required=True, metavar="RUN")
    again.add_argument("--sample", required=True, metavar="NAME")
    again.set_defaults(command=_apply)
    equation = actions.add_parser("equation", help="print the equation of a linear run")
    equation.add_argument("--run", type=int, required=True, metavar="RUN")
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
    _print_table(connection, ("figure", "value"), _METRICS, [run_id])
    _print_table(connection, ("sample", "test", "statistic", "p-value"), _TESTS, [run_id])
    if options.export:
        print(f"{export_stars(connection, run_id, options.export)} stars written to {options.export}")


def _photoz(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    names = training_names(connection)
    if not names and not options.train:
        raise UnknownSample("no training sample is loaded; load one: python -m loader FILE --role training")
    chosen = [options.train] if options.train else (names if options.all else names[:1])
    methods = methods_named(options.methods or list(METHODS if options.all else QUICK))
    n_seed = options.seeds or (N_SEED if options.all else 1)
    seeds = range(options.seed, options.seed + n_seed)
    for training in chosen:
        test = options.test or test_partner(connection, training)
        with Bar() as bar:
            runs = photoz.train(connection, training, test, methods, seeds, bar)
        head = ("run", "method", "seed", "sample", "E", "sigma_nmad", "out 0.15", "cover 68", "PIT KS")
        _print_table(connection, head, _QUALITY, [runs])
        if n_seed > 1:
            spread = ("method", "sample", "seeds", "E mean", "E stddev", "E min", "E max")
            _print_table(connection, spread, _SPREAD, [training, [method.name for method in methods]])


def _apply(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    photoz.apply(connection, options.run, options.sample)
    head = ("predicted", "left out", "outside the training colours")
    _print_table(connection, head, _APPLIED, [options.run, options.sample])


def _equation(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    print(photoz.equation(connection, options.run))


def _export(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    print(f"{export_stars(connection, options.run, options.file)} stars written to {options.file}")


def _figures(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    # Not at the top: matplotlib takes a second, and the other commands do without
    from ml.figures import draw_all

    options.directory.mkdir(parents=True, exist_ok=True)
    for path in draw_all(connection, options.directory):
        print(path)


def _forget(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    for run_id in options.runs:
        store.forget(connection, run_id)
        print(f"run {run_id} is forgotten")


def _print_table(
    connection: psycopg.Connection, head: tuple[str, ...], query: str, parameters: list[object]
) -> None:
    if rows := connection.execute(query, parameters).fetchall():
        print(table(head, rows))


if __name__ == "__main__":
    sys.exit(main())
