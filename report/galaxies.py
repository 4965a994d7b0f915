"""Figures of galaxies, their colours, and how good photometric redshifts are."""

from __future__ import annotations

from typing import Any

import numpy as np
import psycopg
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ml.figures import BLUE, GREY, ORANGE, columns

LABELS = ("r  [mag]", "u − g  [mag]", "g − r  [mag]", "r − i  [mag]", "i − z  [mag]", "$z_{spec}$")
SHORT = ("r", "u−g", "g−r", "r−i", "i−z")
# All but one in a hundred: a few galaxies with absurd colours would shrink the others to a point
SHOWN = (0.5, 99.5)
N_BIN = 45

_GALAXIES = (
    "SELECT mag_r, u_minus_g, g_minus_r, r_minus_i, i_minus_z, z_spec FROM science.galaxy_photometry"
    " WHERE sample = %s AND mag_r + u_minus_g + g_minus_r + r_minus_i + i_minus_z + z_spec IS NOT NULL"
)
_TRUTH = (
    "SELECT z_spec, z_phot, deviation, pit FROM science.photo_z_truth"
    " WHERE run_id = %s AND sample = %s AND z_spec IS NOT NULL"
)
_QUALITY = (
    "SELECT method, training_sample, n_galaxy, error, sigma_nmad, bias, outlier_fraction_15,"
    " coverage_68, pit_distance FROM science.photo_z_quality WHERE run_id = %s AND sample = %s"
)
_METHODS = (
    "SELECT a.method, a.error_mean, coalesce(a.error_stddev, 0), b.error_mean, a.n_seed"
    " FROM science.photo_z_method AS a"
    " INNER JOIN science.photo_z_method AS b"
    " ON b.method = a.method AND b.training_sample = a.training_sample AND b.role = 'training'"
    " WHERE a.training_sample = %s AND a.sample = %s ORDER BY a.error_mean DESC"
)
_COMPONENTS = (
    "SELECT explained_variance, explained_so_far, training_error, test_error, mag_r, u_minus_g,"
    " g_minus_r, r_minus_i, i_minus_z FROM science.colour_component WHERE run_id = %s ORDER BY component"
)


def pairs(connection: psycopg.Connection, sample: str) -> Figure:
    """Draw magnitude, colours and redshift of a sample against one another, as densities."""
    values = columns(connection, _GALAXIES, [sample])
    limits = [_limits(column) for column in values]
    n = len(values)
    figure = Figure(figsize=(14, 13))
    axes = figure.subplots(n, n)
    for row in range(n):
        for column in range(n):
            axis = axes[row, column]
            if column > row:
                axis.axis("off")
                continue
            if column == row:
                axis.hist(values[row], np.linspace(*limits[row], N_BIN), color=BLUE, alpha=0.75)
                axis.set_yticks([])
            else:
                _density(axis, values[column], values[row], limits[column], limits[row])
                axis.set_ylim(limits[row])
            axis.set_xlim(limits[column])
            axis.tick_params(labelbottom=row == n - 1, labelleft=column == 0 and row > 0, labelsize=10)
            axis.set_xlabel(LABELS[column] if row == n - 1 else "")
            axis.set_ylabel(LABELS[row] if column == 0 and row > 0 else "")
    figure.suptitle(
        f"{sample}: {len(values[0]):,} galaxies, 99 % of each shown,\ndensity on a logarithmic scale",
        x=0.65,
        y=0.95,
        size=18,
    )
    return figure


