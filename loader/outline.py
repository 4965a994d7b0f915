"""The outline of an image: the convex hull of its detections, beyond which nothing was observed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Beyond, a plane that touches the sky no longer holds the image; the same in upkeep.recomputed_outline
RADIUS_MAX = 80.0
# Extremes in so many directions leave few detections outside the polygon that they make
N_DIRECTION = 16

Positions = NDArray[np.float64]


@dataclass(frozen=True)
class Outline:
    """
    Where an image looked.

    Attributes
    ----------
    ra_centre, dec_centre : float
        Mean direction of the detections [deg].
    radius : float
        Distance of the farthest from it [deg].
    vertices : list of float
        Right ascension and declination of the hull's corners by turns [deg], against the clock.
    """

    ra_centre: float
    dec_centre: float
    radius: float
    vertices: list[float]


def outline(ra: Positions, dec: Positions) -> Outline | None:
    """Give the outline of positions [deg], shape (n,); None where they lie on more than half the sky."""
    alpha, delta = np.radians(ra), np.radians(dec)
    vectors = np.array([np.cos(delta) * np.cos(alpha), np.cos(delta) * np.sin(alpha), np.sin(delta)])
    mean = vectors.mean(axis=1)
    length = float(np.linalg.norm(mean))
    if length == 0:
        return None
    centre = mean / length
    alpha_0, delta_0 = np.arctan2(centre[1], centre[0]), np.arctan2(centre[2], np.hypot(centre[0], centre[1]))
    east = np.array([-np.sin(alpha_0), np.cos(alpha_0), 0])
    north = np.array([
        -np.sin(delta_0) * np.cos(alpha_0), -np.sin(delta_0) * np.sin(alpha_0), np.cos(delta_0)
    ])  # fmt: skip
    xi, eta, depth = east @ vectors, north @ vectors, centre @ vectors
    radius = float(np.degrees(np.arctan2(np.hypot(xi, eta), depth).max()))
    if radius >= RADIUS_MAX:
        return None
    corners = _hull(xi / depth, eta / depth)
    vertices = np.column_stack([ra[corners], dec[corners]]).ravel()
    return Outline(float(np.degrees(alpha_0) % 360), float(np.degrees(delta_0)), radius, vertices.tolist())


def _hull(x: Positions, y: Positions) -> list[int]:
    """Give the corners of the convex hull of points, shape (n,), against the clock (Andrew 1979)."""
    candidates = _outside(x, y)
    order = candidates[np.lexsort((y[candidates], x[candidates]))]
    points = [(int(i), float(x[i]), float(y[i])) for i in order]
    return [corner[0] for corner in (*_chain(points), *_chain(points[::-1]))] or [points[0][0]]


def _chain(points: list[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Give the corners on the right of points that stand in order, without the last."""
    chain: list[tuple[int, float, float]] = []
    for point in points:
        while len(chain) >= 2 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        if not chain or chain[-1][1:] != point[1:]:
            chain.append(point)
    return chain[:-1]


def _turn(a: tuple[int, float, float], b: tuple[int, float, float], c: tuple[int, float, float]) -> float:
    """Give twice the area of a triangle, positive against the clock."""
    return (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])


def _outside(x: Positions, y: Positions) -> NDArray[np.intp]:
    """Give the points that do not lie within the polygon of the extremes in a few directions."""
    angles = 2 * np.pi * np.arange(N_DIRECTION) / N_DIRECTION
    u, v = _rounded(x, y)
    corners = np.array([np.argmax(np.cos(a) * u + np.sin(a) * v) for a in angles])
    is_outside = np.zeros(len(x), dtype=bool)
    for a, b in zip(corners, np.roll(corners, -1), strict=True):
        if a != b:
            is_outside |= (x[b] - x[a]) * (y - y[a]) <= (y[b] - y[a]) * (x - x[a])
    is_outside[corners] = True
    return np.flatnonzero(is_outside)


def _rounded(x: Positions, y: Positions) -> Positions:
    """Make points as broad as they are long, shape (2, n); of a narrow strip all directions see the ends."""
    offsets = np.array([x - x.mean(), y - y.mean()])
    spread, axes = np.linalg.eigh(offsets @ offsets.T)
    axes[:, 0] *= np.sign(np.linalg.det(axes))  # turned, not mirrored
    stretched: Positions = axes.T @ offsets / np.sqrt(np.where(spread > 0, spread, 1))[:, None]
    return stretched
