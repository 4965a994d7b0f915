"""Other ways to store detections and sources, tried on the database of a benchmark that was kept."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import place
from benchmarks.clock import Stopwatch, time_runs
from benchmarks.copying import Encoded, encode
from benchmarks.layout import table
from benchmarks.statements import statement
from db.copy import copy_rows
from loader import ledger, run
from loader.catalogue import read_detections
from loader.contents import read_contents

TABLE = "alternative"
DETECTION = (
    "as_it_is",
    "btree_on_image",
    "key_of_image_first",
    "foreign_key_on_image",
    "no_checks",
    "no_index",
    "partitioned_by_field",
)
FILLFACTORS = (45, 70, 90, 100)
EPOCHS = 5
RUNS = 5


@dataclass(frozen=True)
class Catalogues:
    """Encoded catalogues, in order of loading, and what is asked of them."""

    encoded: list[tuple[int, Encoded]]
    source_ids: list[int]

    @property
    def n_row(self) -> int:
        """Their detections."""
        return sum(rows.n_row for _, rows in self.encoded)


def main(survey: Path) -> None:
    """Print, for each alternative, what COPY costs, what it answers and how large it is."""
    with place.connected(place.DATABASE) as connection:
        catalogues = _read(connection, survey)
        rows = [_detection(connection, name, catalogues) for name in DETECTION]
        header = ["`detection`", "COPY: server CPU [us/row]", "rows/s", "one image [ms]", "1,000 curves [ms]"]
        print(table([*header, "heap/row [B]", "indexes/row [B]"], rows), end="\n\n")
        header = ["fillfactor of `source_variability`", "update: server CPU [us/row]", "in place"]
        print(
            table(
                [*header, "heap/row [B]", "indexes/row [B]"],
                [_moments(connection, fillfactor) for fillfactor in FILLFACTORS],
            )
        )


def _read(connection: psycopg.Connection[Any], survey: Path) -> Catalogues:
    encoded = []
    for catalogue in run.find([survey], ledger.bands(connection)).catalogues:
        detections = read_detections(catalogue.path, read_contents(catalogue.path), "")
        image_id = catalogue.image.image_id
        encoded.append((image_id, encode(detections, image_id)))
    found = connection.execute(statement("loading", "chosen_sources").encode(), [])
    return Catalogues(encoded, [row[0] for row in found])


def _detection(connection: psycopg.Connection[Any], name: str, catalogues: Catalogues) -> list[str]:
    watch = Stopwatch(connection.info.backend_pid)
    connection.execute(statement("alternatives", name).encode())
    try:
        for _, encoded in catalogues.encoded:
            with watch.phase("copy"):
                copy_rows(connection, TABLE, encoded.columns, encoded.rows)
        connection.execute("VACUUM (ANALYZE) survey.alternative")
        image_id = catalogues.encoded[len(catalogues.encoded) // 2][0]
        one_image = _milliseconds(connection, "one_image", {"image_id": image_id})
        many = _milliseconds(connection, "thousand_light_curves", {"source_ids": catalogues.source_ids})
        spent, n_row = watch.phases["copy"], catalogues.n_row
        return [
            name.replace("_", " "),
            f"{1e6 * spent.server / n_row:.2f}",
            f"{n_row / spent.wall:,.0f}",
            one_image,
            many,
            *_bytes(connection, n_row),
        ]
    finally:
        connection.execute("DROP TABLE survey.alternative")


def _moments(connection: psycopg.Connection[Any], fillfactor: int) -> list[str]:
    watch = Stopwatch(connection.info.backend_pid)
    connection.execute(statement("alternatives", "moments_fill").format(fillfactor=fillfactor).encode())
    try:
        connection.execute("VACUUM (ANALYZE) survey.alternative")
        for _ in range(EPOCHS):
            with watch.phase("update"):
                connection.execute(statement("alternatives", "count_up").encode())
        connection.execute("SELECT pg_stat_force_next_flush()")
        found = connection.execute(statement("alternatives", "updates").encode()).fetchone()
        assert found is not None
        updated, in_place = found
        spent = watch.phases["update"]
        return [
            str(fillfactor),
            f"{1e6 * spent.server / max(updated, 1):.2f}",
            f"{in_place / max(updated, 1):.1%}",
            *_bytes(connection, updated // EPOCHS),
        ]
    finally:
        connection.execute("DROP TABLE survey.alternative")


def _milliseconds(connection: psycopg.Connection[Any], name: str, parameters: dict[str, object]) -> str:
    query = statement("alternatives", name).encode()
    timing, _ = time_runs(lambda: connection.execute(query, parameters).fetchall(), RUNS)
    return f"{1000 * timing.median:.1f}"


def _bytes(connection: psycopg.Connection[Any], n_row: int) -> list[str]:
    found = connection.execute(statement("alternatives", "size").encode()).fetchone()
    assert found is not None
    return [f"{float(size) / max(n_row, 1):.1f}" for size in found]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.alternatives SURVEY, after python -m benchmarks --keep")
    main(Path(sys.argv[1]))