def quality(connection: psycopg.Connection, run_id: int, sample: str) -> Figure:
    """Draw photometric against spectroscopic redshifts, the residuals, and the PIT."""
    z_spec, z_phot, deviation, pit = columns(connection, _TRUTH, [run_id, sample])
    found = connection.execute(_QUALITY, [run_id, sample]).fetchone()
    assert found is not None
    method, training, n, error, scatter, bias, outliers, coverage, distance = found
    figure = Figure(figsize=(15, 7.6))
    halves: Any = figure.subfigures(1, 2, width_ratios=(1.15, 1))
    left, right = halves
    limits = (0.0, float(np.percentile(np.concatenate([z_spec, z_phot]), 99.7)))
    axis = left.subplots()
    image = _density(axis, z_spec, z_phot, limits, limits, 110)
    z = np.array(limits)
    axis.plot(z, z, color="black", lw=1.2)
    for width, style in ((0.05, "--"), (0.15, ":")):
        for sign in (-1, 1):
            label = f"± {width:g} (1 + z)" if sign > 0 else None
            axis.plot(z, z + sign * width * (1 + z), color=ORANGE, ls=style, lw=1.6, label=label)
    axis.set(xlabel="$z_{spec}$", ylabel="$z_{phot}$", xlim=limits, ylim=limits, aspect="equal")
    axis.legend(frameon=True, framealpha=0.85, edgecolor="none", loc="lower right")
    axis.set_title(f"{method}: {training} → {sample}, {n:,} galaxies", loc="left")
    text = (
        f"E = {error:.4f}\n$\\sigma_{{NMAD}}$ = {scatter:.4f}\nbias = {bias:+.4f}\n"
        f"outliers (0.15) = {100 * outliers:.2f} %"
    )
    axis.text(0.04, 0.96, text, transform=axis.transAxes, va="top", size=14,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85},
    )  # fmt: skip
    left.colorbar(image, ax=axis, label="galaxies per cell", shrink=0.8, pad=0.01)
    top, bottom = right.subplots(2, 1)
    _residuals(top, z_spec, deviation, limits)
    _pit(bottom, pit, coverage, distance)
    return figure


def methods(connection: psycopg.Connection, training: str, sample: str) -> Figure:
    """Draw the errors of all methods on the training and the test sample."""
    rows = connection.execute(_METHODS, [training, sample]).fetchall()
    figure = Figure(figsize=(11, 0.55 * len(rows) + 2))
    axis = figure.subplots()
    place = np.arange(len(rows))
    names = [f"{row[0].replace('_', ' ')} ({row[4]})" for row in rows]
    axis.hlines(place, [row[3] for row in rows], [row[1] for row in rows], color=GREY, lw=1)
    axis.plot(
        [row[3] for row in rows], place, "o", mfc="none", mec=GREY, ms=9, label=f"{training} (training)"
    )
    axis.errorbar(
        [row[1] for row in rows], place, xerr=[row[2] for row in rows], fmt="o", color=BLUE, ms=9, capsize=4,
        label=f"{sample} (test), spread over seeds",
    )  # fmt: skip
    axis.set_yticks(place, names)
    axis.set_xlim(left=0)
    axis.set_xlabel("E = median |$z_{spec}$ − $z_{phot}$| / (1 + $z_{spec}$)")
    axis.set_title("method (seeds): what it remembers, and what it knows", loc="left")
    axis.legend(frameon=False, loc="lower left")
    axis.grid(axis="x", alpha=0.3)
    return figure


