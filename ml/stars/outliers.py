"""Which stars can be used, and which of those lie alone in the colour plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.neighbors import NearestNeighbors

from ml.scale import ONE_SIGMA, RobustScale
from ml.stars.colours import Array, Magnitudes

NEIGHBOUR = 10
ISOLATION_RADIUS = 4.0


class TooFewStars(ValueError):
    """There are not enough stars to measure a density."""


@dataclass(frozen=True)
class Screening:
    """What the outlier rule made of n stars: every star is counted under exactly one reason.

    Attributes
    ----------
    usable : bool array (n,)
        Finite magnitudes and positive finite errors.
    isolated : bool array (n,)
        Usable, but without neighbours in the colour plane.
    n_magnitude_missing, n_error_missing, n_isolated, n_kept : int
        The stars without a magnitude, with magnitudes but without an error, isolated, and all others.
    """

    usable: NDArray[np.bool_]
    isolated: NDArray[np.bool_]
    n_magnitude_missing: int
    n_error_missing: int
    n_isolated: int
    n_kept: int


def isolated_points(
    points: Array, radius: float = ISOLATION_RADIUS, neighbour: int = NEIGHBOUR
) -> NDArray[np.bool_]:
    """Tell which points have fewer than `neighbour` others within `radius` robust widths.

    Distances are Euclidean after each colour is divided by its robust width. A rule on density, unlike one
    on the distance from the centre, leaves thin but populated sequences alone.

    Parameters
    ----------
    points : array (n, 2)
        Colours [mag].
    radius : float
        In robust widths; infinity calls nothing isolated.
    neighbour : int
        How many other points must lie within the radius.

    Returns
    -------
    bool array (n,)

    Raises
    ------
    TooFewStars
        There are not more than `neighbour` points.
    """
    if len(points) <= neighbour:
        raise TooFewStars(
            f"isolation is judged by {neighbour} neighbours, found {len(points)} stars; "
            "load more catalogues or lower `neighbour`"
        )
    scaled = RobustScale.of(points, ONE_SIGMA).apply(points)
    index = NearestNeighbors(n_neighbors=neighbour).fit(scaled)
    distance, _ = index.kneighbors()
    alone: NDArray[np.bool_] = distance[:, -1] > radius
    return alone


def screen(stars: Magnitudes, radius: float = ISOLATION_RADIUS) -> Screening:
    """Sort stars by whether a density can use them; see `isolated_points` for the rule."""
    magnitudes = np.column_stack([stars.y_mag, stars.j_mag, stars.h_mag])
    errors = np.column_stack([stars.y_mag_err, stars.j_mag_err, stars.h_mag_err])
    measured = np.asarray(np.isfinite(magnitudes).all(axis=1))
    usable = measured & np.asarray((np.isfinite(errors) & (errors > 0)).all(axis=1))
    isolated = np.zeros(len(stars), dtype=bool)
    isolated[usable] = isolated_points(magnitudes[usable, :2] - magnitudes[usable, 1:], radius)
    return Screening(
        usable=usable,
        isolated=isolated,
        n_magnitude_missing=int((~measured).sum()),
        n_error_missing=int((measured & ~usable).sum()),
        n_isolated=int(isolated.sum()),
        n_kept=int((usable & ~isolated).sum()),
    )
