"""What an image shows as one where sources lie too close: the light of all of them, in the middle of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Blends:
    """
    The objects that an image shows, in the order of their brightest sources.

    Attributes
    ----------
    brightest : ndarray of int, shape (n,)
        Row of the brightest source of each.
    mag : ndarray, shape (n,)
        Magnitude of all of them together.
    x, y : ndarray, shape (n,)
        Mean position, by flux [pixel].
    """

    brightest: NDArray[np.int64]
    mag: Array
    x: Array
    y: Array


def blended(mag: Array, x: Array, y: Array, radius: float) -> Blends:
    """Make one of sources closer than a radius [pixel], and of those close to these, and so on; 0: none."""
    n = mag.size
    if not radius:
        return Blends(np.arange(n), mag, x, y)
    pairs = cKDTree(np.column_stack([x, y])).query_pairs(radius, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    n_object, number = connected_components(links, directed=False)
    flux = 10.0 ** (-0.4 * mag)
    total = np.bincount(number, flux, n_object)
    # The last written is the brightest
    brightest = np.empty(n_object, dtype=np.int64)
    order = np.argsort(flux, kind="stable")
    brightest[number[order]] = order
    ranks = np.argsort(brightest)
    return Blends(
        brightest=brightest[ranks],
        mag=-2.5 * np.log10(total[ranks]),
        x=(np.bincount(number, flux * x, n_object) / total)[ranks],
        y=(np.bincount(number, flux * y, n_object) / total)[ranks],
    )
