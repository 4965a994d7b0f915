"""Loading by the loader's own code: what each phase takes, and whether the last epochs cost more."""

import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

import psycopg

from benchmarks.clock import Spent, Stopwatch, process_seconds
from benchmarks.statements import statement
from loader import adding, groups, ledger, run
from loader.delivery import Catalogue

# What each of the loader's functions is a phase of
_PHASES = (
    (groups, "read_contents", "read"),
    (groups, "hash_contents", "hash"),
    (groups, "read_detections", "check and convert"),
    (groups, "encode", "encode"),
    (adding, "copy_rows", "copy"),
    (adding, "add", "transaction"),
)
MONITORED_BAND = "Ks"
# Epochs on either side that are taken together with one, for a single one is at the mercy of a checkpoint
NEIGHBOURS = 1


@dataclass(frozen=True)
class LoadedCatalogue:
    """A catalogue that went in: its place in the load, and the time from the one before it [s]."""

    image_id: int
    field_id: int
    band: str
    wall: float
    server: float


@dataclass(frozen=True)
class Load:
    """
    A whole load.

    Attributes
    ----------
    n_row : int
        Detections loaded.
    wall, server : float
        From the first file to the last commit; processor time of the server's process [s].
    phases : dict of str to Spent
        Time of each phase; those before `copy` overlap with the server's work, in a thread of their own.
    functions : dict of str to float
        Time that each of the database's functions took itself [s].
    catalogues : list of LoadedCatalogue
        In order of loading.
    """

    n_row: int
    wall: float
    server: float
    phases: dict[str, Spent]
    functions: dict[str, float]
    catalogues: list[LoadedCatalogue]


def load(connection: psycopg.Connection[Any], directory: Path) -> Load:
    """Load a delivery as ``python -m loader`` does, and watch it."""
    backend = connection.info.backend_pid
    watch = Stopwatch(backend)
    catalogues: list[LoadedCatalogue] = []
    begun, server_begun = time.perf_counter(), process_seconds(backend)
    last = [begun, server_begun]

    def report(catalogue: object, outcome: object, *_: object) -> None:
        if not isinstance(catalogue, Catalogue):
            raise RuntimeError(f"the benchmark's own survey was refused: {outcome}")
        now = (time.perf_counter(), process_seconds(backend))
        wall, server = (after - before for after, before in zip(now, last, strict=True))
        image = catalogue.image
        catalogues.append(LoadedCatalogue(image.image_id, image.field_id, image.band, wall, server))
        last[:] = now

    reading, writing = _watched(groups, watch), _watched(adding, watch)
    with mock.patch.multiple(groups, **reading), mock.patch.multiple(adding, **writing):
        delivery = run.find([directory], ledger.bands(connection))
        tally = run.load(connection, [directory], delivery, report)
    wall, server = time.perf_counter() - begun, process_seconds(backend) - server_begun
    return Load(tally.n_row, wall, server, watch.phases, _function_times(connection), catalogues)


def epoch_rates(load: Load, n_row: dict[int, int], epoch: int) -> tuple[float, float]:
    """
    Give the rate at which an epoch was loaded, by the wall and by the server's processor time [rows/s].

    The median over the fields and over the epochs beside it; epochs count in order of loading, from 1.
    `n_row` are the rows of each image.
    """
    by_field: dict[int, list[LoadedCatalogue]] = defaultdict(list)
    for catalogue in load.catalogues:
        if catalogue.band == MONITORED_BAND:
            by_field[catalogue.field_id].append(catalogue)
    near = slice(max(epoch - 1 - NEIGHBOURS, 0), epoch + NEIGHBOURS)
    chosen = [catalogue for loaded in by_field.values() for catalogue in loaded[near]]
    wall = median(n_row[c.image_id] / c.wall for c in chosen)
    return wall, median(n_row[c.image_id] / c.server if c.server > 0 else float("nan") for c in chosen)


def _watched(module: Any, watch: Stopwatch) -> dict[str, Any]:
    mine = [(name, phase) for owner, name, phase in _PHASES if owner is module]
    return {name: watch.timing(phase, getattr(module, name)) for name, phase in mine}


def _function_times(connection: psycopg.Connection[Any]) -> dict[str, float]:
    connection.execute("SELECT pg_stat_force_next_flush()")
    rows = connection.execute(statement("loading", "function_times").encode()).fetchall()
    return {name: self_time / 1000 for name, _, _, self_time in rows}
