"""The survey on the sky: sources in HEALPix cells with the outline of their MOC, and what images saw."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from report.style import ACCENT, Rows, Sheet, chosen, colour_bar, density

Array = NDArray[Any]

# Along the longer side of the map
_N_STEP = 240
# Of the twelve faces: their southern corner counted down from the north pole and in eighths of a circle
_ROW = np.array([2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4])
_EIGHTH = np.array([1, 3, 5, 7, 0, 2, 4, 6, 1, 3, 5, 7])


def sky_map(rows: Rows, sheet: Sheet) -> Figure:
    """Draw sources per cell inside the outline of all cells, and the number of images that saw a place."""
    cells, images = chosen(rows, part="cell"), chosen(rows, part="image")
    order = int(rows["healpix_order"][0])
    corners = cell_corners(cells["number"], order)
    is_across = np.ptp(corners[..., 0]) > 180
    corners[..., 0] = _turned(corners[..., 0], is_across)
    figure, (left, right) = sheet.panels(2, height=4.2 if sheet.narrow else 4.6, across=2)
    shown = PolyCollection(
        list(corners),
        array=cells["n_source"],
        cmap="viridis",
        norm=LogNorm(1, max(2, cells["n_source"].max())),
        edgecolors="face",
        linewidths=0.3,
        rasterized=True,
    )
    left.add_collection(shown)
    left.add_collection(LineCollection(list(outline(corners)), colors=ACCENT, linewidths=1.1))
    left.set_title(f"Sources, MOC at order {order}")
    colour_bar(figure, shown, [left], "Sources in a cell")
    right.set_title("Images")
    if len(images["number"]):
        seen = _times_seen(images, is_across)
        colour_bar(figure, density(right, *seen), [right], "Images that saw it")
    for axes in (left, right):
        _frame(axes, corners)
    return figure


def cell_corners(pixel: Array, order: int) -> Array:
    """
    Give the corners of HEALPix cells in nested order, shape (n, 4, 2): right ascension, declination [deg].

    Right ascension runs on beyond 360 where a cell lies across 0 h. Gorski et al. 2005, ApJ 622, 759.
    """
    n_side = 1 << order
    pixel = np.asarray(pixel, dtype=np.int64)
    face, within = pixel >> (2 * order), pixel & (n_side * n_side - 1)
    x, y = (np.zeros_like(pixel) for _ in range(2))
    for bit in range(order):
        x |= (within >> (2 * bit) & 1) << bit
        y |= (within >> (2 * bit + 1) & 1) << bit
    middle = _place(face, x + 0.5, y + 0.5, n_side)[0][:, None]
    steps = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    ra, dec = _place(face[:, None], x[:, None] + steps[:, 0], y[:, None] + steps[:, 1], n_side)
    # A pole has any right ascension: that of the cell's middle
    ra = np.where(np.abs(dec) > 90 - 1e-9, middle, ra)
    return np.stack([middle + (ra - middle + 180) % 360 - 180, dec], axis=-1)


def _place(face: Array, x: Array, y: Array, n_side: int) -> tuple[Array, Array]:
    """Give right ascension and declination [deg] of places on faces, counted in pixels along their sides."""
    ring = _ROW[face] * n_side - x - y
    from_pole = np.minimum(np.minimum(ring, 4 * n_side - ring), n_side)
    z = np.where(
        from_pole < n_side,
        np.sign(2 * n_side - ring) * (1 - from_pole**2 / (3 * n_side**2)),
        2 / 3 * (2 * n_side - ring) / n_side,
    )
    ra = 45 * (_EIGHTH[face] + (x - y) / np.maximum(from_pole, 1e-9))
    return ra % 360, np.degrees(np.arcsin(np.clip(z, -1, 1)))


def outline(corners: Array) -> Array:
    """Give the sides that only one cell has, shape (n, 2, 2), of cells with corners of shape (m, 4, 2)."""
    sides = np.stack([corners, np.roll(corners, -1, axis=1)], axis=2).reshape(-1, 2, 2)
    # The same corner from two cells differs by rounding
    keys = np.rint(sides * 1e7).astype(np.int64)
    lower = np.lexsort((keys[..., 1], keys[..., 0]), axis=1)[:, :1] == 0
    ordered = np.where(lower[..., None], keys, keys[:, ::-1]).reshape(-1, 4)
    _, place, number = np.unique(ordered, axis=0, return_index=True, return_counts=True)
    found: Array = sides[place[number == 1]]
    return found


def _times_seen(images: Rows, is_across: bool) -> tuple[tuple[Array, float], tuple[Array, float], Array]:
    """Count on a grid how many outlines hold a place: right ascensions, declinations, and the numbers."""
    ra, dec = _turned(images["ra"], is_across), images["dec"]
    step = max(np.ptp(ra), np.ptp(dec)) / _N_STEP or 1.0
    across = np.arange(ra.min(), ra.max() + step, step)
    up = np.arange(dec.min(), dec.max() + step, step)
    number = np.zeros((len(up), len(across)))
    begins = np.flatnonzero(np.diff(images["number"], prepend=-1))
    for corners in np.split(np.column_stack([ra, dec]), begins[1:]):
        (low_x, low_y), (high_x, high_y) = corners.min(axis=0), corners.max(axis=0)
        inside = np.ix_((up >= low_y) & (up <= high_y), (across >= low_x) & (across <= high_x))
        grid = np.meshgrid(across[inside[1].ravel()], up[inside[0].ravel()])
        places = np.column_stack([values.ravel() for values in grid])
        number[inside] += Path(corners).contains_points(places, radius=1e-12).reshape(grid[0].shape)
    row, column = np.nonzero(number)
    if not len(row):
        # Outlines thinner than the grid: each at its first corner
        return (ra[begins], step), (dec[begins], step), np.ones(len(begins))
    return (across[column], step), (up[row], step), number[row, column]


def _turned(ra: Array, is_across: bool) -> Array:
    return np.where((ra > 180) & is_across, ra - 360, ra)


def _frame(axes: Axes, corners: Array) -> None:
    """Show the same part of the sky in each panel, east to the left, scales equal."""
    axes.use_sticky_edges = False
    axes.margins(0.06)
    axes.update_datalim(corners.reshape(-1, 2))
    axes.autoscale_view()
    dec = float(np.mean(corners[..., 1]))
    axes.set_aspect(1 / max(0.1, np.cos(np.radians(dec))), adjustable="datalim")
    axes.invert_xaxis()
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.set_xlabel("Right ascension [deg]")
    axes.set_ylabel("Declination [deg]")
