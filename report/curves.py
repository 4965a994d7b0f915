"""Light curves of chosen sources under each calibration, as one PNG: ``python -m report curves``."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
import psycopg
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from db.statement import statement
from report.faults import NoLightCurve
from report.rows import rows_of
from report.style import ACCENT, STYLE, Rows, Sheet, chosen, label, upside_down

# Each calibration's marker and colour, and how far it stands beside its date, as a share of the time span
LOOKS = {"raw": ("s", "0.6", -0.02), "catalogue": ("o", "#31688e", 0.0), "tied": ("D", ACCENT, 0.02)}
DPI = 110


def write_curves(connection: psycopg.Connection, path: Path, source_ids: Sequence[int]) -> None:
    """Draw the light curves of sources in Ks, in the order given, and write them as PNG.

    Raises
    ------
    NoLightCurve
        A source has no epoch in Ks.
    OSError
        The file cannot be written.
    """
    rows = rows_of(connection, statement("report/calibrated_curve"), {"source_ids": list(source_ids)})
    missing = sorted(set(source_ids) - set(rows["source_id"].tolist()))
    if missing:
        raise NoLightCurve(
            f"no light curve in Ks of {', '.join(map(str, missing))}, expected sources with one; find some:"
            " SELECT source_id FROM science.variable_sources(20)"
        )
    with mpl.rc_context(STYLE):
        figure = light_curves(rows, source_ids)
        figure.savefig(path, format="png", dpi=DPI, metadata={"Software": None})


def light_curves(rows: Rows, source_ids: Sequence[int]) -> Figure:
    """Draw one panel a source: magnitudes upside down, thick errors as quoted, thin ones with the floor."""
    figure, axes = Sheet(narrow=False).panels(len(source_ids), height=2.5, sharex="all")
    for panel, source_id in zip(axes, source_ids, strict=True):
        curve = chosen(rows, source_id=source_id)
        span = max(float(np.ptp(curve["mjd"])), 1.0)
        for calibration, (marker, colour, shift) in LOOKS.items():
            under = chosen(curve, calibration=calibration)
            if len(under["mjd"]):
                _draw(panel, under, calibration, marker, colour, shift * span)
        panel.set_title(_title(curve, source_id), fontsize=9)
        panel.margins(x=0.12, y=0.16)
        panel.locator_params(axis="x", nbins=4)
        panel.ticklabel_format(axis="x", useOffset=False, style="plain")
        upside_down(panel)
    label(axes, "Modified Julian date [d]", "Ks [mag]")
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper center", ncols=len(names))
    return figure


def _draw(panel: Axes, curve: Rows, calibration: str, marker: str, colour: str, shift: float) -> None:
    mjd = curve["mjd"] + shift
    panel.plot(mjd, curve["mag"], "-", color=colour, lw=0.8, alpha=0.5)
    panel.errorbar(
        mjd, curve["mag"], curve["mag_err_with_floor"], fmt="none", ecolor=colour, elinewidth=0.9, capsize=3
    )
    filled = "none" if calibration == "raw" else colour
    panel.errorbar(
        mjd, curve["mag"], curve["mag_err"], fmt=marker, color=colour, mfc=filled, ms=4, elinewidth=2.2,
        label=calibration,
    )  # fmt: skip


def _title(curve: Rows, source_id: int) -> str:
    quoted = chosen(curve, calibration="catalogue")["max_deviation"][0]
    title = f"Source {source_id}: {quoted:,.0f}σ"
    tied = chosen(curve, calibration="tied")["max_deviation_with_floor"]
    return title + (f", tied with floor {tied[0]:.1f}σ" if len(tied) and np.isfinite(tied[0]) else "")
