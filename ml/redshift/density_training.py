"""Training networks whose outputs are a Gaussian mixture, by maximum likelihood (Bishop 1994)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ml.redshift.perceptron import DecoupledAdam, Perceptrons, Singles
from ml.scale import Floats

# Single precision to train, double to predict
Numbers = TypeVar("Numbers", Singles, Floats)

SMALLEST_LOG_SIGMA = -3.5
LARGEST_LOG_SIGMA = 3.0
MEANS_AT_START = 1.2
SMALLEST_WEIGHT = 1e-30
LARGEST_BATCH, SMALLEST_BATCH, BATCHES_AIMED_AT = 128, 32, 64


@dataclass(frozen=True)
class NetworkSettings:
    """Shape and schedule of networks.

    Parameters
    ----------
    hidden : tuple of int
        Sizes of the hidden layers.
    shrinkage : float
        Weight decay alone would multiply a weight by exp(-shrinkage) over the whole training, whatever the
        number of steps: a larger sample does not mean smaller weights.
    components : int
        Gaussians per network.
    members : int
        Networks in the ensemble, rounded up to whole groups that are trained side by side.
    epochs : int
        Passes over the training sample.
    rate : float
        Highest learning rate.
    """

    hidden: tuple[int, ...] = (64, 64, 64)
    shrinkage: float = 1.6
    components: int = 5
    members: int = 16
    epochs: int = 40
    rate: float = 5e-3

    @property
    def name(self) -> str:
        """The sizes of the hidden layers."""
        return "_".join(map(str, self.hidden))


def train(
    rng: np.random.Generator, members: int, x: Singles, y: Singles, settings: NetworkSettings
) -> Perceptrons:
    """Train networks side by side, each with its own initial weights and order of galaxies.

    Parameters
    ----------
    rng : Generator
        The only source of randomness.
    members : int
        M.
    x, y : (n, d) and (n,) arrays
        Scaled features and redshifts.
    settings : NetworkSettings
        Shape and schedule.
    """
    k = settings.components
    networks = Perceptrons(rng, members, (x.shape[1], *settings.hidden, 3 * k))
    networks.layers[-1][1][:, 0, k : 2 * k] = np.linspace(-MEANS_AT_START, MEANS_AT_START, k)
    batch = min(len(y), max(SMALLEST_BATCH, min(LARGEST_BATCH, len(y) // BATCHES_AIMED_AT)))
    batches = len(y) // batch
    optimiser = DecoupledAdam(networks, settings.epochs * batches, settings.rate, settings.shrinkage)
    for _ in range(settings.epochs):
        order = rng.permuted(np.tile(np.arange(len(y)), (members, 1)), axis=1)
        for start in range(0, batches * batch, batch):
            chosen = order[:, start : start + batch]
            outputs, trace = networks.forward(x[chosen])
            networks.backward(likelihood_gradient(outputs, y[chosen]), trace)
            optimiser.step()
    return networks


def split_outputs(outputs: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Weights (softmax), means and limited log sigmas of (M, b, 3k) network outputs, each (M, b, k)."""
    logits, means, log_sigmas = np.split(outputs, 3, axis=2)
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    weights /= weights.sum(axis=2, keepdims=True)
    return weights, means, np.clip(log_sigmas, SMALLEST_LOG_SIGMA, LARGEST_LOG_SIGMA)


def likelihood_gradient(outputs: Singles, y: Singles) -> Singles:
    """Gradient of the mean negative log-likelihood of y (M, b) by the outputs (M, b, 3k)."""
    # Components by rows: sums over a handful of them are then sums of whole vectors, five times as fast
    by_row = np.ascontiguousarray(outputs.reshape(-1, outputs.shape[2]).T)
    logits, means, log_sigmas = np.split(by_row, 3)
    weights = _softmax(logits)
    limited = np.clip(log_sigmas, SMALLEST_LOG_SIGMA, LARGEST_LOG_SIGMA)
    inverse = np.exp(-limited)
    u = (y.reshape(-1) - means) * inverse
    share = _softmax(np.log(weights + np.float32(SMALLEST_WEIGHT)) - limited - np.float32(0.5) * u * u)
    by_log_sigma = share * (1 - u * u)
    # At the floor only a push towards wider Gaussians may act, else the output drifts out of reach.
    by_log_sigma[(limited <= SMALLEST_LOG_SIGMA) & (by_log_sigma > 0)] = 0
    gradient = np.concatenate([weights - share, -share * u * inverse, by_log_sigma])
    gradient /= outputs.shape[1]
    return np.ascontiguousarray(gradient.T).reshape(outputs.shape)


def _softmax(logits: Singles) -> Singles:
    """Shares over the first axis, which add up to one."""
    shares = np.exp(logits - logits.max(axis=0))
    shares /= shares.sum(axis=0)
    return shares
