"""An ensemble of mixture-density networks (Bishop 1994): the redshift's distribution as Gaussian mixture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.redshift.calibration import stretched
from ml.redshift.density_choice import SIZES, WINDOW, Trial, train_side_by_side, try_sizes
from ml.redshift.density_training import NetworkSettings
from ml.redshift.folds import folds
from ml.redshift.mixture import RedshiftMixture, averaged
from ml.redshift.networks import Networks
from ml.redshift.prediction import Prediction, from_mixture
from ml.redshift.residuals import Arrays
from ml.redshift.sample import Galaxies, compressed, photometry
from ml.scale import Floats, RobustScale

LARGEST_GROUP = 8


class MixtureDensityEnsemble:
    """The average of many networks' mixtures, their sizes chosen by cross-validation, which calibrates too.

    Parameters
    ----------
    seed : int
        Of the initial weights and of the order of galaxies: the answer depends on it alone.
    point : {"median", "window"}
        Point estimate: the median, or the centre of the most probable window whose half width is seven
        tenths of the typical error of galaxies held out.
    sizes : sequence of NetworkSettings
        To choose one from, or two that follow one another.

    Attributes
    ----------
    trials : tuple of Trial
        What each size, or pair of them, did in cross-validation; empty once restored.
    chosen : tuple of NetworkSettings
        The size, or the two, with the smallest error of the point estimate.
    stretch, half_width : float
        See `ml.redshift.density_choice.Trial`, of what was chosen.
    """

    trials: tuple[Trial, ...] = ()

    def __init__(self, seed: int, point: str = "median", sizes: Sequence[NetworkSettings] = SIZES) -> None:
        self.seed, self.point, self.sizes = seed, point, tuple(sizes)

    @property
    def parameters(self) -> dict[str, int | float | str]:
        """What can be chosen from, for the record of a run."""
        first = self.sizes[0]
        return {
            "hidden": ", ".join(" ".join(map(str, size.hidden)) for size in self.sizes),
            "shrinkage": ", ".join(f"{size.shrinkage:g}" for size in self.sizes),
            "components": first.components,
            "members": first.members,
            "epochs": first.epochs,
            "rate": first.rate,
            "choice": "smallest E of the point estimate in five folds, of one size or two side by side",
            "window": WINDOW,
            "point": self.point,
        }

    @property
    def figures(self) -> dict[str, float]:
        """What the cross-validation found, by name."""
        by_size = {f"fold_error_{trial.name}": trial.error for trial in self.trials}
        members = {f"members_{size.name}": float(_members(size, self.chosen)) for size in self.chosen}
        return {"stretch": self.stretch, "half_width": self.half_width, **members, **by_size}

    def fit(self, galaxies: Galaxies) -> None:
        """Choose sizes on five folds, and train the ensemble on all galaxies."""
        self._scale = RobustScale.of(photometry(galaxies))
        self._redshift_scale = RobustScale.of(galaxies.redshift)
        x, z = self._scaled(galaxies), galaxies.redshift
        choice, training = np.random.default_rng(self.seed).spawn(2)
        held_out = [fold for fold in folds(galaxies) if fold.any()]
        by_window = self.point == "window"
        self.trials = try_sizes(choice, x, z, self._redshift_scale, held_out, self.sizes, by_window)
        best = min(self.trials, key=lambda trial: trial.error)
        self.chosen, self.stretch, self.half_width = best.sizes, best.stretch, best.half_width
        everything = np.ones(len(z), dtype=bool)
        groups = [(size, _members(size, self.chosen)) for size in self.chosen]
        jobs = [
            (size, min(LARGEST_GROUP, members), everything)
            for size, members in groups
            for _ in range(0, members, LARGEST_GROUP)
        ]
        trained = train_side_by_side(training, x, z, self._redshift_scale, jobs)
        self._networks = [
            Networks.of([group for group, job in zip(trained, jobs, strict=True) if job[0] is size])
            for size in self.chosen
        ]

    def mixture(self, galaxies: Galaxies) -> RedshiftMixture:
        """Give the members' average mixture in z of each galaxy, calibrated."""
        x, scale = self._scaled(galaxies), self._redshift_scale
        parts = [n.mixture(x, float(scale.centre), float(scale.width)) for n in self._networks]
        return stretched(averaged(parts), self.stretch)

    def predict(self, galaxies: Galaxies) -> Prediction:
        """Predict distributions, and score them where z_spec is known."""
        half_width = self.half_width if self.point == "window" else None
        return from_mixture(self.mixture(galaxies), galaxies.z_spec, half_width)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give weights in single precision, scales, stretch and half width."""
        kept: dict[str, NDArray[Any]] = {
            "feature_scale": np.stack([self._scale.centre, self._scale.width]),
            "redshift_scale": np.stack([self._redshift_scale.centre, self._redshift_scale.width]),
            "calibration": np.array([self.stretch, self.half_width]),
        }
        for group, networks in enumerate(self._networks, start=1):
            for layer, (weights, offsets) in enumerate(networks.layers, start=1):
                kept |= {f"weight_{group}_{layer}": weights, f"offset_{group}_{layer}": offsets}
        return kept

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Take up what `arrays` gave; the training sample is not needed."""
        self._scale = RobustScale(*arrays["feature_scale"])
        self._redshift_scale = RobustScale(*arrays["redshift_scale"])
        self.stretch, self.half_width = map(float, arrays["calibration"])
        places = sorted(tuple(map(int, name.split("_")[1:])) for name in arrays if name.startswith("weight_"))
        self._networks = [
            Networks([(arrays[f"weight_{g}_{k}"], arrays[f"offset_{g}_{k}"]) for g, k in layers])
            for _, layers in groupby(places, key=lambda place: place[0])
        ]

    def _scaled(self, galaxies: Galaxies) -> Floats:
        return compressed(self._scale.apply(photometry(galaxies)))


def _members(size: NetworkSettings, chosen: Sequence[NetworkSettings]) -> int:
    return -(-size.members // len(chosen))
