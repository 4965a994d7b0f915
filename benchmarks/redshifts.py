"""
Redshifts of galaxies that had no part in learning: ``python -m benchmarks.redshifts DIRECTORY``.

DIRECTORY holds sdss_A.vot, sdss_B.vot, boss_A.vot and so on, as the README beside them says. Learned from A,
measured on B. The mixed sample is both: the A's together, the B's together.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import kstest

from benchmarks.layout import table
from loader.galaxies import read_galaxies
from ml.redshift.density_choice import SIZES
from ml.redshift.density_network import MixtureDensityEnsemble
from ml.redshift.density_training import NetworkSettings
from ml.redshift.measures import normalised_error
from ml.redshift.perceptron import one_cycle
from ml.redshift.sample import INPUTS, Galaxies

SAMPLES = {
    "sdss": ("sdss_{}",),
    "boss": ("boss_{}",),
    "boss_with_errors": ("boss_{}_with_errors",),
    "mixed": ("sdss_{}", "boss_{}"),
}
# The size and the decay per unit of learning rate that every sample had before it chose for itself
FIXED, FIXED_DECAY, FIXED_BATCH = NetworkSettings(), 0.1, 128
HEAD = ("sample", "seed", "E window", "E median", "PIT KS", "68 % holds", "95 % holds", "CRPS")


@dataclass(frozen=True)
class Measured:
    """What one seed reached on the galaxies of B, in the order of `HEAD` from E on."""

    figures: tuple[float, ...]
    chosen: str
    fit_seconds: float
    predict_seconds: float


def main() -> int:
    """Print a row for each sample and seed as it is measured, then the medians over the seeds."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.redshifts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("directory", type=Path, help="where the samples are")
    parser.add_argument("--samples", nargs="+", choices=SAMPLES, default=list(SAMPLES))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument(
        "--fixed",
        action="store_true",
        help="three layers of 64 and a fixed decay, as before sizes were chosen",
    )
    options = parser.parse_args()
    rows = []
    for sample in options.samples:
        training, test = (read(options.directory, sample, half) for half in "AB")
        sizes = (fixed_size(len(training)),) if options.fixed else SIZES
        found = []
        for seed in options.seeds:
            found.append(measure(training, test, seed, sizes))
            _tell(sample, seed, found[-1])
        medians = np.median([one.figures for one in found], axis=0)
        rows.append((sample, f"median of {len(found)}", *_written(medians)))
    sys.stdout.write(table(HEAD, rows) + "\n")
    return 0


def read(directory: Path, sample: str, half: str) -> Galaxies:
    """Read the files of one half of a sample, one after another."""
    parts = []
    for name in SAMPLES[sample]:
        path = directory / f"{name.format(half)}.vot"
        parts.append(read_galaxies(path, path.read_bytes(), with_redshift=True))
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    errors = [columns[f"{band}_mag_err"] for band in "ugriz" if f"{band}_mag_err" in columns]
    colours = np.column_stack([columns[name] for name in INPUTS[1:]])
    return Galaxies(columns["mag_r"], colours, columns["z_spec"], np.column_stack(errors) if errors else None)


def fixed_size(n: int) -> NetworkSettings:
    """Three layers of 64 whose weights shrink more the more steps a sample of n galaxies makes."""
    steps = FIXED.epochs * (n // FIXED_BATCH)
    path = FIXED.rate * sum(one_cycle(k / steps) for k in range(1, steps + 1))
    return NetworkSettings(hidden=FIXED.hidden, shrinkage=FIXED_DECAY * path)


def measure(training: Galaxies, test: Galaxies, seed: int, sizes: Sequence[NetworkSettings]) -> Measured:
    """Learn from one sample with one seed and measure on the other; times are of the processor [s]."""
    model = MixtureDensityEnsemble(seed, "window", sizes)
    begun = time.process_time()
    model.fit(training)
    fitted = time.process_time()
    prediction = model.predict(test)
    done = time.process_time()
    z, quantiles = test.redshift, prediction.quantiles
    figures = (
        normalised_error(z, prediction.z_phot),
        normalised_error(z, quantiles[:, 2]),
        float(kstest(prediction.pit, "uniform").statistic),
        float(np.mean((quantiles[:, 1] < z) & (z < quantiles[:, 3]))),
        float(np.mean((quantiles[:, 0] < z) & (z < quantiles[:, 4]))),
        float(prediction.crps.mean()),
    )
    chosen = " and ".join(size.name.replace("_", " ") for size in model.chosen)
    return Measured(figures, chosen, fitted - begun, done - fitted)


def _written(figures: Sequence[float]) -> tuple[str, ...]:
    window, median, pit, inner, outer, crps = figures
    return f"{window:.6f}", f"{median:.6f}", f"{pit:.4f}", f"{inner:.4f}", f"{outer:.4f}", f"{crps:.6f}"


def _tell(sample: str, seed: int, measured: Measured) -> None:
    named = ", ".join(
        f"{name} {value}" for name, value in zip(HEAD[2:], _written(measured.figures), strict=True)
    )
    times = f"fit {measured.fit_seconds:.0f} s, predict {measured.predict_seconds:.0f} s of the processor"
    sys.stdout.write(f"{sample} seed {seed}: {named}; layers {measured.chosen}; {times}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
