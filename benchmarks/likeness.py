"""Can a classifier tell simulated stars from stars that were held out? Many splits, several seeds."""

from __future__ import annotations

import argparse
import sys

import numpy as np
from threadpoolctl import threadpool_limits

from db import address
from ml.reading import read_stars
from ml.stars.colours import colours
from ml.stars.mixture import N_AVERAGED, fit_average
from ml.stars.outliers import screen
from ml.stars.selection import folds
from ml.stars.two_sample import boosting_test


def main() -> int:
    """Print for each seed the mean AUC of boosting over the splits, simulated stars beside the null."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likeness", description=__doc__)
    parser.add_argument("--components", type=int, default=14)
    parser.add_argument("--average", type=int, default=N_AVERAGED, help="mixtures averaged")
    parser.add_argument("--repeats", type=int, default=4, help="of five splits each")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    options = parser.parse_args()
    with address.connect_to_survey(role="epochdb_ml", autocommit=True) as connection:
        stars, _ = read_stars(connection, "each")
    points = colours(stars.where(screen(stars).usable))
    everything: list[list[float]] = []
    for seed in options.seeds:
        areas: list[list[float]] = []
        for repeat in range(options.repeats):
            for fold, (known, unknown) in enumerate(folds(len(points), 1000 * seed + repeat)):
                rng = np.random.default_rng([seed, repeat, fold])
                with threadpool_limits(1):
                    density = fit_average(points[known], options.components, seed, options.average)
                    drawn, _ = density.draw(len(unknown), rng)
                    others = points[rng.permutation(known)[: len(unknown)]]
                    areas.append([boosting_test(s, points[unknown], seed).statistic for s in (drawn, others)])
            _tell(f"seed {seed}", areas)
        everything += areas
    _tell("all seeds", everything)
    return 0


def _tell(which: str, areas: list[list[float]]) -> None:
    simulated, null = np.mean(areas, axis=0)
    error = np.std(areas, axis=0) / np.sqrt(len(areas))
    sys.stdout.write(
        f"{which}, {len(areas)} splits: AUC simulated {simulated:.4f} +- {error[0]:.4f},"
        f" stars {null:.4f} +- {error[1]:.4f}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
