"""Folded light curves: one panel a source, two cycles side by side."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
import psycopg
from matplotlib.figure import Figure

from db.statement import statement
from report.faults import NoLightCurve
from report.rows import rows_of
from report.style import BLUE, STYLE, Rows, Sheet, chosen, label, plain, png, upside_down

_PANEL_HEIGHT = 2.0


def write_folded(
    connection: psycopg.Connection, path: Path, source_ids: Sequence[int], period: float = 0.0
) -> None:
    """Draw the folded light curves of sources in Ks, in the order given, and write them as PNG.

    Parameters
    ----------
    connection : psycopg.Connection
    path : pathlib.Path
    source_ids : sequence of int
    period : float
        What they are folded with [d]; 0 for the first that the latest run found for each.

    Raises
    ------
    NoLightCurve
        A source has no epoch in Ks, or no period was found for it and none is given.
    """
    asked = {"source_ids": list(source_ids), "period": period}
    rows = rows_of(connection, statement("report/folded_source"), asked)
    missing = sorted(set(source_ids) - set(rows["source_id"].tolist()))
    if missing:
        raise NoLightCurve(
            f"no folded light curve in Ks of {', '.join(map(str, missing))}, expected sources with a period;"
            " find some: SELECT source_id FROM science.periodic_source, or give one: --period DAYS"
        )
    with mpl.rc_context(STYLE):
        path.write_bytes(png(_draw(rows, Sheet(narrow=False), source_ids)))


def folded_curves(rows: Rows, sheet: Sheet) -> Figure:
    """Draw folded light curves in the order of their rows."""
    return _draw(rows, sheet, list(dict.fromkeys(rows["source_id"].tolist())))


def _draw(rows: Rows, sheet: Sheet, source_ids: Sequence[int]) -> Figure:
    figure, axes = sheet.panels(len(source_ids), height=_PANEL_HEIGHT, sharex=True)
    for panel, source_id in zip(axes, source_ids, strict=True):
        curve = chosen(rows, source_id=source_id)
        phase = np.concatenate([curve["phase"], curve["phase"] + 1])
        panel.errorbar(
            phase, np.tile(curve["mag"], 2), np.tile(curve["mag_err"], 2), fmt="o", color=BLUE, ms=3,
            elinewidth=0.8,
        )  # fmt: skip
        panel.axvline(1, color="0.8", lw=0.8, zorder=0)
        panel.set_title(_title(curve, source_id))
        panel.set_xlim(0, 2)
        panel.margins(y=0.12)
        upside_down(panel)
    label(axes, "Phase", "Ks [mag]")
    return figure


def _title(curve: Rows, source_id: int) -> str:
    period = float(curve["period"][0])
    name, probability = str(curve["class"][0]), float(curve["probability"][0] or np.nan)
    told = f"\n{plain(name)} ({100 * probability:.0f} %)" if name else ""
    return f"{source_id}: {period:.5g} d{told}"
