"""Colours and magnitudes: red sources, five bands, colour-magnitude and colour-colour diagrams."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from report.style import (
    ACCENT,
    Rows,
    Sheet,
    band_colours,
    by_field,
    chosen,
    colour_bar,
    density,
    label,
    note,
    plain,
    steps,
    upside_down,
    view,
)

# Extinction in J, H and K relative to V, Cardelli, Clayton & Mathis (1989), R_V = 3.1.
_EXTINCTION_J, _EXTINCTION_H, _EXTINCTION_K = 0.282, 0.190, 0.114
_VISUAL_EXTINCTION = 5.0


def red_sources(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the distribution of J - H by field, what is redder than 1.5 filled."""
    fields = list(by_field(rows))
    figure, axes = sheet.panels(len(fields), height=2.6, sharex=True, sharey=True)
    for panel, (field_id, cells) in zip(axes, fields, strict=True):
        step = float(cells["step"][0])
        steps(panel, cells["j_minus_h"], cells["n_source"], step, color="0.25")
        red = cells["n_red"] > 0
        panel.bar(cells["j_minus_h"][red], cells["n_red"][red], step, color=ACCENT)
        panel.axvline(1.5, color=ACCENT, lw=1, ls="--")
        note(panel, f"{cells['n_red'].sum():,} of {cells['n_source'].sum():,}\nredder than 1.5", x=0.04)
        panel.set_title(f"Field {field_id}")
    axes[0].set_xlim(view(rows["j_minus_h"], rows["n_source"]))
    label(axes, "J − H [mag]", f"Sources in {float(rows['step'][0]):.2g} mag")
    return figure


def five_band_magnitudes(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the magnitude distribution of R5's stars in the five bands, one panel a field."""
    fields = list(by_field(rows))
    colours = band_colours(rows)
    figure, axes = sheet.panels(len(fields), height=2.8, sharex=True, sharey=True)
    for panel, (field_id, cells) in zip(axes, fields, strict=True):
        for band, colour in colours.items():
            of_band = chosen(cells, band=band)
            steps(
                panel,
                of_band["mag"],
                of_band["n_star"],
                float(cells["step"][0]),
                color=colour,
                label=plain(band),
            )
        n_star = chosen(cells, band=next(iter(colours)))["n_star"].sum()
        panel.set_title(f"Field {field_id}: {n_star:,} stars")
    axes[0].set_xlim(view(rows["mag"], rows["n_star"]))
    axes[0].legend(loc="upper left")
    label(axes, "Magnitude [mag]", f"Stars in {float(rows['step'][0]):.2g} mag")
    return figure


def colour_magnitude(rows: Rows, sheet: Sheet) -> Figure:
    """Draw Ks against J - Ks, one panel a field."""
    fields = list(by_field(rows))
    figure, axes = sheet.panels(len(fields), height=3.8, sharex=True, sharey=True)
    for panel, (field_id, cells) in zip(axes, fields, strict=True):
        image = density(
            panel,
            (cells["j_minus_ks"], float(cells["colour_step"][0])),
            (cells["ks_mag"], float(cells["mag_step"][0])),
            cells["n_star"],
            largest=float(rows["n_star"].max()),
        )
        panel.set_title(f"Field {field_id}")
    axes[0].set_xlim(view(rows["j_minus_ks"], rows["n_star"]))
    upside_down(axes[0], view(rows["ks_mag"], rows["n_star"]))
    label(axes, "J − Ks [mag]", "Ks [mag]")
    colour_bar(figure, image, axes, "Stars in a cell")
    return figure


def colour_colour(rows: Rows, sheet: Sheet) -> Figure:
    """Draw J - H against H - Ks, one panel a field, with the arrow along which dust moves a star."""
    fields = list(by_field(rows))
    figure, axes = sheet.panels(len(fields), height=3.2, sharex=True, sharey=True)
    for panel, (field_id, cells) in zip(axes, fields, strict=True):
        step = float(cells["step"][0])
        image = density(
            panel,
            (cells["h_minus_ks"], step),
            (cells["j_minus_h"], step),
            cells["n_star"],
            largest=float(rows["n_star"].max()),
        )
        panel.set_title(f"Field {field_id}")
    x_limits = view(rows["h_minus_ks"], rows["n_star"])
    y_limits = view(rows["j_minus_h"], rows["n_star"])
    axes[0].set(xlim=x_limits, ylim=y_limits)
    for panel in axes:
        _reddening(panel, x_limits, y_limits)
    label(axes, "H − Ks [mag]", "J − H [mag]")
    colour_bar(figure, image, axes, "Stars in a cell")
    return figure


def _reddening(panel: Axes, x_limits: tuple[float, float], y_limits: tuple[float, float]) -> None:
    x = x_limits[0] + 0.06 * np.ptp(x_limits)
    y = y_limits[0] + 0.10 * np.ptp(y_limits)
    to_x = x + _VISUAL_EXTINCTION * (_EXTINCTION_H - _EXTINCTION_K)
    to_y = y + _VISUAL_EXTINCTION * (_EXTINCTION_J - _EXTINCTION_H)
    panel.annotate("", (to_x, to_y), (x, y), arrowprops={"arrowstyle": "-|>", "color": ACCENT, "lw": 1.5})
    panel.text(
        to_x, y, f" $A_V$ = {_VISUAL_EXTINCTION:g}", color=ACCENT, va="bottom",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1},
    )  # fmt: skip
