"""The loader's command line: python -m loader PATH..."""

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from tqdm import tqdm

from db import address, database
from db.program import announce, exit_status
from loader import ending, ledger, room, run, samples
from loader.delivery import Catalogue, Delivery, Refusal
from loader.described import entry, frame, preview
from loader.described.delivery import find_images
from loader.described.names import SourceNames
from loader.described.spool import SpooledContent
from loader.description import shipped
from loader.description.model import Description
from loader.faults import RejectedFile, as_text
from loader.ledger import Outcome
from loader.samples import ROLES, Sample
from loader.tally import Tally

# More do not help: a catalogue's second half waits for the others of its field
DEFAULT_JOBS = 2


def main(arguments: list[str] | None = None) -> int:
    """Load what the command line names; give the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["external"]:
        from loader.external import __main__ as external  # reads tables of any format, which takes time

        return external.main(list(given[1:]))
    if given[:1] == ["labels"]:
        from loader.labels import __main__ as labels  # as above

        return labels.main(list(given[1:]))
    if given[:1] == ["describe"]:
        from loader.describe.program import main as describe

        return describe(list(given[1:]))
    options = _options(given)

    def work() -> int:
        announce("looking for the database ...")
        with ending.interruptible():
            try:
                with _connect() as connection, ending.in_a_line():
                    return _load(connection, options)
            except KeyboardInterrupt as end:
                raise ending.broken_off(end) from end

    return exit_status(work)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = _parser()
    database.add_option(parser)
    options = parser.parse_args(arguments)
    database.use(options)
    if options.sample and len(options.paths) != 1:
        parser.error("--sample names one sample: give one VOTable")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m loader",
        description="Load deliveries of catalogues, and samples of galaxies.",
        epilog="A first description of files that are written otherwise: python -m loader describe --help. "
        "A catalogue of others beside the survey: python -m loader external --help; labels of sources:"
        " python -m loader labels --help.",
    )
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a directory with its manifest, a manifest, or one catalogue beside its manifest; "
        "or a VOTable with a sample of galaxies",
    )
    parser.add_argument("--sample", metavar="NAME", help="the sample's name; default: its file's")
    parser.add_argument(
        "--role",
        choices=ROLES,
        help="what the sample is for; default: training or test by its ending _A or _B",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="put other contents in the place of loaded ones, and load again what is not as its file has it",
    )
    parser.add_argument(
        "--associate",
        type=_radius,
        metavar="ARCSEC",
        help="find sources by position, within so many seconds of arc, where catalogues do not name them",
    )
    parser.add_argument(
        "--survey",
        default=shipped.DEFAULT,
        metavar="NAME|FILE.toml",
        help=f"how the catalogues are written: a description, or one of {', '.join(shipped.names())} "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="read and check everything, write nothing; show what would become of the first rows",
    )
    parser.add_argument(
        "--jobs",
        type=_positive,
        default=min(DEFAULT_JOBS, os.cpu_count() or 1),
        metavar="N",
        help="connections that load at the same time, a processor each (default: %(default)s)",
    )
    parser.add_argument(
        "--max-separation",
        type=_angle,
        default=run.SEPARATION_MAX,
        metavar="DEGREES",
        help="how far from its source a detection with the same StarID may stand (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="print the summary as one line of JSON")
    return parser


def _radius(text: str) -> float:
    number = float(text)
    if not 0 < number <= 3600:
        raise argparse.ArgumentTypeError(f"found {number}, expected more than 0 and at most 3600 arcsec")
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"found {number}, expected at least 1")
    return number


def _angle(text: str) -> float:
    number = float(text)
    if not 0 < number <= 180:
        raise argparse.ArgumentTypeError(f"found {text}, expected degrees above 0 and up to 180")
    return number


def _connect() -> psycopg.Connection:
    connection = address.connect_to_survey(role="epochdb_loader", autocommit=True)
    address.write_in_sequence(connection)
    return connection


def _load(connection: psycopg.Connection, options: argparse.Namespace) -> int:
    begun = time.monotonic()
    description = shipped.find_description(options.survey)
    is_course = shipped.is_course(description)
    tables = [p for p in options.paths if options.sample or (is_course and samples.is_sample(p))]
    paths = [p for p in options.paths if p not in tables]
    tally = Tally()
    with ExitStack() as stack:
        description_id = None if options.dry_run else entry.enter(connection, description)
        if is_course:
            found = run.find(paths, ledger.bands(connection))
            delivery = Delivery(found.catalogues, found.refusals, options.associate)
        else:
            spools = Path(stack.enter_context(TemporaryDirectory(prefix="epochdb-")))
            if description.is_named:
                names = stack.enter_context(SourceNames(_connect, dry_run=options.dry_run))
                description = replace(description, number_names=names)
            delivery = _described(connection, paths, description, options, spools)
        galaxies, faults = samples.find(tables, options.sample, options.role)
        refusals = (*delivery.refusals, *map(Refusal, faults))
        delivery = replace(delivery, refusals=refusals, description_id=description_id)
        if warning := room.require_room(_new_files(connection, delivery, galaxies, replace=options.replace)):
            sys.stderr.write(f"WARNING: {warning}\n")
        n_beside = min(options.jobs, len(delivery.catalogues)) - 1
        progress = stack.enter_context(_Progress(len(delivery.catalogues) + len(galaxies), tally))
        beside = [stack.enter_context(_connect()) for _ in range(n_beside)]
        run.load(
            connection,
            options.paths,
            delivery,
            progress.report,
            galaxies=galaxies,
            replace=options.replace,
            dry_run=options.dry_run,
            separation_max=options.max_separation,
            beside=beside,
            tally=tally,
        )
    seconds = time.monotonic() - begun
    print(_as_json(tally, seconds) if options.json else _summary(tally, seconds))
    return 1 if tally.faults else 0


def _described(
    connection: psycopg.Connection,
    paths: Sequence[Path],
    description: Description,
    options: argparse.Namespace,
    spools: Path,
) -> Delivery:
    """Find the catalogues of a survey that is described; say which bands are without columns of their own."""
    entry.check_bands(connection, description)
    frame.check(connection, description)
    if beyond := entry.without_columns(description):
        sys.stderr.write(
            f"NOTE: survey.source has no columns for {', '.join(beyond)}: images, detections, light curves, "
            f"R1, R3 and R4 are as for all bands; R2, R5, science.photometry and its colours lack them\n"
        )
    images, faults = find_images(paths, description, spools)
    if options.dry_run and not options.json:
        print(preview.preview(images, description))
    return entry.delivery_of(
        connection, description, images, faults, options.associate, dry_run=options.dry_run
    )


def _new_files(
    connection: psycopg.Connection, delivery: Delivery, galaxies: Sequence[Sample], *, replace: bool
) -> list[Path]:
    """Give the files whose images are not in yet, or all where they may be replaced."""
    loaded = {} if replace else ledger.all_loaded(connection)
    # Many images may be in one file
    catalogues = {c.path for c in delivery.catalogues if c.image.image_id not in loaded}
    return [*sorted(catalogues), *(sample.path for sample in galaxies)]


class _Progress:
    """A bar on a terminal, a line for each file otherwise; faults always as lines."""

    def __init__(self, total: int, tally: Tally) -> None:
        self.tally = tally
        self.bar = tqdm(total=total, unit="file", disable=not sys.stderr.isatty())

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()

    def report(
        self,
        given: Catalogue | Sample | None,
        outcome: Outcome | RejectedFile,
        n_missing: Mapping[str, int],
    ) -> None:
        if isinstance(outcome, RejectedFile):
            self._line(f"REJECTED {type(outcome).__name__}: {outcome}")
        elif self.bar.disable and given and not _is_date(given):
            name = f"sample {given.name}" if isinstance(given, Sample) else f"image {given.image.image_id}"
            counts = ", ".join(f"{column} {n}" for column, n in n_missing.items())
            missing = f" (taken as missing: {counts})" if counts else ""
            self._line(f"{outcome.value} {name} {given.path}{missing}")
        self.bar.update()

    def _line(self, text: str) -> None:
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        tqdm.write(as_text(f"{moment} {_name(self.tally)}: {text}"), file=sys.stderr)


def _is_date(given: Catalogue | Sample) -> bool:
    """Tell whether it is one of a light curve's dates, of which the summary gives the number."""
    return (
        isinstance(given, Catalogue) and isinstance(given.content, SpooledContent) and given.content.is_single
    )


def _name(tally: Tally) -> str:
    return "dry run" if tally.load_id is None else f"load {tally.load_id}"


def _summary(tally: Tally, seconds: float) -> str:
    is_idle = tally.load_id and not tally.n_row and not tally.faults
    nothing = " (nothing to do: everything is in)" if is_idle else ""
    return f"{_name(tally)}: {tally.told(seconds)}{nothing}"


def _as_json(tally: Tally, seconds: float) -> str:
    faults = [{"fault": type(f).__name__, "path": as_text(f.path), "message": str(f)} for f in tally.faults]
    summary = {"load_id": tally.load_id, **tally.counts(), "seconds": round(seconds, 3), "rejected": faults}
    return json.dumps(summary)


if __name__ == "__main__":
    sys.exit(main())
