"""Simulated stars beside the stars, and why their density is the one that it is."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from numpy.typing import NDArray

from report.style import ACCENT, BLUE, GREY, Rows, Sheet, colour_bar, steps

_TICKS = (1, 2, 3, 5, 7, 10, 14, 20, 40)


def simulated_stars(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the stars, the simulation on the same scale, the significance of their difference, each colour."""
    figure, axes = sheet.panels(5, height=3.4)
    planes, marginals = axes[:3], axes[3:]
    densities = (rows["density"], rows["simulated_density"])
    scale = LogNorm(
        min(values[values > 0].min() for values in densities), max(values.max() for values in densities)
    )
    titles = (
        f"{rows['n_star'].sum():,} stars",
        f"{rows['n_simulated'].sum():,} simulated, run {rows['run_id'][0]}",
    )
    for panel, values, title in zip(planes, densities, titles, strict=False):
        image = _gridded(panel, rows, np.where(values > 0, values, np.nan), "viridis", scale)
        panel.set_title(title)
    # A difference of counts says little where the cell holds a few stars.
    difference = np.where(rows["n_star"] >= 5, rows["significance"], np.nan)
    of_difference = _gridded(planes[2], rows, difference, "RdBu_r", Normalize(-5, 5))
    planes[2].set_title("Simulated − real")
    counted = rows["n_star"] + rows["n_simulated"] > 0
    for name, limit in (("y_minus_j", Axes.set_xlim), ("j_minus_h", Axes.set_ylim)):
        for panel in planes:
            limit(panel, rows[name][counted].min() - 0.05, rows[name][counted].max() + 0.05)
    for panel in planes:
        panel.set(xlabel="Y − J [mag]", ylabel="J − H [mag]")
    for panel, name, title in zip(
        marginals, ("y_minus_j", "j_minus_h"), ("Y − J [mag]", "J − H [mag]"), strict=True
    ):
        _marginal(panel, rows, name)
        panel.set(xlabel=title, ylabel="Share per mag", yscale="log", ylim=(2e-3, 60))
    marginals[0].legend(loc="upper left")
    colour_bar(figure, image, planes[:2], "Share of the sample per mag²")
    colour_bar(figure, of_difference, planes[2:], "Difference [σ]")
    return figure


def density_candidates(rows: Rows, sheet: Sheet) -> Figure:
    """Draw what held-out stars and BIC say of each number of components."""
    figure, (left, right) = sheet.panels(2, height=3.0, across=2)
    n, chosen = rows["n_component"], rows["is_chosen"] == 1
    for panel, values, errors, name in (
        (left, rows["gain"], rows["gain_err"], "Held-out log-likelihood\nper star, less the best"),
        (right, rows["bic_excess"], None, "BIC above the lowest"),
    ):
        panel.errorbar(n, values, errors, fmt="o-", color=BLUE, lw=1.2, capsize=3)
        panel.plot(n[chosen], values[chosen], "o", ms=11, mfc="none", mec=ACCENT, mew=2)
        panel.set(xlabel="Components", ylabel=name, xscale="log")
        panel.set_xticks(_TICKS, [str(k) for k in _TICKS])
        panel.set_xticks([], minor=True)
    # One and two components are far below: what matters is the flat top
    left.set_ylim(-0.03, 0.005)
    right.set_ylim(-50, 1500)
    left.set_title(f"Chosen: {', '.join(map(str, n[chosen]))}")
    return figure


def _marginal(panel: Axes, rows: Rows, name: str) -> None:
    centre = np.unique(rows[name])
    step = np.ptp(centre) / (len(centre) - 1)
    place = np.searchsorted(centre, rows[name])
    for number, colour, text in (("n_star", GREY, "stars"), ("n_simulated", ACCENT, "simulated")):
        counts = np.bincount(place, rows[number])
        steps(panel, centre, counts / counts.sum() / step, step, color=colour, label=text)


def _gridded(panel: Axes, rows: Rows, values: NDArray[np.float64], cmap: str, scale: Normalize) -> AxesImage:
    x, y = np.unique(rows["y_minus_j"]), np.unique(rows["j_minus_h"])
    image = np.full((len(y), len(x)), np.nan)
    image[np.searchsorted(y, rows["j_minus_h"]), np.searchsorted(x, rows["y_minus_j"])] = values
    half_x, half_y = np.ptp(x) / (len(x) - 1) / 2, np.ptp(y) / (len(y) - 1) / 2
    extent = (x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y)
    return panel.imshow(
        image, origin="lower", extent=extent, aspect="auto", interpolation="nearest", cmap=cmap, norm=scale
    )
