"""Tiles of the sky: HEALPix pixels, the smaller the more they hold, and what lies just outside of one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from astropy import units
from astropy_healpix import HEALPix, lonlat_to_healpix
from numpy.typing import NDArray

# Of the column by which HATS finds rows on the sky
FINEST_ORDER = 29
# The smallest tile, less than a minute of arc wide
TILE_ORDER = 12
# The width of a pixel of order 0: the root of a twelfth of the sky
_WIDTH_DEG = 58.6323


@dataclass(frozen=True)
class Box:
    """Between two meridians and two parallels [deg]; across 0 h where it begins east of where it ends."""

    ra_min: float
    ra_max: float
    dec_min: float
    dec_max: float


@dataclass(frozen=True)
class Tile:
    """A HEALPix pixel in nested order."""

    order: int
    pixel: int

    @property
    def first(self) -> int:
        """The first pixel of the finest order that lies in it."""
        return self.pixel << 2 * (FINEST_ORDER - self.order)

    @property
    def end(self) -> int:
        """The pixel after the last one."""
        return (self.pixel + 1) << 2 * (FINEST_ORDER - self.order)

    def holds(self, finest: NDArray[np.int64]) -> NDArray[np.bool_]:
        return (finest >= self.first) & (finest < self.end)

    def box(self, margin: float) -> Box:
        """Give a box that holds the tile and what lies within `margin` [deg] of it."""
        lon, lat = _sky(self.order).boundaries_lonlat([self.pixel], step=32)
        # Between the points an edge may bulge by less than a fiftieth of the tile
        room = margin + _WIDTH_DEG / (50 * 2**self.order)
        dec = lat.deg.ravel()
        dec_min, dec_max = max(-90.0, dec.min() - room), min(90.0, dec.max() + room)
        if dec_min == -90 or dec_max == 90:
            return Box(0.0, 359.9999999999999, float(dec_min), float(dec_max))
        middle = lon.deg.ravel()[0]
        ra = (lon.deg.ravel() - middle + 180) % 360 - 180
        room /= np.cos(np.radians(max(abs(dec_min), abs(dec_max))))
        if np.ptp(ra) + 2 * room >= 360:
            return Box(0.0, 359.9999999999999, float(dec_min), float(dec_max))
        west, east = (middle + ra.min() - room) % 360, (middle + ra.max() + room) % 360
        return Box(float(west), float(east), float(dec_min), float(dec_max))


@dataclass(frozen=True)
class Margin:
    """What lies within `threshold` [arcsec] of a tile, and less than a third of that further out."""

    threshold: float

    @cached_property
    def order(self) -> int:
        """Of pixels so wide that whoever is near a tile is in a pixel that touches it."""
        width = 2 * self.threshold / 3600
        return int(np.clip(np.floor(np.log2(_WIDTH_DEG / width)), 0, FINEST_ORDER))

    @property
    def reach(self) -> float:
        """How far from a tile [deg] a pixel that touches it may extend."""
        return 3 * _WIDTH_DEG / 2**self.order

    def holds(self, tile: Tile, ra: NDArray[Any], dec: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether positions [deg] are near the tile, and not in it."""
        finest = healpix(ra, dec)
        outside = np.flatnonzero(~tile.holds(finest))
        candidates = outside[self._touches(tile, finest[outside] >> 2 * (FINEST_ORDER - self.order))]
        near = np.zeros(len(ra), dtype=bool)
        near[candidates] = self._reaches(tile, ra[candidates], dec[candidates])
        return near

    def _touches(self, tile: Tile, pixels: NDArray[np.int64]) -> NDArray[np.bool_]:
        pixel, place = np.unique(pixels, return_inverse=True)
        if not len(pixel):
            return np.empty(0, dtype=bool)
        # -1 where eight neighbours are seven, of which it warns
        with np.errstate(invalid="ignore"):
            around = np.vstack([_sky(self.order).neighbours(pixel), pixel]).astype(np.int64)
        shift = 2 * (FINEST_ORDER - self.order)
        overlaps = ((around + 1) << shift > tile.first) & (around << shift < tile.end) & (around >= 0)
        touched: NDArray[np.bool_] = np.any(overlaps, axis=0)
        return touched[place]

    def _reaches(self, tile: Tile, ra: NDArray[Any], dec: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether a point of two rings about a position is in the tile: the outer one is for its corners."""
        found = np.zeros(len(ra), dtype=bool)
        for radius in (1.05, 1.3):
            for angle in np.linspace(0, 2 * np.pi, 24, endpoint=False):
                at = _moved(ra, dec, radius * self.threshold / 3600, angle)
                found |= healpix(*at, tile.order) == tile.pixel
        return found


class Counts:
    """How many rows lie in each of the smallest tiles; only those that hold any are kept."""

    def __init__(self) -> None:
        self.pixels: NDArray[np.int64] = np.empty(0, np.int64)
        self.numbers: NDArray[np.int64] = np.empty(0, np.int64)

    def add(self, ra: NDArray[Any], dec: NDArray[Any], number: NDArray[Any]) -> None:
        pixels = np.concatenate([self.pixels, healpix(ra, dec, TILE_ORDER)])
        numbers = np.concatenate([self.numbers, number])
        self.pixels, place = np.unique(pixels, return_inverse=True)
        self.numbers = np.bincount(place, numbers, len(self.pixels)).astype(np.int64)

    def at(self, order: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the pixels of a coarser order that hold rows, and how many."""
        pixels, place = np.unique(self.pixels >> 2 * (TILE_ORDER - order), return_inverse=True)
        return pixels, np.bincount(place, self.numbers, len(pixels)).astype(np.int64)

    def tiles(self, most: int) -> list[Tile]:
        """Give the largest tiles that hold at most so many rows each, or are the smallest; in order."""
        found = []
        pixels, numbers = self.pixels, self.numbers
        for order in range(TILE_ORDER + 1):
            parents, place = np.unique(pixels >> 2 * (TILE_ORDER - order), return_inverse=True)
            small = np.bincount(place, numbers, len(parents)) <= most
            if order == TILE_ORDER:
                small[:] = True
            found += [Tile(order, int(pixel)) for pixel in parents[small]]
            pixels, numbers = pixels[~small[place]], numbers[~small[place]]
        return sorted(found, key=lambda tile: tile.first)


def healpix(ra: NDArray[Any], dec: NDArray[Any], order: int = FINEST_ORDER) -> NDArray[np.int64]:
    """Give the pixels that hold positions [deg], as ``science.healpix_nested`` does one by one."""
    pixels = lonlat_to_healpix(ra * units.deg, dec * units.deg, 2**order, order="nested")
    return np.asarray(pixels, dtype=np.int64)


def _sky(order: int) -> HEALPix:
    return HEALPix(2**order, order="nested")


def _moved(
    ra: NDArray[Any], dec: NDArray[Any], distance: float, angle: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Give positions [deg] at a distance [deg] in a direction, from north through east [rad]."""
    # At a pole itself there is no north
    there, here = np.radians(distance), np.radians(np.clip(dec, -89.999999, 89.999999))
    z = np.clip(np.sin(here) * np.cos(there) + np.cos(here) * np.sin(there) * np.cos(angle), -1, 1)
    turn = np.arctan2(np.sin(angle) * np.sin(there) * np.cos(here), np.cos(there) - np.sin(here) * z)
    return (ra + np.degrees(turn)) % 360, np.degrees(np.arcsin(z))
