"""Write an example survey: `python -m example DIR`."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from tqdm import tqdm

from example import DirectoryNotEmpty, ExampleSurvey, NotAnExampleSurvey, OptionOutOfRange, write
from example.options import BANDS, MONITORED_BAND

DEFAULT = ExampleSurvey()


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    command = argparse.ArgumentParser(
        prog="python -m example",
        description="Write a synthetic survey in the delivered format, and the truth about it in DIR/truth.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    command.add_argument(
        "directory", metavar="DIR", type=Path, help="where to write: a new or empty directory"
    )
    for option, name, text in (
        ("--fields", "n_field", "fields"),
        ("--sources", "n_source", "sources per field"),
        ("--epochs", "n_epoch", "Ks images per field"),
        ("--seed", "seed", "same seed, same bytes"),
        ("--variable-fraction", "variable_fraction", "share of the sources that vary"),
        ("--image-offset", "image_offset", "scatter of zero-point errors of Ks images [mag]"),
        ("--floor", "floor", "systematic error of a detection, not quoted [mag]"),
        ("--missing-fraction", "missing_fraction", "share of the sources lost on an image"),
        ("--crowding", "crowding", "sources per area, times the delivery's"),
        ("--position-err", "position_err", "error of a position along each axis, beyond noise [arcsec]"),
        ("--blend-radius", "blend_radius", "sources that are closer are one detection [arcsec]"),
    ):
        default = getattr(DEFAULT, name)
        kind, metavar = type(default), "N" if isinstance(default, int) else "X"
        command.add_argument(option, dest=name, type=kind, default=default, metavar=metavar, help=text)
    text = "processes; the bytes do not depend on it"
    command.add_argument("--jobs", type=int, default=1, metavar="N", help=text)
    command.add_argument("--bands", default=BANDS, nargs="+", choices=BANDS, help="bands")
    command.add_argument(
        "--no-identifiers",
        dest="identifiers",
        action="store_false",
        help="leave out StarID; DIR/truth/detections has it",
    )
    command.add_argument("--gzip", action="store_true", help="compress the catalogues")
    command.add_argument("--overwrite", action="store_true", help="replace an example survey that is in DIR")
    return command


def options_of(asked: argparse.Namespace) -> ExampleSurvey:
    """Return the options of a command line."""
    given = {option.name: getattr(asked, option.name) for option in fields(ExampleSurvey)}
    return ExampleSurvey(**{**given, "bands": tuple(band for band in BANDS if band in asked.bands)})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    command = parser()
    asked = command.parse_args(arguments)
    if asked.jobs < 1:
        command.error(f"--jobs is {asked.jobs}, expected 1 or more")
    try:
        options = options_of(asked)
        n_image = len(options.bands) + (MONITORED_BAND in options.bands) * (options.n_epoch - 1)
        total = options.n_field * options.n_source * n_image
        # disable=None: a bar on a terminal, nothing in a log.
        with tqdm(total=total, unit=" detections", unit_scale=True, disable=None) as bar:
            done = write(asked.directory, options, bar.update, jobs=asked.jobs, overwrite=asked.overwrite)
    except (OptionOutOfRange, DirectoryNotEmpty, NotAnExampleSurvey, OSError) as fault:
        print(f"{command.prog}: {fault}", file=sys.stderr)
        return 1
    print(
        f"{done.directory}: {done.n_image:,} catalogues with {done.n_detection:,} detections of"
        f" {done.n_source:,} sources in {options.n_field:,} fields, {done.n_byte / 1e6:,.1f} MB;"
        f" truth of {done.n_variable:,} variables and of the image offsets in {done.truth}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
