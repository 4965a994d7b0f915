"""Figures of the simulated stars beside the stars."""

from __future__ import annotations

from typing import Any

import numpy as np
import psycopg
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ml.figures import BLUE, GREY, ORANGE, columns
from ml.reading import STAR_CHOICES

N_CELL = 60
Y_MINUS_J, J_MINUS_H = "Y − J  [mag]", "J − H  [mag]"
# Colours over these many decades below the densest cell
DECADES = 3.5
# Cells that differ by more are shown as by this many counting errors
SIGNIFICANT = 4.0
TICKS = (1, 2, 3, 5, 7, 10, 14, 20, 40)

_GRID = (
    "SELECT y_minus_j, j_minus_h, density, simulated_density, significance"
    " FROM science.star_density(%s, %s) ORDER BY y_minus_j, j_minus_h"
)
_CHOICE = (
    "SELECT (SELECT value FROM survey.model_parameter WHERE run_id = %(run)s AND name = 'stars'),"
    " (SELECT value FROM survey.model_metric WHERE run_id = %(run)s AND name = 'n_component')"
)
_STARS = "SELECT y_minus_j, j_minus_h FROM science.star_colours WHERE {}"
_SIMULATED = "SELECT y_minus_j, j_minus_h FROM science.simulated_colours WHERE run_id = %s"
_CANDIDATES = (
    "SELECT n_component, bic, gain, gain_err, is_chosen::integer FROM science.density_choice"
    " WHERE run_id = %s AND bic IS NOT NULL ORDER BY n_component"
)


def plane(connection: psycopg.Connection, run_id: int) -> Figure:
    """Draw stars and simulation in the colour plane, their difference, and the marginals."""
    stars, n_component = connection.execute(_CHOICE, {"run": run_id}).fetchone() or ("each", 0)
    x, y, real, simulated, significance = (
        column.reshape(N_CELL, N_CELL).T for column in columns(connection, _GRID, [run_id, N_CELL])
    )
    real_colours = columns(connection, _STARS.format(STAR_CHOICES[stars]), [])
    simulated_colours = columns(connection, _SIMULATED, [run_id])
    figure = Figure(figsize=(15, 9.5))
    axes = figure.subplots(2, 3, height_ratios=(1.6, 1))
    norm = LogNorm(real.max() / 10**DECADES, real.max())
    levels = real.max() / 10 ** np.arange(2.4, 0.2, -0.5)
    titles = (
        f"{len(real_colours[0]):,} stars",
        f"{len(simulated_colours[0]):,} simulated, {n_component:.0f} components",
    )
    for axis, density, title in zip(axes[0], (real, simulated), titles, strict=False):
        image = axis.pcolormesh(x, y, np.where(density > 0, density, np.nan), norm=norm, rasterized=True)
        axis.contour(x, y, _smooth(_smooth(density)), levels=levels, colors="white", linewidths=0.9)
        _label(axis, title)
    figure.colorbar(image, ax=axes[0, :2], label="density  [mag$^{-2}$]", pad=0.01)
    difference = axes[0, 2].pcolormesh(
        x, y, significance, cmap="RdBu_r", vmin=-SIGNIFICANT, vmax=SIGNIFICANT, rasterized=True
    )
    _label(axes[0, 2], "simulated − stars")
    figure.colorbar(difference, ax=axes[0, 2], label="difference  [counting errors]", pad=0.01)
    _marginal(axes[1, 0], real_colours[0], simulated_colours[0], (x.min(), x.max()), Y_MINUS_J)
    _marginal(axes[1, 1], real_colours[1], simulated_colours[1], (y.min(), y.max()), J_MINUS_H)
    sums = real_colours[0] + real_colours[1], simulated_colours[0] + simulated_colours[1]
    _marginal(axes[1, 2], *sums, (-1.0, 2.2), "Y − H  [mag]")
    axes[1, 0].legend(frameon=False, loc="upper left")
    return figure


def choice(connection: psycopg.Connection, run_id: int) -> Figure | None:
    """Draw what held-out stars and BIC say of each number of components; None for a run that did not ask."""
    n, bic, gain, gain_err, is_chosen = columns(connection, _CANDIDATES, [run_id])
    if not len(n):
        return None
    figure = Figure(figsize=(12, 4.8))
    left, right = figure.subplots(1, 2)
    chosen = is_chosen == 1
    for axis, values, errors, label in (
        (left, gain, gain_err, "held-out log-likelihood per star,\nrelative to the best"),
        (right, bic - bic.min(), None, "BIC, above the lowest"),
    ):
        axis.errorbar(n, values, errors, fmt="o-", color=BLUE, ms=5, lw=1.2, capsize=3)
        axis.plot(n[chosen], values[chosen], "o", ms=13, mfc="none", mec=ORANGE, mew=2.2)
        axis.set(xlabel="components", ylabel=label, xscale="log")
        axis.set_xticks(TICKS, [str(k) for k in TICKS])
        axis.minorticks_off()
    left.set_ylim(-0.03, 0.005)
    right.set_ylim(-50, 1500)
    left.set_title(f"chosen: {n[chosen][0]:.0f}, the smallest within one error of the best", loc="left")
    return figure


def _label(axis: Any, title: str) -> None:
    axis.set(xlabel=Y_MINUS_J, ylabel=J_MINUS_H, title=title)


def _marginal(
    axis: Any,
    real: NDArray[np.float64],
    simulated: NDArray[np.float64],
    limits: tuple[float, float],
    label: str,
) -> None:
    bins = np.linspace(*limits, 81)
    axis.hist(real, bins, density=True, color=GREY, alpha=0.45, label="stars")
    axis.hist(simulated, bins, density=True, histtype="step", color=ORANGE, lw=1.8, label="simulated")
    axis.set(xlabel=label, ylabel="density  [mag$^{-1}$]", xlim=limits, yscale="log", ylim=(2e-3, 8))


def _smooth(density: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average over neighbouring cells, so that contours follow the density and not the counts' noise."""
    padded = np.pad(density, 1, mode="edge")
    weights = ((1, 2, 1), (2, 4, 2), (1, 2, 1))
    rows, width = density.shape
    total = np.zeros_like(density)
    for i, row in enumerate(weights):
        for j, weight in enumerate(row):
            total += weight * padded[i : i + rows, j : j + width]
    return total / 16.0
