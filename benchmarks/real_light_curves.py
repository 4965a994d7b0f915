"""
Periods and classes of real and simulated stars: ``python -m benchmarks.real_light_curves DIRECTORY``.

DIRECTORY holds stripe82, debosscher and asas as its README says. Everything is by cross-validation or on
stars that had no part in it; no setting is fitted to a set here.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import classes as survey_classes
from benchmarks.labelled_stars import Star, one_band, read_set, simulated
from benchmarks.layout import table
from benchmarks.real_classes import ALL, classes, learning, transfer
from benchmarks.second_stage import second_stage
from ml.variables.candidates import Found, search
from ml.variables.false_alarms import calibrate, highest_power, shuffled
from ml.variables.features import searched_features
from ml.variables.light_curve import LightCurve
from ml.variables.strongest import periods_of

PERIODS = (0.2, 1000.0)  # [d], as python -m ml periods searches
KINDS = ("eclipsing", "rr_lyrae", "cepheid", "long_period")
RATIOS = ((5.0, 50.0), (10.0, 50.0))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every figure as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_light_curves", description=__doc__)
    parser.add_argument("directory", type=Path, help="where the sets are")
    parser.add_argument("--simulated", type=int, default=300, metavar="N", help="stars of each kind")
    parser.add_argument("--cost", type=int, default=2000, metavar="N", help="light curves of 50 epochs timed")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes")
    parser.add_argument(
        "--only", choices=PARTS, nargs="+", default=list(PARTS), help="parts (default: all of them)"
    )
    parser.add_argument("--figures", type=Path, metavar="DIR", help="draw periods, classes, folded curves")
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    for name in options.only:
        print(PARTS[name](options), end="\n\n", flush=True)
        print(f"{time.monotonic() - begun:7.1f} s  {name}", file=sys.stderr, flush=True)
    return 0


def _searched(stars: Sequence[Star], jobs: int) -> list[Found]:
    work = partial(search, period_min=PERIODS[0], period_max=PERIODS[1])
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(work, [star.curve for star in stars], chunksize=8))


def stripe82(options: argparse.Namespace) -> str:
    """Periods of RR Lyrae of Stripe 82, all bands together and the best band alone."""
    stars = read_set(options.directory, "stripe82")
    rows = []
    for name, chosen in (("ugriz together", stars), ("one band", [one_band(star) for star in stars])):
        found = _searched(chosen, options.jobs)
        rows.append([name, *_period_row(chosen, found, 1e-3)])
    return "## Stripe 82, periods within 0.1 %\n\n" + table(
        ["light curves", "stars", "first", "among three", "best sine", "error / uncertainty", "misses"], rows
    )


def simulation(options: argparse.Namespace) -> str:
    """Periods of simulated stars, within 1 %: 50 epochs in six seasons."""
    rows = []
    for ratio in RATIOS:
        for kind in KINDS:
            stars = list(simulated(kind, options.simulated, 50, 11, ratio))
            row = _period_row(stars, _searched(stars, options.jobs), 1e-2)
            rows.append([f"{kind}, {ratio[0]:g} to {ratio[1]:g} x noise", *row])
    return "## Simulated stars, periods within 1 %\n\n" + table(
        ["kind", "stars", "first", "among three", "best sine", "error / uncertainty", "misses"], rows
    )


def _period_row(stars: Sequence[Star], found: Sequence[Found], tolerance: float) -> list[str]:
    """Give shares of right periods, 1.48 times the median |error| over uncertainty, and the misses."""
    first, three, sine, pulls = [], [], [], []
    misses: Counter[str] = Counter()
    for star, result in zip(stars, found, strict=True):
        period = np.array([candidate.period for candidate in result.candidates])
        is_right = np.abs(period / star.period - 1) < tolerance
        first.append(is_right[0])
        three.append(is_right[:3].any())
        sine.append(abs(result.sine_period / star.period - 1) < tolerance)
        if is_right[0]:
            pulls.append(abs(period[0] - star.period) / result.period_err)
        else:
            at = int(is_right.argmax())
            misses[result.candidates[at].relation if is_right.any() else "not listed"] += 1
    shares = [f"{100 * np.mean(which):.1f} %" for which in (first, three, sine)]
    told = ", ".join(f"{name} {n}" for name, n in misses.most_common())
    return [str(len(stars)), *shares, f"{1.48 * np.median(pulls):.2f}", told]


def false_alarms(options: argparse.Namespace) -> str:
    """Shares of shuffled light curves below false-alarm probabilities; calibrated on other shuffles."""
    rows = []
    for name in ("simulated", *ALL):
        if name == "simulated":
            stars = [star for kind in KINDS for star in simulated(kind, 60, 50, 12, RATIOS[0])]
        else:
            stars = [one_band(star) for star in read_set(options.directory, name)]
        curves = [star.curve for star in stars]
        calibration = calibrate(curves, *PERIODS, n_shuffled=300, seed=1)
        rng = np.random.default_rng(2)
        probability = []
        for _ in range(1000):
            power, n, span = highest_power(shuffled(curves[rng.integers(len(curves))], rng), *PERIODS)
            probability.append(calibration.probability(power, n, span, *PERIODS))
        shares = [f"{100 * np.mean(np.array(probability) < level):.1f} %" for level in (0.1, 0.05, 0.01)]
        rows.append([name, f"{calibration.independent:.2f}", *shares])
    return "## False alarms of 1,000 shuffled light curves\n\n" + table(
        ["stars", "independent frequencies", "below 10 %", "below 5 %", "below 1 %"], rows
    )


def cost(options: argparse.Namespace) -> str:
    """Time of a search on one thread, and memory after some stars and after four times as many."""
    stars = list(simulated("rr_lyrae", 400, 56, 13, RATIOS[0]))
    span = stars[0].curve.time.max() - stars[0].curve.time.min()
    dense = {"period_min": 4 * span / 66_000, "period_max": 1000.0}
    kinds = [list(simulated(kind, options.cost // len(KINDS), 50, 14, RATIOS[0])) for kind in KINDS]
    survey = [star for of_kind in zip(*kinds, strict=True) for star in of_kind]
    calibration = calibrate([star.curve for star in survey[:100]], *PERIODS, n_shuffled=100, seed=1)
    whole = partial(periods_of, 0, period_min=PERIODS[0], period_max=PERIODS[1], calibration=calibration)
    rows = []
    for name, work, of in (
        ("56 epochs, 66,000 frequencies: two stages", partial(search, **dense), stars),
        ("the same with features", partial(searched_features, **dense), stars),
        ("50 epochs, 0.2 to 1,000 d: all that python -m ml periods does", whole, survey),
    ):
        seconds, memory = _timed(work, of)
        minutes = 100_000 * seconds / 2 / 60
        rows.append([name, str(len(of)), f"{1000 * seconds:.1f}", f"{minutes:.0f}", *memory])
    return "## Cost of a star on one thread\n\n" + table(
        [
            "work", "stars", "ms of a core", "100,000 on two cores [min]",
            "memory after a quarter [MB]", "after all [MB]",
        ],
        rows,
    )  # fmt: skip


def _timed(work: Callable[[LightCurve], object], stars: Sequence[Star]) -> tuple[float, list[str]]:
    """Give the processor time of a star [s], and the most memory after a quarter of them and after all."""
    work(stars[0].curve)
    begun, memory = time.process_time(), []
    for number, star in enumerate(stars, start=1):
        work(star.curve)
        if number in (len(stars) // 4, len(stars)):
            memory.append(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
    return (time.process_time() - begun) / len(stars), memory


def example(options: argparse.Namespace) -> str:
    """Classes of an example survey: see benchmarks.classes."""
    chosen = survey_classes.parser().parse_args(["--jobs", str(options.jobs)])
    chosen.figures = options.figures
    return survey_classes.document(chosen, lambda what: print(what, file=sys.stderr, flush=True))


PARTS: dict[str, Callable[[argparse.Namespace], str]] = {
    "stripe82": stripe82,
    "simulation": simulation,
    "false_alarms": false_alarms,
    "classes": classes,
    "transfer": transfer,
    "learning": learning,
    "example": example,
    "cost": cost,
    "second_stage": second_stage,
}

if __name__ == "__main__":
    sys.exit(main())
