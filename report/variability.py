"""R3: how far sources deviate from their mean flux, and the light curves of the strongest."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Transform, blended_transform_factory
from numpy.typing import NDArray

from report.style import (
    ACCENT,
    Rows,
    Sheet,
    by_field,
    chosen,
    colour_bar,
    density,
    label,
    note,
    upside_down,
    view,
)


def deviations(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the strongest deviation against mean magnitude, one panel a field, with R3's threshold."""
    fields = list(by_field(rows))
    figure, axes = sheet.panels(len(fields), height=3.1, sharex=True, sharey=True)
    for panel, (field_id, cells) in zip(axes, fields, strict=True):
        image = density(
            panel,
            (cells["mean_mag"], float(cells["mag_step"][0])),
            (cells["log_deviation"], float(cells["log_deviation_step"][0])),
            cells["n_source"],
            largest=float(rows["n_source"].max()),
        )
        panel.axhline(np.log10(20), color=ACCENT, ls="--", lw=1)
        note(panel, f"{cells['n_variable'].sum():,} above 20σ")
        panel.set_title(f"Field {field_id}")
    axes[0].set_xlim(view(rows["mean_mag"], rows["n_source"]))
    axes[0].set_ylim(np.log10(5), rows["log_deviation"].max() + 0.1)
    label(axes, "Mean Ks [mag]", "log₁₀ deviation from the mean [σ]")
    colour_bar(figure, image, axes, "Sources in a cell")
    return figure


def light_curves(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the light curves of the strongest, one panel a source."""
    sources = list(dict.fromkeys(rows["source_id"]))
    figure, axes = sheet.panels(len(sources), height=2.3, sharex=True)
    for panel, source_id in zip(axes, sources, strict=True):
        curve = chosen(rows, source_id=source_id)
        panel.plot(curve["mjd"], curve["mag"], "-", color="0.8", lw=1, zorder=1)
        panel.errorbar(
            curve["mjd"], curve["mag"], curve["mag_err"], fmt="o", color="#31688e", ms=5, capsize=2
        )
        panel.set_title(
            f"Source {source_id}, field {curve['field_id'][0]}: {curve['max_deviation'][0]:.0f}σ", fontsize=9
        )
        unmeasured = curve["mjd"][np.isnan(curve["mag"])]
        panel.plot(
            unmeasured, np.full(len(unmeasured), 0.07), "v", mfc="none", color=ACCENT, transform=_low(panel)
        )
        middle, half = _middle(curve["mag"])
        upside_down(panel, (middle - half, middle + half))
        panel.margins(x=0.08)
        panel.locator_params(axis="x", nbins=4)
        panel.ticklabel_format(axis="x", useOffset=False, style="plain")
    label(axes, "Modified Julian date [d]", "Ks [mag]")
    return figure


def _low(panel: Axes) -> Transform:
    """Dates along the axis, heights as shares of the panel."""
    return blended_transform_factory(panel.transData, panel.transAxes)


def _middle(mag: NDArray[Any]) -> tuple[float, float]:
    """Give the middle of a light curve and what to show on either side, at least a quarter of a magnitude."""
    low, high = np.nanmin(mag), np.nanmax(mag)
    return (low + high) / 2, max(0.25, 0.7 * (high - low))
