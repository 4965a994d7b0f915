"""The registry of photometric-redshift methods, each with one set of settings for all data sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from ml.faults import UnknownMethods
from ml.redshift.boosting import GradientBoosting
from ml.redshift.density_network import MixtureDensityEnsemble
from ml.redshift.linear import ColourLeastSquares, PenalisedPolynomial
from ml.redshift.neighbours import LocalLinear, NearestNeighbours
from ml.redshift.prediction import Prediction
from ml.redshift.regressors import ReportNetwork, extra_trees, random_forest
from ml.redshift.residuals import PointMethod, WithResiduals
from ml.redshift.sample import Galaxies

Parameter = int | float | str


class Estimator(Protocol):
    """What every method of the registry makes."""

    def fit(self, galaxies: Galaxies) -> None:
        """Learn from galaxies with spectra."""

    def predict(self, galaxies: Galaxies) -> Prediction:
        """Predict redshifts with their distributions; score them where z_spec is known."""


@dataclass(frozen=True)
class Method:
    """A way to get redshifts from colours.

    Parameters
    ----------
    name, description : str
        Key in the registry; one line.
    make : callable
        Makes an unfitted estimator from a seed.
    is_random : bool
        Whether the seed changes the answer.
    parameters : mapping
        Settings, for the record of a run.
    """

    name: str
    description: str
    make: Callable[[int], Estimator]
    is_random: bool
    parameters: Mapping[str, Parameter]


def methods_named(names: Sequence[str]) -> list[Method]:
    """Look methods up, each once; raise `UnknownMethods` with the names there are."""
    unknown = [name for name in names if name not in METHODS]
    if unknown:
        raise UnknownMethods(f"no method {', '.join(unknown)}; expected some of {', '.join(METHODS)}")
    return [METHODS[name] for name in dict.fromkeys(names)]


def _point(
    name: str, description: str, make: Callable[[int], PointMethod], is_random: bool, **parameters: Parameter
) -> Method:
    return Method(
        name,
        description,
        lambda seed: WithResiduals(lambda: make(seed)),
        is_random,
        MappingProxyType(
            {**parameters, "distribution": "out-of-fold residuals around the method's own redshift"}
        ),
    )


def _density(name: str, description: str, point: str) -> Method:
    return Method(
        name,
        description,
        lambda seed: MixtureDensityEnsemble(seed, point),
        True,
        MappingProxyType({**MixtureDensityEnsemble(0, point).parameters, "distribution": "Gaussian mixture"}),
    )


_FOREST = {"trees": 100, "leaf": 5, "features": 0.5}
_EXTRA = {"trees": 100, "leaf": 3, "features": 1.0}
_BOOSTING = {"iterations": 300, "rate": 0.05, "leaves": 31, "leaf": 20}
_CHOSEN = {"choice": "degree and alpha by five-fold cross-validation of E"}

BEST = "mixture_density_window"
_ALL = (
    _point("linear", "ordinary least squares on the four colours", lambda _: ColourLeastSquares(), False),
    _point(
        "ridge",
        "ridge regression on a polynomial of magnitude and colours",
        lambda _: PenalisedPolynomial("ridge"),
        False,
        **_CHOSEN,
    ),
    _point(
        "lasso",
        "lasso regression on a polynomial of magnitude and colours",
        lambda _: PenalisedPolynomial("lasso"),
        False,
        **_CHOSEN,
    ),
    _point(
        "nearest_neighbours",
        "median of the nearest training galaxies",
        lambda _: NearestNeighbours(20),
        False,
        k=20,
    ),
    _point(
        "local_linear",
        "linear regression on the nearest training galaxies (Beck et al. 2016)",
        lambda _: LocalLinear(100),
        False,
        k=100,
    ),
    _point(
        "random_forest",
        "random forest (Breiman 2001)",
        lambda seed: random_forest(seed, **_FOREST),  # type: ignore[arg-type]
        True,
        **_FOREST,
    ),
    _point(
        "extra_trees",
        "extremely randomised trees (Geurts et al. 2006)",
        lambda seed: extra_trees(seed, **_EXTRA),  # type: ignore[arg-type]
        True,
        **_EXTRA,
    ),
    _point(
        "gradient_boosting",
        "histogram gradient boosting with absolute-error loss",
        lambda seed: GradientBoosting(seed, **_BOOSTING),  # type: ignore[arg-type]
        False,
        **_BOOSTING,
    ),
    _point(
        "report_network",
        "scikit-learn MLPRegressor with defaults on the four colours",
        ReportNetwork,
        True,
        hidden="100",
        loss="squared error",
    ),
    _density("mixture_density", "ensemble of mixture-density networks; median of the distribution", "median"),
    _density(BEST, "ensemble of mixture-density networks; centre of the most probable window", "window"),
)
METHODS: Mapping[str, Method] = MappingProxyType({method.name: method for method in _ALL})
