"""Write an example survey: `python -m example DIR`."""

import argparse
import sys
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
    for option, kind, default, text in (
        ("--fields", int, DEFAULT.n_field, "fields"),
        ("--sources", int, DEFAULT.n_source, "sources per field"),
        ("--epochs", int, DEFAULT.n_epoch, "Ks images per field"),
        ("--seed", int, DEFAULT.seed, "same seed, same bytes"),
        ("--variable-fraction", float, DEFAULT.variable_fraction, "share of the sources that vary"),
        ("--image-offset", float, DEFAULT.image_offset, "scatter of zero-point errors of Ks images [mag]"),
        ("--floor", float, DEFAULT.floor, "systematic error of a detection, not quoted [mag]"),
        ("--missing-fraction", float, DEFAULT.missing_fraction, "share of the sources lost on an image"),
        ("--jobs", int, 1, "processes; the bytes do not depend on it"),
    ):
        command.add_argument(
            option, type=kind, default=default, metavar="N" if kind is int else "X", help=text
        )
    command.add_argument("--bands", default=BANDS, nargs="+", choices=BANDS, help="bands")
    command.add_argument("--gzip", action="store_true", help="compress the catalogues")
    command.add_argument("--overwrite", action="store_true", help="replace an example survey that is in DIR")
    return command


def options_of(asked: argparse.Namespace) -> ExampleSurvey:
    """Return the options of a command line."""
    return ExampleSurvey(
        n_field=asked.fields,
        n_source=asked.sources,
        n_epoch=asked.epochs,
        bands=tuple(band for band in BANDS if band in asked.bands),
        seed=asked.seed,
        variable_fraction=asked.variable_fraction,
        image_offset=asked.image_offset,
        floor=asked.floor,
        missing_fraction=asked.missing_fraction,
        gzip=asked.gzip,
    )


def main() -> int:
    """Run the command; return its exit status."""
    command = parser()
    asked = command.parse_args()
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
