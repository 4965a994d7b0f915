"""Multilayer perceptrons of one shape, trained side by side as batched products in single precision."""

from __future__ import annotations

from itertools import pairwise
from math import prod, sqrt

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]
Trace = tuple[list[Singles], list[Singles]]

WEIGHT_GAIN = 1.4
OUTPUT_GAIN = 0.14
ADAM_MEMORY = (0.9, 0.99)
ADAM_FLOOR = 1e-8
GRADIENT_LIMIT = 0.5
WARM_UP = 0.1


class Perceptrons:
    """M networks with x sigmoid(x) activations (Elfwing et al. 2018) and a linear last layer.

    All parameters lie in one vector, so that the optimiser is a handful of vector operations; the weights
    of a layer are a view of it, (M, inputs, outputs).

    Parameters
    ----------
    rng : Generator
        Draws the initial weights.
    members : int
        M.
    sizes : tuple of int
        Inputs, hidden layers, outputs.
    """

    def __init__(self, rng: np.random.Generator, members: int, sizes: tuple[int, ...]) -> None:
        self.members = members
        shapes: list[tuple[int, ...]] = []
        for inputs, outputs in pairwise(sizes):
            shapes += [(members, inputs, outputs), (members, 1, outputs)]
        self.parameters = np.zeros(sum(map(prod, shapes)), np.float32)
        self.gradient = np.zeros_like(self.parameters)
        self.layers = _views(self.parameters, shapes)
        self.layer_gradients = _views(self.gradient, shapes)
        for weights, _ in self.layers:
            gain = OUTPUT_GAIN if weights is self.layers[-1][0] else WEIGHT_GAIN
            weights[:] = rng.standard_normal(weights.shape) * (gain / sqrt(weights.shape[1]))

    def forward(self, x: Singles) -> tuple[Singles, Trace]:
        """Outputs (M, b, outputs) for (M, b, inputs), and what `backward` needs."""
        activations, gates = [x], []
        for weights, offsets in self.layers[:-1]:
            z = np.matmul(activations[-1], weights)
            z += offsets
            gate = np.tanh(z * np.float32(0.5))
            gate += 1
            gate *= np.float32(0.5)
            z *= gate
            activations.append(z)
            gates.append(gate)
        weights, offsets = self.layers[-1]
        return np.matmul(activations[-1], weights) + offsets, (activations, gates)

    def trained(self) -> list[tuple[Singles, Singles]]:
        """Give a copy of weights (M, inputs, outputs) and offsets (M, 1, outputs), layer by layer."""
        return [(weights.copy(), offsets.copy()) for weights, offsets in self.layers]

    def backward(self, output_gradient: Singles, trace: Trace) -> None:
        """Fill `gradient` from the loss's gradient by the outputs, (M, b, outputs)."""
        activations, gates = trace
        d = output_gradient
        for layer in range(len(self.layers) - 1, -1, -1):
            by_weights, by_offsets = self.layer_gradients[layer]
            np.matmul(activations[layer].transpose(0, 2, 1), d, out=by_weights)
            # A product with ones adds up rows five times as fast as a sum over this axis
            np.matmul(np.ones((1, d.shape[1]), np.float32), d, out=by_offsets)
            if layer:
                d = np.matmul(d, self.layers[layer][0].transpose(0, 2, 1))
                slope = 1 - activations[layer]
                slope *= gates[layer - 1]
                slope += activations[layer]
                d *= slope


class DecoupledAdam:
    """Adam with decoupled weight decay (Loshchilov & Hutter 2019): linear warm-up, then half a cosine.

    Parameters
    ----------
    networks : Perceptrons
        What is trained; its `gradient` is read at each step.
    steps : int
        How many steps there will be.
    rate, shrinkage : float
        Highest learning rate; the weights decay by exp(-shrinkage) over all steps.
    """

    def __init__(self, networks: Perceptrons, steps: int, rate: float, shrinkage: float) -> None:
        self.networks, self.steps, self.rate = networks, steps, rate
        whole_path = rate * sum(one_cycle(k / steps) for k in range(1, steps + 1))
        self.decay = shrinkage / whole_path if whole_path else 0.0
        self._mean = np.zeros_like(networks.parameters)
        self._square = np.zeros_like(networks.parameters)
        self._size = np.empty_like(networks.parameters)
        self._done = 0

    def step(self) -> None:
        """Move the parameters against the gradient, each component of which is limited.

        The gradient is overwritten: a pass over all parameters less is a tenth of the time of a step.
        """
        self._done += 1
        rate = self.rate * one_cycle(self._done / self.steps)
        keep_mean, keep_square = ADAM_MEMORY
        gradient, size = self.networks.gradient, self._size
        np.clip(gradient, -GRADIENT_LIMIT, GRADIENT_LIMIT, out=gradient)
        # Both memories without their factors (1 - keep), which go into the bias corrections
        self._mean *= np.float32(keep_mean)
        self._mean += gradient
        gradient *= gradient
        self._square *= np.float32(keep_square)
        self._square += gradient
        np.sqrt(self._square, out=size)
        # mean / size, each over what its factors add up to so far
        of_square = sqrt((1 - keep_square) / (1 - keep_square**self._done))
        of_mean = (1 - keep_mean) / (1 - keep_mean**self._done)
        size += np.float32(ADAM_FLOOR / of_square)
        np.divide(self._mean, size, out=size)
        size *= np.float32(rate * of_mean / of_square)
        for weights, _ in self.networks.layers:
            np.multiply(weights, np.float32(1 - rate * self.decay), out=weights)
        self.networks.parameters -= size


def one_cycle(progress: float) -> float:
    """Learning rate relative to its highest, for a progress from 0 to 1."""
    if progress < WARM_UP:
        return progress / WARM_UP
    return float(0.5 * (1 + np.cos(np.pi * (progress - WARM_UP) / (1 - WARM_UP))))


def _views(vector: Singles, shapes: list[tuple[int, ...]]) -> list[tuple[Singles, Singles]]:
    ends = np.cumsum([prod(shape) for shape in shapes])
    parts = [part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes, strict=True)]
    return list(zip(parts[::2], parts[1::2], strict=True))
