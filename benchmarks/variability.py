"""How far R3 can be trusted: recall and false alarms by calibration, on an example survey with known truth.

``python -m benchmarks.variability [DIRECTORY]`` writes an example survey if the directory has none, loads it
into a database of its own on the server that `db.address` names, ties it, measures its noise, and prints
Markdown.
"""

import argparse
import csv
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from db import address, schema
from loader import example, ledger, run

DATABASE = "epochdb_variability"
DEFAULT_DIRECTORY = Path(__file__).resolve().parent.parent / "build" / "variability"
EDGES = (10, 12, 14, 15, 16, 18)
ASKED = {
    "raw, 20 sigma": "science.variable_sources(20, 'raw')",
    "catalogue, 20 sigma": "science.variable_sources(20, 'catalogue')",
    "tied, 20 sigma": "science.variable_sources(20, 'tied')",
    "tied with floor, 20 sigma": "science.variable_sources(20, 'tied', 'Ks', true)",
    "tied with floor, 5 sigma": "science.variable_sources(5, 'tied', 'Ks', true)",
    "catalogue with floor, score 5": "science.sources_above_floor(5, 'catalogue')",
    "tied with floor, score 5": "science.sources_above_floor(5, 'tied')",
}
NOISE = (
    "SELECT f.source_id, f.mean_mag, m.scatter_mag, f.floor_mag FROM science.flux_floor AS f"
    " INNER JOIN science.noise_model AS m ON m.field_id = f.field_id AND m.band = f.band"
    " AND m.calibration = f.calibration AND f.mean_mag >= coalesce(m.mag_from, 0)"
    " AND f.mean_mag < coalesce(m.mag_to, 40) WHERE f.calibration = 'tied' AND f.band = 'Ks'"
)


@dataclass(frozen=True)
class Source:
    """A source with what is true of it: kind and sampled amplitude [mag], none for a constant one."""

    mean_mag: float
    scatter: float
    floor: float
    kind: str | None
    amplitude: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.variability", description=__doc__)
    parser.add_argument("directory", nargs="?", type=Path, default=DEFAULT_DIRECTORY)
    parser.add_argument("--sources", type=int, default=20_000, help="sources of each of two fields")
    parser.add_argument("--epochs", type=int, default=50)
    options = parser.parse_args(arguments)
    if not options.directory.exists():
        survey = example.ExampleSurvey(
            n_source=options.sources, n_epoch=options.epochs, image_offset=0.05, floor=0.01
        )
        example.write(options.directory, survey)
    with address.connect("superuser", autocommit=True) as server:
        for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            server.execute(sql.SQL(statement).format(sql.Identifier(DATABASE)))
    with address.connect("superuser", dbname=DATABASE) as connection:
        schema.upgrade(connection)
    with address.connect("superuser", dbname=DATABASE, autocommit=True) as connection:
        _load(connection, options.directory)
        print("\n\n".join(report(connection, options.directory)))
    return 0


def report(connection: psycopg.Connection[Any], directory: Path) -> list[str]:
    """Tie a loaded example survey, measure its noise, and give the tables."""
    connection.execute("SELECT science.use_zero_point_run(science.tie_zero_points('Ks'))")
    for calibration in ("catalogue", "tied"):
        connection.execute("SELECT science.measure_noise_floor('Ks', %s)", [calibration])
    sources = _sources(connection, directory)
    found = {name: _ids(connection, call) for name, call in ASKED.items()}
    return [
        _offsets(connection, directory),
        _overall(sources, found),
        _recall("kind", sorted({s.kind for s in sources.values() if s.kind}), _kind, sources, found),
        _recall("Ks magnitude", [f"{a}-{b}" for a, b in pairwise(EDGES)], _bin, sources, found),
        _statistics_rate(connection),
    ]


def _load(connection: psycopg.Connection[Any], directory: Path) -> None:
    delivery = run.find([directory], ledger.bands(connection))
    tally = run.load(connection, [directory], delivery, lambda *_: None)
    if tally.faults:
        raise tally.faults[0]
    connection.execute("VACUUM ANALYZE")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def _sources(connection: psycopg.Connection[Any], directory: Path) -> dict[int, Source]:
    truth = {int(row["source_id"]): row for row in _read(directory / "truth" / "variables.csv")}
    sources = {}
    for source_id, mean_mag, scatter, floor in connection.execute(NOISE):
        row = truth.get(source_id)
        amplitude = float(row["sampled_amplitude_mag"]) if row else 0.0
        sources[source_id] = Source(mean_mag, scatter, floor, row["kind"] if row else None, amplitude)
    return sources


