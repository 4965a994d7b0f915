"""A run of the loader: every catalogue of the deliveries read, checked, loaded, every fault written down."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import psycopg

from db import maintenance
from loader import adding, ending, ledger, samples, streaming
from loader.adding import Prepared, Result
from loader.contents import hash_contents, read_contents
from loader.delivery import Catalogue, Delivery, Refusal, read_delivery
from loader.faults import RejectedFile, whole_path
from loader.galaxies import read_galaxies
from loader.groups import Group, Reader, by_turns
from loader.guard import refusing
from loader.ledger import Outcome, Row
from loader.samples import Sample
from loader.side_by_side import Queue, measure_fields, refresh_statistics, side_by_side
from loader.tally import Tally

# How often a transaction is tried that another loader's stood in the way of
ATTEMPTS = 5

# How far from its source a detection may stand [deg]: stars move by less in the life of a survey
SEPARATION_MAX = 0.01

# What makes a load of several catalogues try them otherwise
_REFUSED = (psycopg.DataError, psycopg.errors.CheckViolation)
_CROSSED = (psycopg.errors.DeadlockDetected, psycopg.errors.UniqueViolation)

# Told the file, what became of it, and by column how many of its values were taken as missing
Report = Callable[[Catalogue | Sample | None, Outcome | RejectedFile, Mapping[str, int]], None]


def find(paths: Sequence[Path], bands: frozenset[str]) -> Delivery:
    """Give the catalogues and refusals of several deliveries as one; a path that fails is a refusal."""
    catalogues: list[Catalogue] = []
    refusals: list[Refusal] = []
    for path in paths:
        try:
            with refusing(path):
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
    separation_max: float = SEPARATION_MAX,
    beside: Sequence[psycopg.Connection] = (),
    tally: Tally | None = None,
) -> Tally:
    """
    Load the catalogues of a delivery by groups, and samples of galaxies, each in a transaction of its own.

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
    separation_max : float
        How far from its source a detection may stand [deg] before its StarID is taken for another object's.
    beside : sequence of psycopg.Connection
        Further connections like the first, over which catalogues are loaded at the same time: the server
        gives each connection a processor of its own.
    tally : Tally, optional
        Where to keep the count, for one who wants to read it, or the number of the run, meanwhile.
    """
    tally = tally or Tally()
    if not dry_run:
        asked = " ".join(map(whole_path, paths))
        tally.load_id = ledger.begin(connection, asked, version("epochdb"), delivery.description_id)
    connections = (connection, *beside)
    run = _Run(connections, tally, report, replace, separation_max, delivery.radius)
    try:
        for refusal in delivery.refusals:
            run.refuse(connection, refusal)
        busy = run.load_all(by_turns(delivery.catalogues, len(connections)), wait=False)
        if busy:
            run.load_all(by_turns(busy, len(connections)), wait=True)
        for sample in galaxies:
            run.load_sample(sample)
        if tally.load_id is not None:
            if tally.n_row:
                refresh_statistics(connections)
                maintenance.tighten_positions(connection, tally.load_id)
                measure_fields(connections, ledger.fields_to_measure(connection, tally.load_id))
            ledger.finish(connection, tally.load_id, tally.counts())
    except BaseException:
        still_usable = ending.usable(connections)
        if tally.load_id is not None and still_usable:
            with suppress(psycopg.Error):
                ledger.note(still_usable, tally.load_id, tally.counts())
        raise
    return tally


class _Run:
    """The files of a run on their way into the database; its connections each work in a thread."""

    def __init__(
        self,
        connections: Sequence[psycopg.Connection],
        tally: Tally,
        report: Report,
        replace: bool,
        separation_max: float,
        radius: float | None,
    ) -> None:
        self.connections = connections
        self.connection = connections[0]
        self.tally = tally
        self.report = report
        self.replace = replace
        self.separation_max = separation_max
        # What a dry run would have entered in the ledger by now
        self.pending: dict[int, Row] = {}
        self.counting = Lock()
        self.reader = Reader(
            {} if replace else ledger.all_loaded(self.connection),
            ledger.thresholds(self.connection),
            radius,
        )

    def load_all(self, groups: Sequence[Group], *, wait: bool) -> list[Catalogue]:
        """Load groups and give the catalogues that another loader has at hand."""
        return side_by_side(self.connections, Queue(groups), partial(self._load_from, wait=wait))

    def _load_from(
        self, queue: Queue[Group], connection: psycopg.Connection, *, wait: bool
    ) -> list[Catalogue]:
        drawn = self.reader.ahead(queue)
        return [busy for group, prepared in drawn for busy in self._load(connection, group, prepared, wait)]

    def _load(
        self, connection: psycopg.Connection, group: Group, prepared: Iterable[Prepared], wait: bool
    ) -> list[Catalogue]:
        """Load a group, or one by one what cannot be loaded together; give what is busy."""
        fault: psycopg.Error
        interleaved = len(group) > 1
        if self.reader.is_streamed(group):
            if not self.replace:
                try:
                    return self._tell(connection, self._stream(connection, group, wait))
                except (*_CROSSED, *_REFUSED) as error:
                    if len(group) == 1:
                        return self._tell(connection, [Result(group[0], adding.refused(group[0], error))])
            prepared = map(self.reader.read, group)
        for _ in range(ATTEMPTS):
            try:
                return self._tell(connection, self._add(connection, prepared, wait, interleaved))
            except _CROSSED as error:
                # Where one StarID is in two fields that are loaded at once, the other one is in by now; where
                # rows of an image are there without their catalogue, they stay there
                fault = error
            except _REFUSED as error:
                fault = error
                if not interleaved:
                    break
                interleaved = False
            prepared = map(self.reader.read, group)
        if len(group) == 1:
            return self._tell(connection, [Result(group[0], adding.refused(group[0], fault))])
        alone = ((catalogue,) for catalogue in group)
        return [
            busy for one in alone for busy in self._load(connection, one, map(self.reader.read, one), wait)
        ]

    def _stream(self, connection: psycopg.Connection, group: Group, wait: bool) -> list[Result]:
        if self.tally.load_id is None:
            return streaming.foresee(connection, group)
        return streaming.add(
            connection, group, self.tally.load_id, wait=wait, separation_max=self.separation_max
        )

    def _add(
        self, connection: psycopg.Connection, prepared: Iterable[Prepared], wait: bool, interleaved: bool
    ) -> list[Result]:
        if self.tally.load_id is None:
            return [self._foreseen(connection, one) for one in prepared]
        return adding.add(
            connection,
            prepared,
            self.tally.load_id,
            replace=self.replace,
            wait=wait,
            separation_max=self.separation_max,
            interleaved=interleaved,
        )

    def _foreseen(self, connection: psycopg.Connection, prepared: Prepared) -> Result:
        """Tell what a load would make of a catalogue."""
        with self.counting:
            try:
                outcome: Outcome | RejectedFile = adding.foresee(
                    connection, prepared, replace=self.replace, pending=self.pending
                )
            except RejectedFile as fault:
                outcome = fault
        return Result.of(prepared, outcome)

    def _tell(self, connection: psycopg.Connection, results: Iterable[Result]) -> list[Catalogue]:
        """Count and report what became of catalogues; give those that are busy."""
        busy = []
        for result in results:
            if result.outcome is Outcome.BUSY:
                busy.append(result.catalogue)
            elif isinstance(result.outcome, RejectedFile):
                self.refuse(connection, Refusal(result.outcome, result.catalogue.image))
            else:
                with self.counting:
                    self.tally.outcomes[result.outcome] += 1
                    self.tally.n_row += result.n_row
                    self.tally.n_missing += sum(result.n_missing.values())
                    self.report(result.catalogue, result.outcome, result.n_missing)
        return busy

    def load_sample(self, sample: Sample) -> None:
        """Read, check and load a sample of galaxies."""
        n_missing: Counter[str] = Counter()
        try:
            with refusing(sample.path):
                contents = read_contents(sample.path)
                sha256 = hash_contents(contents)
                needed = sample.role != "application"
                columns = read_galaxies(sample.path, contents, with_redshift=needed, n_missing=n_missing)
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
            self.tally.n_missing += n_missing.total()
        self.report(sample, outcome, n_missing)

    def refuse(self, connection: psycopg.Connection, refusal: Refusal) -> None:
        with self.counting:
            self.tally.faults.append(refusal.fault)
            self.report(None, refusal.fault, {})
        if self.tally.load_id is not None:
            ledger.reject(connection, self.tally.load_id, refusal.fault, refusal.image)
