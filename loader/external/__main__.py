"""The program ``python -m loader external NAME FILE``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from db import address, database
from db.program import exit_status
from db.statement import statement
from loader.external.entry import add_external
from loader.external.file import FORMATS, QUANTITIES, read_external


def main(arguments: Sequence[str]) -> int:
    """Run the program; give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m loader external",
        description="Put a catalogue of others beside the survey and match it with the sources.",
    )
    parser.add_argument("name", metavar="NAME", help="what it is called here, such as 2MASS")
    parser.add_argument("path", type=Path, metavar="FILE", help=f"a table: {', '.join(FORMATS)}")
    parser.add_argument(
        "--map",
        nargs="+",
        type=_pair,
        default=[],
        metavar="QUANTITY=COLUMN",
        help=f"what its columns are called: {', '.join(QUANTITIES)} (default: ra=ra dec=dec)",
    )
    parser.add_argument("--columns", nargs="+", default=[], metavar="COLUMN", help="what else to keep of it")
    parser.add_argument("--epoch", type=float, metavar="YEAR", help="Julian year of its positions")
    parser.add_argument("--radius", type=float, default=1.0, metavar="ARCSEC", help="of a match (default: 1)")
    parser.add_argument("--replace", action="store_true", help="put it in the place of one of that name")
    database.add_option(parser)
    options = parser.parse_args(arguments)
    database.use(options)
    if not 0 < options.radius <= 3600:
        parser.error(f"--radius: found {options.radius}, expected more than 0 and at most 3600 arcsec")

    def work() -> None:
        names = {"ra": "ra", "dec": "dec", **dict(options.map)}
        external = read_external(options.path, names, options.columns)
        with address.connect_to_survey(role="epochdb_loader", autocommit=True) as connection:
            address.write_in_sequence(connection)
            done = add_external(
                connection,
                options.name,
                options.path,
                external,
                radius=options.radius,
                epoch=options.epoch,
                replace=options.replace,
            )
            key = {"catalogue_name": options.name}
            row = connection.execute(statement("load/external_summary"), key).fetchone()
        assert row is not None
        if options.epoch is None and not {"pm_ra", "pm_dec"}.isdisjoint(names):
            print("Proper motions are not followed: --epoch says when its positions are of.")
        print(
            f"{options.name}: {len(external)} rows{'' if done else ', unchanged'}; {row[0]} found a source "
            f"({row[1]} sources), by chance {row[2]:.1f} (density) or {row[3]:.1f} (shifted positions)"
        )

    return exit_status(work)


def _pair(text: str) -> tuple[str, str]:
    quantity, _, column = text.partition("=")
    if quantity not in QUANTITIES or not column:
        raise argparse.ArgumentTypeError(
            f"found {text!r}, expected QUANTITY=COLUMN with one of {', '.join(QUANTITIES)}"
        )
    return quantity, column


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
