"""Questions by position, beside extensions and other programs: ``python -m benchmarks.sky``."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks.clock import process_seconds, time_runs
from benchmarks.place import connected, fresh_database
from benchmarks.statements import statement

ARCSEC = 1 / 3600
CONES = (0.1, 1.0)
SKIES = ("whole_sky", "crowded_fields")
# What is not answered by then is badly planned
PATIENCE = "2min"
EXTENSIONS = {"q3c": "q3c", "pgSphere": "pgsphere"}


@dataclass(frozen=True)
class Places:
    """Positions to match: numbers, right ascensions and declinations [deg], shape (n,)."""

    ids: NDArray[np.int64]
    ra: NDArray[np.float64]
    dec: NDArray[np.float64]

    @property
    def parameters(self) -> dict[str, Any]:
        arrays = {"ids": self.ids.tolist(), "ras": self.ra.tolist(), "decs": self.dec.tolist()}
        return {**arrays, "radius": ARCSEC}


def main() -> int:
    """Measure and print; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sky", description=__doc__)
    parser.add_argument("--sources", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--positions", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N")
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    parser.add_argument("--sky", nargs="+", choices=SKIES, default=SKIES, help="where the sources are")
    options = parser.parse_args()
    print(
        f"{options.sources} sources; milliseconds: the fastest of the warm runs, then the processor time of"
        " the server in the mean of all; rows in brackets\n"
    )
    for sky in options.sky:
        with fresh_database() as name, connected(name) as connection:
            _measure(connection, sky, options)
    return 0


def _measure(connection: psycopg.Connection, sky: str, options: argparse.Namespace) -> None:
    connection.execute("INSERT INTO survey.field (field_id) VALUES (1)")
    connection.execute("SELECT setseed(0.5)")
    connection.execute(statement("sky", f"{sky}").encode(), {"n_source": options.sources})
    connection.execute("VACUUM (ANALYZE) survey.source")
    connection.execute("SELECT set_config('statement_timeout', %s, false)", [PATIENCE])
    row = connection.execute(statement("sky", "index_size").encode()).fetchone()
    assert row is not None
    print(f"## {sky}: the index takes {row[0]:.1f} bytes a source, the zone {row[1]:.0f}")
    absent = {name for name, file in EXTENSIONS.items() if not _has(connection, file)}
    for name in sorted(absent):
        print(f"{name} is not to be had on this server: left out")
    others = {name: file for name, file in EXTENSIONS.items() if name not in absent}
    ((_, ra, dec),) = connection.execute(statement("sky", "positions").encode(), {"n_position": 1}).fetchall()
    connection.execute(statement("sky", "rows_of_strips").encode())
    backend = connection.info.backend_pid
    for radius in CONES:
        at = {"ra": ra, "dec": dec, "radius": radius}
        strips = connection.execute(statement("sky", "strips").encode(), at).fetchone()
        assert strips is not None
        known = dict(zip(("zones", "ra_mins", "ra_maxs"), strips, strict=True))
        fetched = _counted(connection, "fetch", known)
        _tell(f"cone of {radius} deg", "its strips, read alone", fetched, options.runs, backend)
        _tell(f"cone of {radius} deg", "EpochDB", _counted(connection, "cone", at), options.runs, backend)
        for name, file in others.items():
            asked = _counted(connection, f"{file}_cone", at)
            _tell(f"cone of {radius} deg", name, asked, options.runs, backend)
    for n_position in options.positions:
        found = connection.execute(
            statement("sky", "positions").encode(), {"n_position": n_position}
        ).fetchall()
        places = Places(*map(np.array, zip(*found, strict=True)))
        what = f"match of {n_position} at 1 arcsec"
        _tell(what, "EpochDB", _counted(connection, "match", places.parameters), options.runs, backend)
        connection.execute("DROP TABLE IF EXISTS public.position")
        connection.execute(statement("sky", "list").encode(), places.parameters)
        connection.execute("ANALYZE public.position")
        for name, file in others.items():
            asked = _counted(connection, f"{file}_match", places.parameters)
            _tell(what, name, asked, options.runs, backend)
        _in_memory(connection, what, places, options.runs)


def _has(connection: psycopg.Connection, file: str) -> bool:
    try:
        with connection.transaction():
            for command in statement("sky", f"{file}").split(";\n"):
                if command.strip():
                    connection.execute(command.encode())
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile):
        return False
    return True


def _counted(connection: psycopg.Connection, name: str, parameters: dict[str, Any]) -> Callable[[], int]:
    text = statement("sky", name).encode()

    def call() -> int:
        row = connection.execute(text, parameters).fetchone()
        assert row is not None
        return int(row[0])

    return call


def _in_memory(connection: psycopg.Connection, what: str, places: Places, runs: int) -> None:
    """Ask scipy and DuckDB, who have everything in memory already."""
    rows = connection.execute("SELECT s.ra, s.dec, s.zone FROM survey.source AS s").fetchall()
    ra, dec, zone = (np.array(column) for column in zip(*rows, strict=True))
    radius = 2 * np.sin(np.radians(ARCSEC) / 2)

    def tree() -> int:
        sources = cKDTree(_vectors(ra, dec))
        return int(
            sources.query_ball_point(_vectors(places.ra, places.dec), radius, return_length=True).sum()
        )

    _tell(what, "scipy, tree and match", tree, runs)
    try:
        import duckdb
    except ModuleNotFoundError:
        print("DuckDB is not installed: left out")
        return
    memory = duckdb.connect()
    source = {"ra": ra, "dec": dec, "zone": zone, "cell": np.floor(ra * 60)}
    position = {"id": places.ids, "ra": places.ra, "dec": places.dec}
    for name, columns in (("source", source), ("position", position)):
        memory.register("given", columns)
        memory.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        memory.unregister("given")
    text = statement("sky", "duckdb_match")
    _tell(what, "DuckDB", lambda: int(memory.execute(text, {"radius": ARCSEC}).fetchall()[0][0]), runs)


def _vectors(ra: NDArray[np.float64], dec: NDArray[np.float64]) -> NDArray[np.float64]:
    alpha, delta = np.radians(ra), np.radians(dec)
    return np.column_stack([np.cos(delta) * np.cos(alpha), np.cos(delta) * np.sin(alpha), np.sin(delta)])


def _tell(what: str, who: str, call: Callable[[], int], runs: int, backend: int | None = None) -> None:
    """Time a call and print it; with a server's process, what it took of the processor, too."""
    n_call = 0

    def counted() -> int:
        nonlocal n_call
        n_call += 1
        return call()

    spent = process_seconds(backend)
    try:
        timing, n_row = time_runs(counted, runs)
    except psycopg.errors.QueryCanceled:
        print(f"{what:32} {who:24} longer than {PATIENCE}", flush=True)
        return
    spent = process_seconds(backend) - spent
    server = f"{1000 * spent / n_call:10.2f}" if backend else " " * 10
    print(f"{what:32} {who:24} {1000 * timing.fastest:10.2f} {server}  [{n_row}]", flush=True)


if __name__ == "__main__":
    sys.exit(main())
