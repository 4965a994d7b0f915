"""Figures of periods and classes held against the truth, in the style of the report."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from report.style import ACCENT, BLUE, INK, STYLE, png

Names = NDArray[np.str_]
Array = NDArray[np.float64]
COLOURS = (BLUE, ACCENT, "#2f9e44", "#7a5195", INK)
_CELL_INCHES = 0.27


def write_figure(path: Path, figure: Figure) -> None:
    """Write a figure as PNG in the style of the report."""
    with mpl.rc_context(STYLE):
        path.write_bytes(png(figure))


def period_plane(kinds: Names, true: Array, found: Array) -> Figure:
    """Draw the periods that were found against the true ones [d], shape (n,), by kind; both logarithmic."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.2, 5.6))
        axes = figure.subplots()
        limits = np.array([true.min() * 0.7, true.max() * 1.4])
        for ratio, name in ((1.0, ""), (0.5, "half"), (2.0, "double")):
            axes.plot(limits, ratio * limits, "-", color="0.75", lw=0.8, zorder=0)
            if name:
                axes.annotate(
                    name, (30, ratio * 30), xytext=(0, 6 if ratio > 1 else -12), fontsize=8, color="0.4",
                    textcoords="offset points", ha="right" if ratio > 1 else "left",
                )  # fmt: skip
        for sign in (1, -1):
            line = np.geomspace(limits[0], limits[1], 400)
            alias = np.abs(1 / (1 / line + sign))
            alias[(alias < limits[0]) | (alias > limits[1])] = np.nan
            axes.plot(
                line, alias, ":", color="0.6", lw=0.8, zorder=0, label="alias of a day" if sign > 0 else ""
            )
        for colour, kind in zip(COLOURS, np.unique(kinds), strict=False):
            of = kinds == kind
            axes.plot(
                true[of], found[of], "o", color=colour, ms=3.5, mew=0, alpha=0.7, label=plain_name(kind)
            )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(*limits)
        axes.set_ylim(*limits)
        axes.set_xlabel("True period [d]")
        axes.set_ylabel("Period found [d]")
        axes.legend(loc="center right")
    return figure


def plain_name(kind: str) -> str:
    """Give a kind as a reader would write it."""
    return str(kind).replace("_", " ")


def confusion(panels: Mapping[str, tuple[Names, Names]]) -> Figure:
    """Draw the share of each true class that is told to be of each class; one panel for each set."""
    with mpl.rc_context(STYLE):
        sizes = [len(np.unique(truth)) for truth, _ in panels.values()]
        width = [_CELL_INCHES * size + 2.9 for size in sizes]
        figure = Figure(figsize=(sum(width), _CELL_INCHES * max(sizes) + 2.6))
        axes = figure.subplots(1, len(panels), squeeze=False, width_ratios=width).ravel()
        for panel, (title, (truth, found)) in zip(axes, panels.items(), strict=True):
            _matrix(panel, truth, found)
            panel.set_title(title)
    return figure


def _matrix(panel: Axes, truth: Names, found: Names) -> None:
    names = np.unique(truth)
    counts = np.array([[np.sum((truth == a) & (found == b)) for b in names] for a in names])
    share = counts / counts.sum(axis=1, keepdims=True)
    panel.imshow(np.ma.masked_equal(share, 0), cmap="Blues", vmin=0, vmax=1)
    for (row, column), number in np.ndenumerate(counts):
        if number:
            colour = "white" if share[row, column] > 0.6 else INK
            panel.text(column, row, str(number), ha="center", va="center", fontsize=6.5, color=colour)
    _names(panel, [f"{plain_name(name)} ({n})" for name, n in zip(names, counts.sum(axis=1), strict=True)])
    panel.set_xlabel("told to be")
    panel.set_ylabel("is (number)")


def _names(panel: Axes, names: Sequence[str]) -> None:
    place = np.arange(len(names))
    panel.set_xticks(place, [name.rpartition(" (")[0] for name in names], rotation=90, fontsize=7)
    panel.set_yticks(place, names, fontsize=7)
    panel.minorticks_off()
    panel.tick_params(length=0)
