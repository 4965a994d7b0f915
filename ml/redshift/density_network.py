"""An ensemble of mixture-density networks (Bishop 1994): the redshift's distribution as Gaussian mixture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.redshift.calibration import stretched
from ml.redshift.density_choice import SIZES, Trial, train_side_by_side, try_sizes
from ml.redshift.density_training import NetworkSettings
from ml.redshift.folds import folds
from ml.redshift.mixture import RedshiftMixture
from ml.redshift.networks import Networks
from ml.redshift.prediction import Prediction, from_mixture
from ml.redshift.residuals import Arrays
from ml.redshift.sample import Galaxies, compressed, photometry
from ml.scale import Floats, RobustScale

LARGEST_GROUP = 8


class MixtureDensityEnsemble:
    """The average of many networks' mixtures, their size chosen by cross-validation, which calibrates too.

    Parameters
    ----------
    seed : int
        Of the initial weights and of the order of galaxies: the answer depends on it alone.
    point : {"median", "window"}
        Point estimate: the median, or the centre of the most probable window whose half width is the
        typical error of galaxies held out.
    sizes : sequence of NetworkSettings
        To choose from.

    Attributes
    ----------
    trials : tuple of Trial
        What each size did in cross-validation; empty once restored.
    chosen : NetworkSettings
        The size with the smallest error of the point estimate.
    stretch, half_width : float
        See `ml.redshift.density_choice.Trial`, of the chosen size.
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
            "choice": "smallest E of the point estimate in five folds",
            "point": self.point,
        }

    @property
    def figures(self) -> dict[str, float]:
        """What the cross-validation found, by name."""
        by_size = {f"fold_error_{trial.name}": trial.error for trial in self.trials}
        layers = {f"hidden_{number}": float(n) for number, n in enumerate(self.chosen.hidden, start=1)}
        return {"stretch": self.stretch, "half_width": self.half_width, **layers, **by_size}

    def fit(self, galaxies: Galaxies) -> None:
        """Choose a size on five folds, and train the ensemble on all galaxies."""
        self._scale = RobustScale.of(photometry(galaxies))
        self._redshift_scale = RobustScale.of(galaxies.redshift)
        x, z = self._scaled(galaxies), galaxies.redshift
        choice, training = np.random.default_rng(self.seed).spawn(2)
        held_out = [fold for fold in folds(galaxies) if fold.any()]
        by_window = self.point == "window"
        self.trials = try_sizes(choice, x, z, self._redshift_scale, held_out, self.sizes, by_window)
        best = min(self.trials, key=lambda trial: trial.error)
        self.chosen, self.stretch, self.half_width = best.settings, best.stretch, best.half_width
        members = self.chosen.members
        together = min(LARGEST_GROUP, members)
        everything = np.ones(len(z), dtype=bool)
        jobs = [(self.chosen, together, everything)] * -(-members // together)
        self._networks = Networks.of(train_side_by_side(training, x, z, self._redshift_scale, jobs))

    def mixture(self, galaxies: Galaxies) -> RedshiftMixture:
        """Give the members' average mixture in z of each galaxy, calibrated."""
        centre, width = float(self._redshift_scale.centre), float(self._redshift_scale.width)
        return stretched(self._networks.mixture(self._scaled(galaxies), centre, width), self.stretch)

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
        for number, (weights, offsets) in enumerate(self._networks.layers, start=1):
            kept |= {f"weight_{number}": weights, f"offset_{number}": offsets}
        return kept

    def restore(self, arrays: Arrays, training: Galaxies) -> None:
        """Take up what `arrays` gave; the training sample is not needed."""
        self._scale = RobustScale(*arrays["feature_scale"])
        self._redshift_scale = RobustScale(*arrays["redshift_scale"])
        self.stretch, self.half_width = map(float, arrays["calibration"])
        numbers = range(1, 1 + sum(name.startswith("weight_") for name in arrays))
        self._networks = Networks([(arrays[f"weight_{k}"], arrays[f"offset_{k}"]) for k in numbers])

    def _scaled(self, galaxies: Galaxies) -> Floats:
        return compressed(self._scale.apply(photometry(galaxies)))
