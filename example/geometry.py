"""Where the fields lie, and the gnomonic projection between pixels and the sky.

Reference: Calabretta & Greisen (2002), A&A 395, 1077, section 5.1.3 (TAN).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Measured on the real delivery: pixel scale, angle of the pixel axes, width of a tile, and source density.
PIXEL_SCALE = 0.34127  # [arcsec/pixel]
ROTATION = np.radians(29.7)
TILE_WIDTH = 12_730.0  # [pixel]
TILE_HEIGHT = 15_500.0  # [pixel]
SOURCES_PER_PIXEL = 10_000 / (12_730 * 320)
ARCSEC = np.pi / 648_000

FIRST_CENTRE = (269.6, -30.3)  # [deg]
CENTRE_STEP = 2.2  # [deg], more than the diagonal of a tile: fields do not overlap
ROWS = 10


@dataclass(frozen=True)
class Pointing:
    """The centre of a field [rad], the tangent point of its images."""

    ra: float
    dec: float


def pointing_of_field(field_id: int) -> Pointing:
    """Place fields 1, 2, ... on a grid that grows first in declination, then in right ascension."""
    column, row = divmod(field_id - 1, ROWS)
    dec = FIRST_CENTRE[1] + CENTRE_STEP * row
    ra = FIRST_CENTRE[0] + CENTRE_STEP * column / np.cos(np.radians(dec))
    return Pointing(ra=float(np.radians(ra % 360.0)), dec=float(np.radians(dec)))


def strip_height(n_source: int, crowding: float = 1.0) -> float:
    """Return the height [pixel] of a strip of sources at a multiple of the real density, at most a tile's."""
    return min(TILE_HEIGHT, n_source / (SOURCES_PER_PIXEL * TILE_WIDTH * crowding))


def sky_from_pixel(pointing: Pointing, x: Array, y: Array) -> tuple[Array, Array]:
    """Return right ascension in [0, 2 pi) and declination [rad] of positions on a tile.

    Parameters
    ----------
    pointing
        Tangent point, at the middle of the tile.
    x, y
        Pixels from the tile's lower left corner, shape (n,).
    """
    u = (x - TILE_WIDTH / 2) * PIXEL_SCALE * ARCSEC
    v = (y - TILE_HEIGHT / 2) * PIXEL_SCALE * ARCSEC
    xi = np.cos(ROTATION) * u + np.sin(ROTATION) * v
    eta = -np.sin(ROTATION) * u + np.cos(ROTATION) * v
    sin_dec, cos_dec = np.sin(pointing.dec), np.cos(pointing.dec)
    cosine = cos_dec - eta * sin_dec
    ra = pointing.ra + np.arctan2(xi, cosine)
    dec = np.arctan2(sin_dec + eta * cos_dec, np.hypot(xi, cosine))
    return np.mod(ra, 2 * np.pi), dec
