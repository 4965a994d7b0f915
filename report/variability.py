"""R3: how far sources deviate from their mean flux, and the light curves of the strongest."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from report.style import (
    ACCENT,
    BLUE,
    Rows,
    Sheet,
    by_field,
    chosen,
    colour_bar,
    dates,
    density,
    label,
    note,
    powers,
    unmeasured,
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
    for panel in axes:
        powers(panel.yaxis)
    label(axes, "Mean Ks [mag]", "Deviation from the mean [σ]")
    colour_bar(figure, image, axes, "Sources in a cell")
    return figure


def light_curves(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the light curves of the strongest with their errors, one panel a source."""
    return _curves(rows, sheet, "max_deviation", "mag_err")


def curves_above_floor(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the light curves of what varies above the floor: thick errors as quoted, thin ones with floor."""
    return _curves(rows, sheet, "score", "mag_err_with_floor")


def _curves(rows: Rows, sheet: Sheet, strength: str, whole_error: str) -> Figure:
    sources = list(dict.fromkeys(rows["source_id"]))
    figure, axes = sheet.panels(len(sources), height=2.3, sharex=True)
    for panel, source_id in zip(axes, sources, strict=True):
        curve = chosen(rows, source_id=source_id)
        panel.plot(curve["mjd"], curve["mag"], "-", color="0.8", lw=1, zorder=1)
        panel.errorbar(
            curve["mjd"], curve["mag"], curve[whole_error], fmt="none", ecolor=BLUE, elinewidth=0.8, capsize=2
        )
        _points(panel, curve["mjd"], curve["mag"], curve["mag_err"], BLUE)
        panel.set_title(f"{source_id}, field {curve['field_id'][0]}: {curve[strength][0]:,.0f}σ")
        unmeasured(panel, curve["mjd"][np.isnan(curve["mag"])])
        middle, half = _middle(curve["mag"])
        upside_down(panel, (middle - half, middle + half))
        panel.margins(x=0.08)
        dates(panel)
    label(axes, "Modified Julian date [d]", "Ks [mag]")
    return figure


def _points(panel: Axes, x: NDArray[Any], mag: NDArray[Any], mag_err: NDArray[Any], colour: str) -> None:
    panel.errorbar(x, mag, mag_err, fmt="o", color=colour, ms=3.5, elinewidth=1.8)


def _middle(mag: NDArray[Any]) -> tuple[float, float]:
    """Give the middle of a light curve and what to show on either side, at least a quarter of a magnitude."""
    low, high = np.nanmin(mag), np.nanmax(mag)
    return (low + high) / 2, max(0.25, 0.7 * (high - low))
