"""How far two samples are apart in the colour plane, counted on a grid."""

from __future__ import annotations

import numpy as np

from ml.stars.colours import Array, Box

N_CELL = 40


def total_variation(first: Array, second: Array, box: Box, n_cell: int = N_CELL) -> float:
    """
    Half of the summed absolute differences of the cells' shares of two samples, (n, 2) and (m, 2) [mag].

    All that lies outside the box is one more cell: 0 for the same counts, 1 for samples that share no cell.
    """
    edges = [np.linspace(*limits, n_cell + 1) for limits in box]
    shares = [np.histogram2d(s[:, 0], s[:, 1], bins=edges)[0] / len(s) for s in (first, second)]
    outside = abs(shares[0].sum() - shares[1].sum())
    return float(0.5 * (np.abs(shares[0] - shares[1]).sum() + outside))