def components(connection: psycopg.Connection, run_id: int) -> Figure:
    """Draw the principal components: variance, directions, and the error of regression on the first."""
    explained, so_far, training_error, test_error, *axes = columns(connection, _COMPONENTS, [run_id])
    place = np.arange(1, len(explained) + 1)
    figure = Figure(figsize=(16, 5.2))
    variance, direction, error = figure.subplots(1, 3)
    variance.bar(place, explained, color=BLUE)
    variance.plot(place, so_far, "o-", color=ORANGE, label="so far")
    for x, share in zip(place, so_far, strict=True):
        variance.annotate(
            f"{100 * share:.1f} %", (x, share), (0, -18), textcoords="offset points", ha="center"
        )
    variance.set(xlabel="component", ylabel="share of the variance", ylim=(0, 1.15), xticks=place)
    variance.set_title("what they explain", loc="left")
    matrix = np.array(axes)
    image = direction.imshow(matrix, cmap="RdBu_r", vmin=-1, vmax=1, aspect="auto")
    for (row, column), part in np.ndenumerate(matrix):
        shade = "white" if abs(part) > 0.6 else "black"
        direction.text(column, row, f"{part:+.2f}", ha="center", va="center", color=shade, size=12)
    direction.set_xticks(place - 1, [str(k) for k in place])
    direction.set_yticks(range(len(SHORT)), SHORT)
    direction.set_xlabel("component")
    direction.set_title("what they are made of", loc="left")
    figure.colorbar(image, ax=direction, pad=0.01)
    error.plot(place, training_error, "o--", color=GREY, label="training")
    error.plot(place, test_error, "o-", color=BLUE, label="test")
    error.set(xlabel="components used", ylabel="E of a linear regression", xticks=place)
    error.set_ylim(bottom=0)
    error.set_title("whether fewer suffice", loc="left")
    error.legend(frameon=False)
    return figure


def _limits(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.percentile(values, SHOWN)
    return float(low), float(high)


def _density(
    axis: Any,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    x_limits: tuple[float, float],
    y_limits: tuple[float, float],
    n_bin: int = 70,
) -> Any:
    counts, x_edges, y_edges = np.histogram2d(x, y, bins=n_bin, range=(x_limits, y_limits))
    shown = np.where(counts > 0, counts, np.nan).T
    return axis.pcolormesh(x_edges, y_edges, shown, norm=LogNorm(1, max(counts.max(), 2)), rasterized=True)


def _residuals(
    axis: Any, z_spec: NDArray[np.float64], deviation: NDArray[np.float64], limits: tuple[float, float]
) -> None:
    _density(axis, z_spec, deviation, limits, (-0.16, 0.16), 90)
    # As many galaxies in each bin, so that each median is as well known
    edges = np.unique(np.percentile(z_spec[z_spec < limits[1]], np.linspace(0, 100, 25)))
    inside = np.digitize(z_spec, edges[1:-1])
    groups = [deviation[inside == k] for k in range(len(edges) - 1)]
    centres = [np.median(z_spec[inside == k]) for k in range(len(edges) - 1)]
    low, middle, high = np.array([np.percentile(group, (16, 50, 84)) for group in groups]).T
    axis.plot(centres, middle, color=ORANGE, lw=2.2, label="median")
    axis.plot(centres, low, color=ORANGE, lw=1.4, ls="--", label="16 and 84 %")
    axis.plot(centres, high, color=ORANGE, lw=1.4, ls="--")
    axis.axhline(0, color="black", lw=1)
    axis.set(xlabel="$z_{spec}$", ylabel="Δz / (1 + $z_{spec}$)", xlim=limits)
    axis.legend(frameon=False, ncols=2, loc="upper right")


def _pit(axis: Any, pit: NDArray[np.float64], coverage: float, distance: float) -> None:
    n_bin = 25
    pit = pit[np.isfinite(pit)]
    counts, edges = np.histogram(pit, n_bin, (0, 1))
    expected = len(pit) / n_bin
    axis.stairs(counts / expected, edges, fill=True, color=BLUE, alpha=0.75)
    axis.axhline(1, color="black", lw=1)
    band = 2 / np.sqrt(expected)
    axis.axhspan(1 - band, 1 + band, color=GREY, alpha=0.35, lw=0, label="2 counting errors")
    axis.legend(frameon=False, loc="lower right")
    axis.set(
        xlabel="PIT",
        ylabel="relative to uniform",
        xlim=(0, 1),
        ylim=(0, max(1.6, 1.1 * counts.max() / expected)),
    )
    axis.set_title(
        f"68 % intervals hold {100 * coverage:.1f} %, KS distance {distance:.4f}",
        loc="left", size=12,
    )  # fmt: skip