def _ids(connection: psycopg.Connection[Any], call: str) -> set[int]:
    return {row[0] for row in connection.execute(f"SELECT source_id FROM {call}")}


def _offsets(connection: psycopg.Connection[Any], directory: Path) -> str:
    """Compare offsets found and injected, both about their mean over the images of a field."""
    injected = {int(r["image_id"]): float(r["offset_mag"]) for r in _read(directory / "truth" / "images.csv")}
    rows = connection.execute(
        "SELECT field_id, image_id, offset_mag FROM science.image_tie WHERE is_current"
    ).fetchall()
    errors = []
    for field_id in {row[0] for row in rows}:
        images = [(image, found) for field, image, found in rows if field == field_id]
        mean = sum(injected[image] for image, _ in images) / len(images)
        errors += [found - (injected[image] - mean) for image, found in images]
    rms = (sum(e * e for e in errors) / len(errors)) ** 0.5
    return (
        f"Offsets of {len(errors)} images recovered to {1e3 * rms:.2f} mmag rms,"
        f" {1e3 * max(map(abs, errors)):.2f} mmag at worst."
    )


def _overall(sources: dict[int, Source], found: dict[str, set[int]]) -> str:
    constant = {i for i, s in sources.items() if s.kind is None}
    over_scatter = {i for i, s in sources.items() if s.kind and s.amplitude > 5 * s.scatter}
    over_floor = {i for i, s in sources.items() if s.kind and s.amplitude > 5 * s.floor}
    bright = {i for i in over_floor if sources[i].scatter < 2 * sources[i].floor}
    lines = [
        f"| asked | found | recall, amplitude > 5 x noise ({len(over_scatter)})"
        f" | recall, > 5 x floor where the floor dominates ({len(bright)})"
        f" | recall, > 5 x floor, all ({len(over_floor)}) | false alarms of {len(constant)} |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, ids in found.items():
        recalls = " | ".join(
            f"{100 * len(ids & among) / len(among):.1f} %" for among in (over_scatter, bright, over_floor)
        )
        lines.append(
            f"| {name} | {len(ids)} | {recalls} | {len(ids & constant)}"
            f" ({100 * len(ids & constant) / len(constant):.3f} %) |"
        )
    return "\n".join(lines)


def _kind(source: Source) -> str | None:
    return source.kind


def _bin(source: Source) -> str | None:
    edges = pairwise(EDGES)
    return next((f"{a}-{b}" for a, b in edges if a <= source.mean_mag < b), None)


def _recall(
    title: str,
    groups: Sequence[str],
    group_of: Callable[[Source], str | None],
    sources: dict[int, Source],
    found: dict[str, set[int]],
) -> str:
    """Tabulate recall of variables over five times the noise, and false alarms, by group."""
    lines = [f"| {title} | variables | " + " | ".join(found) + " |", "|---|---:|" + "---:|" * len(found)]
    for group in groups:
        members = {i for i, s in sources.items() if group_of(s) == group}
        variables = {i for i in members if sources[i].kind and sources[i].amplitude > 5 * sources[i].scatter}
        constant = {i for i in members if sources[i].kind is None}
        cells = []
        for ids in found.values():
            recall = f"{100 * len(ids & variables) / max(len(variables), 1):.1f} %"
            alarms = f" ({100 * len(ids & constant) / len(constant):.2f} % false)" if constant else ""
            cells.append(recall + alarms)
        lines.append(f"| {group} | {len(variables)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _statistics_rate(connection: psycopg.Connection[Any]) -> str:
    """Time the statistics of every light curve in one statement."""
    begun = time.perf_counter()
    row = connection.execute(
        "SELECT count(*), sum(n_epoch), sum(stetson_j) FROM science.light_curve_statistics"
        " WHERE band = 'Ks' AND calibration = 'tied'"
    ).fetchone()
    assert row is not None
    seconds = time.perf_counter() - begun
    rate = row[1] / seconds
    return f"Statistics of {row[0]} light curves with {row[1]} epochs: {seconds:.1f} s, {rate:.0f} epochs/s."


if __name__ == "__main__":
    sys.exit(main())
