"""What was learned: simulated stars against the real ones, photometric redshifts against true ones."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from numpy.typing import NDArray

from report.style import ACCENT, Rows, Sheet, chosen, colour_bar, density, label, note, view

_OUTLIER = 0.15


def simulated_stars(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the stars, the simulation on the same scale, and the significance of their difference."""
    figure, axes = sheet.panels(3, height=3.4, sharex=True, sharey=True)
    densities = (rows["density"], rows["simulated_density"])
    scale = LogNorm(
        min(values[values > 0].min() for values in densities), max(values.max() for values in densities)
    )
    titles = (
        f"{rows['n_star'].sum():,} stars",
        f"{rows['n_simulated'].sum():,} simulated, run {rows['run_id'][0]}",
    )
    for panel, values, title in zip(axes, densities, titles, strict=False):
        image = _gridded(panel, rows, np.where(values > 0, values, np.nan), "viridis", scale)
        panel.set_title(title)
    # A difference of counts says little where the cell holds a few stars.
    difference = np.where(rows["n_star"] >= 5, rows["significance"], np.nan)
    of_difference = _gridded(axes[2], rows, difference, "RdBu_r", Normalize(-5, 5))
    axes[2].set_title("Simulated − real")
    counted = rows["n_star"] + rows["n_simulated"] > 0
    for name, limit in (("y_minus_j", axes[0].set_xlim), ("j_minus_h", axes[0].set_ylim)):
        limit(rows[name][counted].min() - 0.05, rows[name][counted].max() + 0.05)
    label(axes, "Y − J [mag]", "J − H [mag]")
    colour_bar(figure, image, axes[:2], "Share of the sample per mag²")
    colour_bar(figure, of_difference, axes[2:], "Difference [σ]")
    return figure


def _gridded(panel: Axes, rows: Rows, values: NDArray[np.float64], cmap: str, scale: Normalize) -> AxesImage:
    x, y = np.unique(rows["y_minus_j"]), np.unique(rows["j_minus_h"])
    image = np.full((len(y), len(x)), np.nan)
    image[np.searchsorted(y, rows["j_minus_h"]), np.searchsorted(x, rows["y_minus_j"])] = values
    half_x, half_y = np.ptp(x) / (len(x) - 1) / 2, np.ptp(y) / (len(y) - 1) / 2
    extent = (x[0] - half_x, x[-1] + half_x, y[0] - half_y, y[-1] + half_y)
    return panel.imshow(
        image, origin="lower", extent=extent, aspect="auto", interpolation="nearest", cmap=cmap, norm=scale
    )


def photo_z(rows: Rows, sheet: Sheet) -> Figure:
    """Draw z_phot against z_spec, one panel a test sample, with the lines beyond which lie outliers."""
    samples = list(dict.fromkeys(rows["sample"]))[:6]
    # Not higher than wide: square panels would spread over their labels.
    figure, axes = sheet.panels(len(samples), height=2.9, sharex=True, sharey=True)
    top = view(rows["z_spec"], rows["n_cell"])[1]
    line = np.array([0, top])
    for panel, sample in zip(axes, samples, strict=True):
        cells = chosen(rows, sample=sample)
        step = float(cells["step"][0])
        image = density(
            panel,
            (cells["z_spec"], step),
            (cells["z_phot"], step),
            cells["n_cell"],
            largest=float(rows["n_cell"].max()),
        )
        panel.plot(line, line, "-", color=ACCENT, lw=1)
        for sign in (-1, 1):
            panel.plot(line, line + sign * _OUTLIER * (1 + line), ":", color=ACCENT, lw=1)
        panel.set_title(f"{sample}: {cells['n_galaxy'][0]:,} galaxies")
        figures = f"{cells['method'][0]}\nE = {cells['error'][0]:.4f}\nσ NMAD = {cells['sigma_nmad'][0]:.4f}"
        note(panel, f"{figures}\nbeyond 0.15: {100 * cells['outlier_fraction_15'][0]:.2f} %", x=0.04)
        panel.set_box_aspect(1)
    axes[0].set(xlim=(0, top), ylim=(0, top))
    label(axes, "Spectroscopic redshift", "Photometric redshift")
    colour_bar(figure, image, axes, "Galaxies in a cell")
    return figure
