"""How many detections without identifiers find their own source: ``python -m benchmarks.association``."""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.place import DATABASE, connected, fresh_database, load_delivery
from benchmarks.statements import statement
from example import ExampleSurvey, write
from example.files import DETECTIONS, TRUTH
from loader import ledger, run
from loader.delivery import Delivery


@dataclass(frozen=True)
class Score:
    """
    What became of detections.

    Attributes
    ----------
    n : int
        Detections.
    n_wrong : int
        In a source most of whose detections are of another object.
    n_split : int
        In a source of their own object, but apart from most of its detections.
    n_object, n_whole : int
        Objects, and those all of whose detections are one source that has no others.
    """

    n: int
    n_wrong: int
    n_split: int
    n_object: int
    n_whole: int

    @property
    def n_right(self) -> int:
        return self.n - self.n_wrong - self.n_split


def score(pairs: Iterable[tuple[int, int]]) -> Score:
    """Score the object that each detection is of and the source that it was given to."""
    together = Counter(pairs)
    # Of equal shares the one that comes first
    owner, home = {}, {}
    for (thing, source), _ in sorted(together.items(), key=lambda item: (-item[1], item[0])):
        owner.setdefault(source, thing)
    for (thing, source), _ in sorted(together.items(), key=lambda item: (-item[1], item[0])):
        if owner[source] == thing:
            home.setdefault(thing, source)
    wrong = sum(n for (thing, source), n in together.items() if owner[source] != thing)
    split = sum(
        n for (thing, source), n in together.items() if owner[source] == thing and home[thing] != source
    )
    sources_of = Counter(thing for thing, _ in together)
    things_of = Counter(source for _, source in together)
    whole = sum(sources_of[thing] == things_of[source] == 1 for thing, source in together)
    return Score(together.total(), wrong, split, len(sources_of), whole)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.association", description=__doc__)
    parser.add_argument("--sources", type=int, default=5000, metavar="N")
    parser.add_argument("--epochs", type=int, default=8, metavar="N", help="of Ks, beside Z, Y, J and H")
    parser.add_argument("--crowding", type=float, nargs="+", default=[1, 4], metavar="X")
    parser.add_argument("--position-err", type=float, nargs="+", default=[0.1, 0.3], metavar="ARCSEC")
    parser.add_argument("--blend-radius", type=float, default=0.7, metavar="ARCSEC")
    parser.add_argument("--radius", type=float, nargs="+", default=[0.5, 1, 1.5, 2], metavar="ARCSEC")
    options = parser.parse_args(arguments)
    print(
        f"{options.sources} sources, {options.epochs} epochs of Ks and one of each other band, sources closer"
        f' than {options.blend_radius}" are one detection\n'
    )
    print("| crowding | error | radius | detections | to their own source | wrong | split | ambiguous |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for crowding in options.crowding:
        for position_err in options.position_err:
            survey = ExampleSurvey(
                n_field=1,
                n_source=options.sources,
                n_epoch=options.epochs,
                identifiers=False,
                crowding=crowding,
                position_err=position_err,
                blend_radius=options.blend_radius,
            )
            with TemporaryDirectory() as name:
                write(Path(name), survey)
                for radius in options.radius:
                    found, n_ambiguous = _associated(Path(name), radius)
                    print(
                        f'| {crowding:g} | {position_err:g}" | {radius:g}" | {found.n:,} '
                        f"| {100 * found.n_right / found.n:.3f} % | {found.n_wrong:,} | {found.n_split:,} "
                        f"| {n_ambiguous:,} |",
                        flush=True,
                    )
    return 0


def _associated(directory: Path, radius: float) -> tuple[Score, int]:
    """Load a survey without identifiers into a database of its own; give its score and the ambiguous."""
    truth = {
        path.stem: _numbers(path) for path in sorted((directory / TRUTH / DETECTIONS).glob("Field-*.csv"))
    }
    with fresh_database(f"{DATABASE}_association") as database, connected(database) as connection:
        found = run.find([directory], ledger.bands(connection))
        delivery = Delivery(found.catalogues, found.refusals, radius)
        load_delivery(connection, directory, delivery)
        rows = connection.execute(statement("association", "assigned").encode())
        pairs = [(truth[Path(path).stem][running_id], source_id) for path, running_id, source_id in rows]
        row = connection.execute(statement("association", "n_ambiguous").encode()).fetchone()
        assert row is not None
        return score(pairs), int(row[0])


def _numbers(path: Path) -> dict[int, int]:
    with path.open(newline="", encoding="utf-8") as file:
        return {int(row["running_id"]): int(row["source_id"]) for row in csv.DictReader(file)}


if __name__ == "__main__":
    sys.exit(main())
