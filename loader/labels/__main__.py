"""The program ``python -m loader labels FILE``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from db import address
from db.program import exit_status
from db.statement import statement
from db.table import table
from loader.external.file import FORMATS
from loader.labels.entry import add_labels
from loader.labels.file import QUANTITIES, read_labels


def main(arguments: Sequence[str]) -> int:
    """Run the program; give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m loader labels",
        description="Load what a list says that sources are, for python -m ml classify to learn from.",
    )
    parser.add_argument("path", type=Path, metavar="FILE", help=f"a table: {', '.join(FORMATS)}")
    parser.add_argument(
        "--whence", metavar="NAME", help="where the labels come from (default: the file's name)"
    )
    parser.add_argument(
        "--map",
        nargs="+",
        type=_pair,
        default=[],
        metavar="QUANTITY=COLUMN",
        help=f"what its columns are called (default: {', '.join(QUANTITIES)}; certainty may be missing)",
    )
    parser.add_argument(
        "--only-known",
        action="store_true",
        help="leave out labels of sources that are not here, instead of refusing the list",
    )
    parser.add_argument("--replace", action="store_true", help="put it in the place of one of that name")
    options = parser.parse_args(arguments)

    def work() -> None:
        whence = options.whence or options.path.name.partition(".")[0]
        labels = read_labels(options.path, dict(options.map))
        with address.connect_to_survey(role="epochdb_loader", autocommit=True) as connection:
            address.write_in_sequence(connection)
            n_label = add_labels(
                connection,
                whence,
                options.path,
                labels,
                only_known=options.only_known,
                replace=options.replace,
            )
            counts = connection.execute(statement("load/label_count"), {"whence": whence}).fetchall()
        if n_label is None:
            print(f"{whence}: nothing to do, these {len(labels)} labels are in")
        else:
            left = len(labels) - n_label
            print(f"{whence}: {n_label} labels" + (f", {left} of unknown sources left out" if left else ""))
        print(table(("class", "sources"), counts))

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
