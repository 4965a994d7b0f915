"""An ensemble of mixture-density networks (Bishop 1994): the redshift's distribution as Gaussian mixture."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ml.redshift.calibration import best_stretch, stretched
from ml.redshift.density_training import NetworkSettings, split_outputs, train
from ml.redshift.mixture import RedshiftMixture
from ml.redshift.perceptron import Perceptrons, Singles
from ml.redshift.prediction import Prediction, from_mixture
from ml.redshift.residuals import folds
from ml.redshift.sample import Galaxies, compressed, photometry
from ml.scale import Floats, RobustScale

LARGEST_GROUP = 8
THREADS = 2
GALAXIES_AT_ONCE = 4096
GALAXIES_TO_CALIBRATE = 3500
PARTS_HELD_OUT = 10
# The median absolute deviation of a Gaussian in units of its standard deviation.
TYPICAL_ERROR = 0.6745
SETTINGS = NetworkSettings()

Rows = NDArray[np.bool_]


class MixtureDensityEnsemble:
    """The average of many networks' mixtures, calibrated on galaxies that some networks did not see.

    The answer depends on the seed alone: networks are trained in groups of fixed size on one BLAS thread
    each, and each group has its own random stream.

    Parameters
    ----------
    seed : int
        Of the initial weights and of the order of galaxies.
    point : {"median", "window"}
        Point estimate: the median, or the centre of the most probable window whose half width is the
        training sample's typical error.
    settings : NetworkSettings
        Shape, size and schedule.

    Attributes
    ----------
    stretch : float
        Factor on the Gaussians' standard deviations, from held-out galaxies.
    half_width : float
        Half width of the window, in z / (1 + z).
    """

    def __init__(self, seed: int, point: str = "median", settings: NetworkSettings = SETTINGS) -> None:
        self.seed, self.point, self.settings = seed, point, settings

    @property
    def parameters(self) -> dict[str, int | float | str]:
        """What was chosen, for the record of a run."""
        hidden = " ".join(map(str, self.settings.hidden))
        return {**asdict(self.settings), "hidden": hidden, "point": self.point}

    def fit(self, galaxies: Galaxies) -> None:
        """Train the ensemble, and beside it networks that hold galaxies out, to calibrate."""
        self._scale = RobustScale.of(photometry(galaxies))
        self._redshift_scale = RobustScale.of(galaxies.redshift)
        x, y = self._scaled(galaxies), self._redshift_scale.apply(galaxies.redshift).astype(np.float32)
        everything = np.ones(len(y), dtype=bool)
        together = min(LARGEST_GROUP, self.settings.members)
        groups = -(-self.settings.members // together)
        held_out = _enough(folds(len(y), PARTS_HELD_OUT))
        rows = [everything] * groups + [~fold for fold in held_out]
        streams = np.random.default_rng(self.seed).spawn(len(rows))

        def train_group(rng: np.random.Generator, chosen: Rows) -> Perceptrons:
            return train(rng, together, x[chosen], y[chosen], self.settings)

        with threadpool_limits(1), ThreadPoolExecutor(THREADS) as pool:
            networks = list(pool.map(train_group, streams, rows))
        self._networks = networks[:groups]
        self.stretch = self._calibrate(networks[groups:], held_out, galaxies)
        some = np.arange(0, len(galaxies), max(1, len(galaxies) // GALAXIES_TO_CALIBRATE))
        typical = from_mixture(self.mixture(galaxies.take(some)), galaxies.z_spec[some])
        self.half_width = TYPICAL_ERROR * float(np.median(typical.z_err / (1 + typical.z_phot)))

    def mixture(self, galaxies: Galaxies) -> RedshiftMixture:
        """Give the members' average mixture in z of each galaxy, calibrated."""
        return stretched(self._average(self._networks, self._scaled(galaxies)), self.stretch)

    def predict(self, galaxies: Galaxies) -> Prediction:
        """Predict distributions, and score them where z_spec is known."""
        half_width = self.half_width if self.point == "window" else None
        return from_mixture(self.mixture(galaxies), galaxies.z_spec, half_width)

    def _scaled(self, galaxies: Galaxies) -> Singles:
        return compressed(self._scale.apply(photometry(galaxies))).astype(np.float32)

    def _calibrate(self, networks: list[Perceptrons], held_out: list[Rows], galaxies: Galaxies) -> float:
        parts = [
            self._average([group], self._scaled(galaxies.take(fold)))
            for group, fold in zip(networks, held_out, strict=True)
        ]
        unseen = RedshiftMixture(
            np.concatenate([part.weights for part in parts]),
            np.concatenate([part.means for part in parts]),
            np.concatenate([part.sigmas for part in parts]),
        )
        z = np.concatenate([galaxies.redshift[fold] for fold in held_out])
        return best_stretch(unseen, z)

    def _average(self, networks: list[Perceptrons], x: Singles) -> RedshiftMixture:
        starts = range(0, len(x), GALAXIES_AT_ONCE)
        parts = [x[start : start + GALAXIES_AT_ONCE] for start in starts]
        with threadpool_limits(1), ThreadPoolExecutor(THREADS) as pool:
            outputs = list(pool.map(lambda part: _components(networks, part), parts))
        weights, means, log_sigmas = (np.concatenate(part) for part in zip(*outputs, strict=True))
        centre, width = float(self._redshift_scale.centre), float(self._redshift_scale.width)
        weights /= weights.sum(axis=1, keepdims=True)
        return RedshiftMixture(weights, centre + width * means, width * np.exp(log_sigmas))


def _components(networks: list[Perceptrons], x: Singles) -> tuple[Floats, Floats, Floats]:
    """Weights, means, log sigmas of all members' components, each (b, members * k)."""
    found = []
    for group in networks:
        outputs, _ = group.forward(np.broadcast_to(x, (group.members, *x.shape)))
        found.append(np.stack(split_outputs(outputs)).astype(np.float64))
    by_galaxy = np.concatenate(found, axis=1).transpose(0, 2, 1, 3).reshape(3, len(x), -1)
    return by_galaxy[0], by_galaxy[1], by_galaxy[2]


def _enough(held_out: list[Rows]) -> list[Rows]:
    """As many parts as hold enough galaxies to calibrate: two of a large sample, all of a small one."""
    needed = -(-GALAXIES_TO_CALIBRATE // max(1, int(held_out[0].sum())))
    return held_out[:needed]
