"""A run of the loader: every catalogue of the deliveries read, checked, loaded, every fault written down."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from threading import Lock

import psycopg

from loader import ledger, samples
from loader.catalogue import hash_contents, read_contents, read_detections
from loader.delivery import Catalogue, Delivery, Refusal, read_delivery
from loader.faults import RefusedByDatabase, RejectedFile
from loader.galaxies import read_galaxies
from loader.ledger import Encoded, Outcome, Row
from loader.samples import Sample

# Catalogues that are read ahead while the server works on others
READ_AHEAD = 3
# How often a transaction is tried that another loader's stood in the way of
ATTEMPTS = 5

Report = Callable[[Catalogue | Sample | None, Outcome | RejectedFile], None]


@dataclass
class Tally:
    """What became of the files of a run, and how many rows were written."""

    load_id: int | None = None
    n_row: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    faults: list[RejectedFile] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Give the counts by the names of the columns of survey.load."""
        return {
            "n_loaded": self.outcomes[Outcome.LOADED],
            "n_replaced": self.outcomes[Outcome.REPLACED],
            "n_unchanged": self.outcomes[Outcome.UNCHANGED],
            "n_rejected": len(self.faults),
            "n_row": self.n_row,
        }

    def told(self, seconds: float) -> str:
        """Say it in a line."""
        counts = self.counts()
        words = ("loaded", "replaced", "unchanged", "rejected")
        parts = ", ".join(f"{counts[f'n_{word}']} {word}" for word in words)
        return f"{parts}; {self.n_row} rows in {seconds:.1f} s"


@dataclass(frozen=True)
class _Prepared:
    sha256: str
    encoded: Encoded | None
    fault: RejectedFile | None = None


def find(paths: Sequence[Path], bands: frozenset[str]) -> Delivery:
    """Give the catalogues and refusals of several deliveries as one; a path that fails is a refusal."""
    catalogues: list[Catalogue] = []
    refusals: list[Refusal] = []
    for path in paths:
        try:
            delivery = read_delivery(path, bands)
        except RejectedFile as fault:
            refusals.append(Refusal(fault))
        else:
            catalogues += delivery.catalogues
            refusals += delivery.refusals
    return Delivery(tuple(catalogues), tuple(refusals))


def load(
    connection: psycopg.Connection,
    paths: Sequence[Path],
    delivery: Delivery,
    report: Report,
    *,
    galaxies: Sequence[Sample] = (),
    replace: bool = False,
    dry_run: bool = False,
    beside: Sequence[psycopg.Connection] = (),
    tally: Tally | None = None,
) -> Tally:
    """
    Load the catalogues of a delivery and samples of galaxies, each in a transaction of its own.

    Parameters
    ----------
    connection : psycopg.Connection
        A connection in autocommit mode, as the loader's role.
    paths : sequence of Path
        What was asked for, for the log.
    delivery : Delivery
        What `find` gave for them.
    report : callable
        Told the outcome of each catalogue or refusal as it comes.
    galaxies : sequence of Sample
        What `loader.samples.find` gave for them.
    replace : bool
        Whether other contents that are loaded for an image, or under a sample's name, give way.
    dry_run : bool
        Whether all is read and checked but nothing written.
    beside : sequence of psycopg.Connection
        Further connections like the first, over which catalogues are loaded at the same time: the server
        gives each connection a processor of its own.
    tally : Tally, optional
        Where to keep the count, for one who wants to read it, or the number of the run, meanwhile.
    """
    tally = tally or Tally()
    if not dry_run:
        asked = " ".join(str(path.resolve()) for path in paths)
        tally.load_id = ledger.begin(connection, asked, version("epochdb"))
    run = _Run((connection, *beside), tally, report, replace)
    for refusal in delivery.refusals:
        run.refuse(connection, refusal)
    busy = run.load_all(_by_turns(delivery.catalogues, len(run.connections)), wait=False)
    if busy:
        run.load_all(busy, wait=True)
    for sample in galaxies:
        run.load_sample(sample)
    if tally.load_id is not None:
        ledger.finish(connection, tally.load_id, tally.counts())
    return tally


