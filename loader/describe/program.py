"""The program ``python -m loader describe FILE...``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from db.faults import Fault
from db.program import exit_status
from loader.describe.look import look
from loader.describe.write import describe
from loader.formats.find import is_table


class FileExists(Fault):
    """What would be written is there already."""


def main(arguments: Sequence[str]) -> int:
    """Run the program; give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m loader describe",
        description="Write a first description of catalogues, with what it guesses and what is left to say.",
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="FILE", help="catalogues, or a directory of them"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE.toml", help="where to (default: the terminal)"
    )
    options = parser.parse_args(arguments)

    def work() -> None:
        if options.output and options.output.exists():
            raise FileExists(f"{options.output} is there already. Name another file, or take it away.")
        text, lacking = describe(look(_files(options.paths)))
        if options.output:
            options.output.write_text(text)
        else:
            sys.stdout.write(text)
        if lacking:
            listed = "".join(f"\n  - {one}" for one in lacking)
            sys.stderr.write(f"Left to say, {len(lacking)}:{listed}\n")
        elif options.output:
            sys.stderr.write(f"{options.output}: nothing is left to say. Look at it, then try --dry-run\n")

    return exit_status(work)


def _files(paths: Sequence[Path]) -> list[Path]:
    files = [
        file
        for path in paths
        for file in (sorted(f for f in path.iterdir() if is_table(f)) if path.is_dir() else [path])
    ]
    if not files:
        raise Fault(f"{paths[0]}: no tables in it. Name the files.")
    return files
