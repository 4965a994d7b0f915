"""What positions cost a load, in processor time: ``python -m benchmarks.positions``."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.clock import process_seconds
from benchmarks.place import DATABASE, connected, fresh_database, load_delivery
from benchmarks.statements import statement
from example import ExampleSurvey, write
from loader import ledger, measures, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Load a survey by turns with and without positions, print both; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.positions", description=__doc__)
    parser.add_argument("--sources", type=int, default=20_000, metavar="N")
    parser.add_argument("--epochs", type=int, default=8, metavar="N", help="of Ks, beside Z, Y, J and H")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="loads of each kind")
    options = parser.parse_args(arguments)
    survey = ExampleSurvey(n_field=1, n_source=options.sources, n_epoch=options.epochs)
    ratios = []
    print("| | server [s] | loader [s] |\n|---|---:|---:|")
    with TemporaryDirectory() as name:
        write(Path(name), survey)
        _load(Path(name), positions=True)  # warm
        for number in range(options.runs):
            # Neither always goes first
            order = (True, False) if number % 2 else (False, True)
            spent = {positions: _load(Path(name), positions=positions) for positions in order}
            for positions, (server, loader) in sorted(spent.items()):
                print(f"| {'with' if positions else 'without'} | {server:.2f} | {loader:.2f} |", flush=True)
            ratios.append(sum(spent[True]) / sum(spent[False]))
    print(
        f"\nwith positions: median {100 * (median(ratios) - 1):+.1f} % of processor time,"
        f" {100 * (min(ratios) - 1):+.1f} to {100 * (max(ratios) - 1):+.1f} %"
    )
    return 0


def _load(directory: Path, *, positions: bool) -> tuple[float, float]:
    """Load into a database of its own; give the processor time of the server and of the loader [s]."""
    with fresh_database(f"{DATABASE}_positions") as name, connected(name) as connection:
        if positions:
            return _timed(name, directory)
        connection.execute(statement("positions", "without").encode())
        with patch.object(measures, "outline", return_value=None):
            return _timed(name, directory)


def _timed(name: str, directory: Path) -> tuple[float, float]:
    with connected(name, loading=True) as connection:
        backend = connection.info.backend_pid
        delivery = run.find([directory], ledger.bands(connection))
        server, here = process_seconds(backend), time.process_time()
        load_delivery(connection, directory, delivery)
        return process_seconds(backend) - server, time.process_time() - here


if __name__ == "__main__":
    sys.exit(main())