class _Run:
    """The files of a run on their way into the database; its connections each work in a thread."""

    def __init__(
        self, connections: Sequence[psycopg.Connection], tally: Tally, report: Report, replace: bool
    ) -> None:
        self.connections = connections
        self.connection = connections[0]
        self.tally = tally
        self.report = report
        self.replace = replace
        # What a dry run would have entered in the ledger by now
        self.pending: dict[int, Row] = {}
        self.taking = Lock()
        self.counting = Lock()
        self.broken_off = False

    def load_all(self, catalogues: Sequence[Catalogue], *, wait: bool) -> list[Catalogue]:
        """Load catalogues and give those that another loader has at hand."""
        queue = self._read_ahead(catalogues)
        if len(self.connections) == 1:
            return self._load_from(queue, self.connection, wait=wait)
        with ThreadPoolExecutor(len(self.connections)) as pool:
            shares = [pool.submit(self._load_from, queue, c, wait=wait) for c in self.connections]
            try:
                return [catalogue for share in shares for catalogue in share.result()]
            finally:
                self.broken_off = True
                wait_for(shares)
                self.broken_off = False

    def _load_from(
        self, queue: Iterator[tuple[Catalogue, _Prepared]], connection: psycopg.Connection, *, wait: bool
    ) -> list[Catalogue]:
        """Load what comes from a queue that other threads may draw from too; give what is busy."""
        busy = []
        while not self.broken_off:
            with self.taking:
                drawn = next(queue, None)
            if drawn is None:
                break
            if self._load_one(connection, *drawn, wait=wait) is Outcome.BUSY:
                busy.append(drawn[0])
        return busy

    def load_sample(self, sample: Sample) -> None:
        """Read, check and load a sample of galaxies."""
        try:
            contents = read_contents(sample.path)
            sha256 = hash_contents(contents)
            columns = read_galaxies(sample.path, contents, with_redshift=sample.role != "application")
            if self.tally.load_id is None:
                outcome = samples.check(self.connection, sample, sha256, replace=self.replace)
            else:
                outcome = samples.add(
                    self.connection, sample, columns, sha256, self.tally.load_id, replace=self.replace
                )
        except RejectedFile as fault:
            self.refuse(self.connection, Refusal(fault))
            return
        self.tally.outcomes[outcome] += 1
        if outcome is not Outcome.UNCHANGED:
            self.tally.n_row += len(columns["counter"])
        self.report(sample, outcome)

    def refuse(self, connection: psycopg.Connection, refusal: Refusal) -> None:
        with self.counting:
            self.tally.faults.append(refusal.fault)
            self.report(None, refusal.fault)
        if self.tally.load_id is not None:
            ledger.reject(connection, self.tally.load_id, refusal.fault, refusal.image)

    def _load_one(
        self, connection: psycopg.Connection, catalogue: Catalogue, prepared: _Prepared, *, wait: bool
    ) -> Outcome | None:
        try:
            if prepared.fault:
                raise prepared.fault
            outcome = self._add(connection, catalogue, prepared, wait=wait)
        except RejectedFile as fault:
            self.refuse(connection, Refusal(fault, catalogue.image))
            return None
        if outcome is not Outcome.BUSY:
            with self.counting:
                self.tally.outcomes[outcome] += 1
                if outcome is not Outcome.UNCHANGED and prepared.encoded:
                    self.tally.n_row += prepared.encoded.n_row
                self.report(catalogue, outcome)
        return outcome

    def _add(
        self, connection: psycopg.Connection, catalogue: Catalogue, prepared: _Prepared, *, wait: bool
    ) -> Outcome:
        if prepared.encoded is None:
            return Outcome.UNCHANGED
        if self.tally.load_id is None:
            with self.counting:
                outcome = ledger.check(
                    connection, catalogue, prepared.sha256, replace=self.replace, pending=self.pending
                )
                self.pending[catalogue.image.image_id] = ledger.row(catalogue.image, prepared.sha256)
            return outcome
        for attempt in range(ATTEMPTS):
            try:
                return ledger.add(
                    connection,
                    catalogue,
                    prepared.encoded,
                    prepared.sha256,
                    self.tally.load_id,
                    replace=self.replace,
                    wait=wait,
                )
            except (psycopg.errors.DeadlockDetected, psycopg.errors.UniqueViolation):
                # Only where one StarID is in two fields that are loaded at once: the other one is in by now
                if attempt == ATTEMPTS - 1:
                    raise
            except (psycopg.DataError, psycopg.errors.CheckViolation) as error:
                raise _refused(catalogue, error) from error
        raise AssertionError

    def _read_ahead(self, catalogues: Sequence[Catalogue]) -> Iterator[tuple[Catalogue, _Prepared]]:
        """Read the next catalogues in a thread of their own while the server takes in this one."""
        # So that files which are in are not parsed again
        known = ledger.all_loaded(self.connection)
        thresholds = ledger.thresholds(self.connection)
        with ThreadPoolExecutor(1) as reader:
            waiting: list[tuple[Catalogue, Future[_Prepared]]] = []
            for catalogue in catalogues:
                waiting.append((catalogue, reader.submit(_prepare, catalogue, known, thresholds)))
                if len(waiting) > READ_AHEAD:
                    yield _result(waiting.pop(0))
            yield from map(_result, waiting)


def _by_turns(catalogues: Sequence[Catalogue], n_connection: int) -> list[Catalogue]:
    """
    Order catalogues by image, but fields by turns, as many as there are connections, at least two.

    In the order of their numbers images lie in the table as its block range index expects. Catalogues of
    one field merge into the same sources and wait for one another; those of different fields do not, be
    they this loader's or another's.
    """
    images: dict[int, list[Catalogue]] = {}
    for catalogue in sorted(catalogues, key=lambda c: c.image.image_id):
        images.setdefault(catalogue.image.field_id, []).append(catalogue)
    fields = list(images.values())
    n_turn = max(n_connection, 2)
    groups = [fields[start : start + n_turn] for start in range(0, len(fields), n_turn)]
    turns = (turn for group in groups for turn in zip_longest(*group))
    return [catalogue for turn in turns for catalogue in turn if catalogue]


def _refused(catalogue: Catalogue, error: psycopg.Error) -> RefusedByDatabase:
    return RefusedByDatabase(
        catalogue.path,
        f"image {catalogue.image.image_id}",
        str(error).splitlines()[0],
        "values that the tables hold",
        "Correct the catalogue, or the image's line in the manifest.",
    )


def _result(pair: tuple[Catalogue, Future[_Prepared]]) -> tuple[Catalogue, _Prepared]:
    return pair[0], pair[1].result()


def _prepare(catalogue: Catalogue, known: dict[int, Row], thresholds: Sequence[float]) -> _Prepared:
    """Read, check and encode a catalogue, unless the ledger has the very same."""
    sha256 = ""
    try:
        contents = read_contents(catalogue.path)
        sha256 = hash_contents(contents)
        if known.get(catalogue.image.image_id) == ledger.row(catalogue.image, sha256):
            return _Prepared(sha256, None)
        detections = read_detections(catalogue.path, contents, sha256)
        return _Prepared(sha256, ledger.encode(detections, catalogue.image.image_id, thresholds))
    except RejectedFile as fault:
        return _Prepared(sha256, None, fault)
