"""Densities of two samples on one grid in the colour plane, and their difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml.stars.colours import Array

# The box holds all but about one star in a hundred; the others are one more cell.
Y_MINUS_J_RANGE = (-1.2, 0.6)
J_MINUS_H_RANGE = (-1.0, 2.2)
N_CELL = 40


@dataclass(frozen=True)
class GridDifference:
    """Two samples counted on one grid.

    Attributes
    ----------
    y_minus_j_edges, j_minus_h_edges : array (n_cell + 1,)
        [mag]
    first, second : array (n_cell, n_cell)
        Share of the whole sample per unit area [mag**-2], first axis Y-J.
    total_variation : float
        Half of the summed absolute differences of the cells' shares, all that lies outside being one
        more cell: 0 for the same counts, 1 for samples that share no cell.
    """

    y_minus_j_edges: Array
    j_minus_h_edges: Array
    first: Array
    second: Array
    total_variation: float

    @property
    def difference(self) -> Array:
        """Return `first` minus `second` [mag**-2]."""
        return self.first - self.second


def grid_difference(first: Array, second: Array, n_cell: int = N_CELL) -> GridDifference:
    """Count two samples, (n, 2) and (m, 2) [mag], on a grid of `n_cell` x `n_cell` cells."""
    edges = [np.linspace(*limits, n_cell + 1) for limits in (Y_MINUS_J_RANGE, J_MINUS_H_RANGE)]
    shares = [np.histogram2d(s[:, 0], s[:, 1], bins=edges)[0] / len(s) for s in (first, second)]
    area = (edges[0][1] - edges[0][0]) * (edges[1][1] - edges[1][0])
    outside = abs(shares[0].sum() - shares[1].sum())
    distance = 0.5 * (np.abs(shares[0] - shares[1]).sum() + outside)
    return GridDifference(edges[0], edges[1], shares[0] / area, shares[1] / area, float(distance))
