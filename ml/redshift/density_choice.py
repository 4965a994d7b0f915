"""Which size of network suits a sample, by cross-validation; the same networks say how to calibrate."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ml.redshift.calibration import best_stretch, stretched
from ml.redshift.density_training import NetworkSettings, train
from ml.redshift.measures import normalised_error
from ml.redshift.mixture import joined
from ml.redshift.networks import THREADS, Networks
from ml.redshift.perceptron import Perceptrons
from ml.redshift.prediction import typical_error
from ml.scale import Floats, RobustScale

# From small to deep: noise asks for few weights, many galaxies allow many and need less shrinkage
SIZES = (
    NetworkSettings(hidden=(32, 32)),
    NetworkSettings(hidden=(64, 64, 64)),
    NetworkSettings(hidden=(64, 64, 64, 64), shrinkage=0.32),
)
JUDGES = 4

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Trial:
    """What networks of one size did on galaxies that they had not seen.

    Attributes
    ----------
    settings : NetworkSettings
    error : float
        E of the point estimate.
    stretch : float
        Factor on the Gaussians' standard deviations.
    half_width : float
        Half width of the most probable window, in z / (1 + z).
    """

    settings: NetworkSettings
    error: float
    stretch: float
    half_width: float

    @property
    def name(self) -> str:
        """The sizes of the hidden layers."""
        return "_".join(map(str, self.settings.hidden))


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
    by_window : bool
        Whether the point estimate is the centre of the most probable window, not the median.
    """
    plan = [(size, fold) for size in sizes for fold in held_out]
    jobs = [(size, min(JUDGES, size.members), ~fold) for size, fold in plan]
    groups = train_side_by_side(rng, x, z, scale, jobs)
    centre, width = float(scale.centre), float(scale.width)
    trials = []
    for k, size in enumerate(sizes):
        of_size = groups[k * len(held_out) : (k + 1) * len(held_out)]
        unseen = joined(
            [
                Networks.of([group]).mixture(x[fold], centre, width)
                for group, fold in zip(of_size, held_out, strict=True)
            ]
        )
        truth = np.concatenate([z[fold] for fold in held_out])
        stretch = best_stretch(unseen, truth)
        calibrated = stretched(unseen, stretch)
        half_width = typical_error(calibrated)
        point = calibrated.window_centres(half_width) if by_window else calibrated.quantiles((0.5,))[:, 0]
        trials.append(Trial(size, normalised_error(truth, point), stretch, half_width))
    return tuple(trials)


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

    with threadpool_limits(1), ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, rng.spawn(len(jobs)), jobs))
