"""The program ``python -m report``: a page, light curves, a query as a file, the reference of the schema."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from tqdm import tqdm

from db import address, database
from db.program import exit_status
from report.croissant import VIEWS, Publication, write_croissant
from report.digest import write_digest
from report.export import WRITERS, export
from report.faults import HatsPackagesMissing
from report.match import Wanted, match
from report.position_list import FORMATS
from report.reference import describe


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return the exit status, 1 after a known fault, which goes to standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands = {
        "croissant": _croissant_options,
        "curves": _curves_options,
        "dachs": _dachs_options,
        "digest": _digest_options,
        "export": _export_options,
        "hats": _hats_options,
        "match": _match_options,
        "reference": _reference_options,
    }
    options = commands[given[0]](given[1:]) if given and given[0] in commands else _page_options(given)

    def work() -> None:
        # An export is of any query, in any database
        connect = address.connect if options.command is _export else address.connect_to_survey
        with connect(role="epochdb_reader", dbname=options.database, autocommit=True) as connection:
            options.command(connection, options)

    return exit_status(work)


def _page_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report",
        description="Write a page of figures of what the database holds, each with its SQL.",
        epilog="More: python -m report export --help, a query's result as a file; python -m report hats "
        "--help, all sources for lsdb; python -m report croissant --help, a data set to publish; python -m "
        "report match --help, what is at the positions of a list; python -m report curves --help, light "
        "curves under each calibration; python -m report dachs --help, publishing over TAP; python -m report "
        "reference --help, the comments as a page.",
    )
    parser.add_argument(
        "out", type=Path, metavar="OUT", help="directory for index.html and the figures as PNG and SVG"
    )
    parser.add_argument(
        "--release", metavar="NAME", help="show this release, with its token, not what is now"
    )
    return _options(parser, _page, arguments)


def _croissant_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report croissant",
        description="Write views as Parquet to be published, described in Croissant, with a CITATION.cff.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="directory to make")
    parser.add_argument("--creator", required=True, metavar="NAME", help="who publishes the data")
    parser.add_argument("--licence", required=True, metavar="URL", help="address of the data's licence")
    parser.add_argument("--url", required=True, help="address of the publication")
    parser.add_argument("--title", default=Publication.title, help="default: %(default)s")
    parser.add_argument("--version", default=Publication.version, help="default: %(default)s")
    parser.add_argument(
        "--views", nargs="+", default=VIEWS, metavar="VIEW", help=f"default: {' '.join(VIEWS)}"
    )
    return _options(parser, _croissant, arguments)


def _curves_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report curves",
        description="Draw the light curves of sources in Ks under each calibration, with and without floor.",
    )
    parser.add_argument("path", type=Path, metavar="FILE", help="PNG to write; one of that name is replaced")
    parser.add_argument("sources", type=int, nargs="+", metavar="SOURCE", help="source_id, one panel each")
    parser.add_argument(
        "--fold", action="store_true", help="folded instead, with the first period that was found for each"
    )
    parser.add_argument(
        "--period", type=_period, default=0.0, metavar="DAYS", help="folded instead, with this period"
    )
    return _options(parser, _curves, arguments)


def _dachs_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report dachs",
        description="Write what GAVO DaCHS needs to publish the database over TAP: docs/vo.md says how.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="directory, as /var/gavo/inputs/epochdb")
    parser.add_argument("--title", default="EpochDB", help="what the survey is called (default: EpochDB)")
    parser.add_argument("--creator", default="EpochDB", help="who made it (default: EpochDB)")
    return _options(parser, _dachs, arguments)


def _period(text: str) -> float:
    period = float(text)
    if not 0 < period < float("inf"):
        raise argparse.ArgumentTypeError(f"found {text}, expected days above 0")
    return period


def _digest_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report digest",
        description="Ask the kept questions (science.kept_question) and write what is new in their answers.",
    )
    parser.add_argument(
        "out",
        type=Path,
        metavar="OUT",
        help="directory for digest.html, .json and .txt; new is what the last digest there had not",
    )
    return _options(parser, _digest, arguments)


def _export_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report export",
        description="Write the result of a query to a file, with units and UCDs from the comments.",
    )
    parser.add_argument("query", metavar="SQL", help='a SELECT, as in "SELECT * FROM science.star"')
    parser.add_argument(
        "path", type=Path, metavar="FILE", help=f"its suffix is the format: {', '.join(WRITERS)}"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a file of that name")
    parser.add_argument(
        "--run", type=int, help="say in its head what made the rows of this run of python -m ml"
    )
    return _options(parser, _export, arguments)


def _hats_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report hats",
        description="Write all sources as a HATS collection: Parquet files by tiles of the sky, as lsdb "
        "reads them, with units and UCDs from the comments.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="directory to make")
    parser.add_argument("--light-curves", action="store_true", help="nest detections in each source's row")
    parser.add_argument(
        "--rows",
        type=int,
        default=1_000_000,
        metavar="N",
        help="sources and detections in a tile at most (default: a million)",
    )
    parser.add_argument(
        "--margin", type=float, default=10.0, metavar="ARCSEC", help="beyond each tile (default: 10)"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a HATS collection of that name")
    return _options(parser, _hats, arguments)


def _match_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report match",
        description="Write what the survey has at the positions of a list, beside the list's own columns.",
    )
    parser.add_argument("list", type=Path, metavar="LIST", help=f"a table: {', '.join(FORMATS)}")
    parser.add_argument(
        "path", type=Path, metavar="OUT", help=f"its suffix is the format: {', '.join(WRITERS)}"
    )
    parser.add_argument("--ra", metavar="COLUMN", help="right ascension; default: what archives call it")
    parser.add_argument("--dec", metavar="COLUMN", help="declination; units come from the file, else degrees")
    parser.add_argument(
        "--radius", type=float, default=1.0, metavar="ARCSEC", help="how far a source may be (default: 1)"
    )
    parser.add_argument("--all", action="store_true", help="every source within the radius, not the nearest")
    parser.add_argument("--unmatched", action="store_true", help="keep positions at which there is no source")
    parser.add_argument("--light-curves", action="store_true", help="a row for each detection of the source")
    parser.add_argument("--band", default="Ks", help="band of the light curves (default: Ks)")
    parser.add_argument("--overwrite", action="store_true", help="replace a file of that name")
    return _options(parser, _match, arguments)


def _reference_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m report reference",
        description="Write the reference of the schema, in Markdown, from the comments of the database.",
    )
    parser.add_argument("path", type=Path, metavar="FILE", help="replaced if it is there")
    return _options(parser, _reference, arguments)


def _options(
    parser: argparse.ArgumentParser,
    command: Callable[[psycopg.Connection, argparse.Namespace], None],
    arguments: Sequence[str],
) -> argparse.Namespace:
    database.add_option(parser)
    parser.set_defaults(command=command, database=None)
    return parser.parse_args(arguments)


def _croissant(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    publication = Publication(options.creator, options.licence, options.url, options.title, options.version)
    with tqdm(unit="row", unit_scale=True, disable=None) as bar:
        files = write_croissant(connection, options.out, publication, options.views, bar.update)
    print(*files, sep="\n")


def _curves(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    # Not at the top, as below
    from report.curves import write_curves
    from report.folded import write_folded

    if options.fold or options.period:
        write_folded(connection, options.path, options.sources, options.period)
    else:
        write_curves(connection, options.path, options.sources)
    print(f"{options.path}: {len(options.sources)} light curves")


def _dachs(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    from report.dachs import write_descriptor

    print(write_descriptor(connection, options.out, title=options.title, creator=options.creator))


def _digest(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    def connect(role: str) -> psycopg.Connection:
        return address.connect(role=role, dbname=options.database, autocommit=True)

    answers = write_digest(connection, connect, options.out)
    n_failed = sum(answer.fault is not None for answer in answers)
    n_new = sum(len(answer.new) for answer in answers)
    print(f"{options.out}: {len(answers)} questions, {n_new} new rows, {n_failed} questions failed")


def _page(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    # Not at the top: it brings matplotlib, which an export does without.
    from report.figures import FIGURES
    from report.page import write_page

    with tqdm(total=len(FIGURES), unit="figure", disable=None) as bar:
        page = write_page(connection, options.out, FIGURES, bar.update, release=options.release)
    print(page)


def _export(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    with tqdm(unit="row", unit_scale=True, disable=None) as bar:
        n_row = export(
            connection,
            options.query,
            options.path,
            overwrite=options.overwrite,
            run_id=options.run,
            progress=bar.update,
        )
    print(f"{options.path}: {n_row} rows")


def _hats(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    # Not at the top: the packages are optional
    try:
        from report.hats.export import export_hats
    except ModuleNotFoundError as error:
        raise HatsPackagesMissing(
            f"HATS needs the package {error.name}, which is not installed: pip install 'epochdb[hats]'"
        ) from error

    with tqdm(unit="source", unit_scale=True, disable=None) as bar:
        n_source, n_tile = export_hats(
            connection,
            options.out,
            light_curves=options.light_curves,
            most_rows=options.rows,
            margin=options.margin,
            overwrite=options.overwrite,
            progress=bar.update,
        )
    print(f"{options.out}: {n_source} sources in {n_tile} tiles")


def _match(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    wanted = Wanted(
        options.radius, options.all, options.unmatched, options.band if options.light_curves else None
    )
    with tqdm(unit="position", unit_scale=True, disable=None) as bar:
        n_position, n_row = match(
            connection,
            options.list,
            options.path,
            wanted,
            ra=options.ra,
            dec=options.dec,
            overwrite=options.overwrite,
            progress=bar.update,
        )
    print(f"{options.path}: {n_row} rows for {n_position} positions")


def _reference(connection: psycopg.Connection, options: argparse.Namespace) -> None:
    options.path.write_text(describe(connection), encoding="utf-8")
    print(options.path)


if __name__ == "__main__":
    sys.exit(main())
