"""Which sizes of network suit a sample, by cross-validation; the same networks say how to calibrate."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ml.redshift.calibration import best_stretch, stretched
from ml.redshift.density_training import NetworkSettings, train
from ml.redshift.measures import normalised_error
from ml.redshift.mixture import RedshiftMixture, averaged, joined
from ml.redshift.networks import THREADS, Networks
from ml.redshift.perceptron import Perceptrons
from ml.redshift.prediction import typical_error
from ml.scale import Floats, RobustScale

# From small to deep: noise asks for few weights, many galaxies allow many and need less shrinkage
SIZES = (
    NetworkSettings(hidden=(32, 32)),
    NetworkSettings(hidden=(64, 64, 64)),
    NetworkSettings(hidden=(64, 64, 64, 64), shrinkage=0.9),
)
JUDGES = 4
# The window of the point estimate in units of the typical error: a share of it was better on the training
# files than all of it or half of it, see docs/photoz.md
WINDOW = 0.7

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Trial:
    """What networks of one size, or of two side by side, did on galaxies that they had not seen.

    Attributes
    ----------
    sizes : tuple of NetworkSettings
        One, or two with as many networks of each.
    error : float
        E of the point estimate.
    stretch : float
        Factor on the Gaussians' standard deviations.
    half_width : float
        Half width of the most probable window, in z / (1 + z).
    """

    sizes: tuple[NetworkSettings, ...]
    error: float
    stretch: float
    half_width: float

    @property
    def name(self) -> str:
        """The sizes of the hidden layers."""
        return "_and_".join(size.name for size in self.sizes)


def try_sizes(
    rng: np.random.Generator,
    x: Floats,
    z: Floats,
    scale: RobustScale,
    held_out: Sequence[Rows],
    sizes: Sequence[NetworkSettings],
    by_window: bool,
) -> tuple[Trial, ...]:
    """Train a few networks of each size without each fold in turn, and judge them on that fold.

    Each size is judged alone and beside the next larger one, with half as many networks of each: where the
    folds hardly tell two sizes apart, their average has the mistakes of neither.

    Parameters
    ----------
    rng : Generator
    x : (n, d) array
        Scaled features.
    z : (n,) array
        Redshifts.
    scale : RobustScale
        Of the redshifts.
    held_out : sequence of bool arrays (n,)
        The folds.
    sizes : sequence of NetworkSettings
        From small to deep.
    by_window : bool
        Whether the point estimate is the centre of the most probable window, not the median.
    """
    plan = [(size, fold) for size in sizes for fold in held_out]
    jobs = [(size, min(JUDGES, size.members), ~fold) for size, fold in plan]
    groups = train_side_by_side(rng, x, z, scale, jobs)
    parts = [
        Networks.of([group]).mixture(x[fold], float(scale.centre), float(scale.width))
        for group, (_, fold) in zip(groups, plan, strict=True)
    ]
    n = len(held_out)
    unseen = [joined(parts[k * n : (k + 1) * n]) for k in range(len(sizes))]
    halves = [part.components(part.weights.shape[1] // 2) for part in unseen]
    candidates: list[tuple[tuple[NetworkSettings, ...], RedshiftMixture]] = [
        ((size,), part) for size, part in zip(sizes, unseen, strict=True)
    ]
    candidates += [
        (pair, averaged(half)) for pair, half in zip(pairwise(sizes), pairwise(halves), strict=True)
    ]
    truth = np.concatenate([z[fold] for fold in held_out])
    return tuple(_judged(of_sizes, mixture, truth, by_window) for of_sizes, mixture in candidates)


def _judged(
    sizes: tuple[NetworkSettings, ...], unseen: RedshiftMixture, truth: Floats, by_window: bool
) -> Trial:
    stretch = best_stretch(unseen, truth)
    calibrated = stretched(unseen, stretch)
    half_width = WINDOW * typical_error(calibrated)
    point = calibrated.window_centres(half_width) if by_window else calibrated.quantiles((0.5,))[:, 0]
    return Trial(sizes, normalised_error(truth, point), stretch, half_width)


def train_side_by_side(
    rng: np.random.Generator,
    x: Floats,
    z: Floats,
    scale: RobustScale,
    jobs: Sequence[tuple[NetworkSettings, int, Rows]],
) -> list[Perceptrons]:
    """Train groups of networks, each of a size, a number and rows of its own, on one BLAS thread each.

    The answer does not depend on the number of processors: each group has its own random stream.
    """
    features, targets = x.astype(np.float32), np.asarray(scale.apply(z), dtype=np.float32)

    def one(stream: np.random.Generator, job: tuple[NetworkSettings, int, Rows]) -> Perceptrons:
        settings, members, rows = job
        return train(stream, members, features[rows], targets[rows], settings)

    def cost(job: tuple[NetworkSettings, int, Rows]) -> int:
        settings, members, rows = job
        widths = (features.shape[1], *settings.hidden, 3 * settings.components)
        return members * int(rows.sum()) * sum(a * b for a, b in pairwise(widths))

    streams = rng.spawn(len(jobs))
    with threadpool_limits(1), ThreadPoolExecutor(THREADS) as pool:
        # The longest first, so that no processor waits long for the last
        order = sorted(range(len(jobs)), key=lambda k: cost(jobs[k]), reverse=True)
        training = {k: pool.submit(one, streams[k], jobs[k]) for k in order}
        return [training[k].result() for k in range(len(jobs))]
