"""
Memory that a stored run needs for a large sample: ``python -m benchmarks.applying DIRECTORY``.

DIRECTORY holds sdss_A.vot and sdss_B.vot. A run learned from A predicts galaxies made up from B.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

from benchmarks.place import connected, fresh_database
from benchmarks.statements import statement
from loader import run, samples
from ml.applying import apply
from ml.photoz import train
from ml.redshift.methods import BEST, METHODS, methods_named

TRAINING, TEST, MADE_UP = "sdss_A", "sdss_B", "made_up"
MIB = 1024


def main() -> int:
    """Print the most memory that this process has held, page by page where it grows, and the time."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.applying",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("directory", type=Path, help="where the samples are")
    parser.add_argument("--galaxies", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--method", choices=METHODS, default=BEST)
    options = parser.parse_args()
    with fresh_database() as name, connected(name) as connection:
        paths = [options.directory / f"{sample}.vot" for sample in (TRAINING, TEST)]
        galaxies, _ = samples.find(paths, None, None)
        run.load(connection, paths, run.find([], frozenset()), lambda *_: None, galaxies=galaxies)
        (run_id,) = train(connection, TRAINING, None, methods_named([options.method]), [1])
        _tell("after training", 0)
        given = {"n_galaxy": options.galaxies, "sample": TEST}
        connection.execute(statement("redshifts", "made_up_galaxies").encode(), given)
        begun, peak = time.process_time(), 0

        def progress(stage: str, done: int, total: int) -> None:
            nonlocal peak
            if done and (_peak() > peak or done == total):
                peak = _peak()
                _tell(stage, done)

        apply(connection, run_id, MADE_UP, progress)
        sys.stdout.write(f"{time.process_time() - begun:.0f} s of the processor\n")
    return 0


def _peak() -> int:
    """Give the most memory held so far [MiB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MIB


def _tell(stage: str, done: int) -> None:
    sys.stdout.write(f"{stage}: {done:,} galaxies, at most {_peak()} MiB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
