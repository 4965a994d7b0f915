"""How the figures look: one style, panels that stack on a phone, densities, magnitudes upside down."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.ticker import FixedLocator, LogLocator, NullFormatter
from matplotlib.transforms import blended_transform_factory
from numpy.typing import NDArray

Rows = dict[str, NDArray[Any]]

# Of every letter in every figure; with widths that are the same, too, they are as large on the page
FONT_SIZE = 10
STYLE: dict[Any, Any] = {
    "font.size": FONT_SIZE,
    "axes.titlesize": FONT_SIZE,
    "axes.titlelocation": "left",
    "axes.labelsize": FONT_SIZE,
    "xtick.labelsize": FONT_SIZE,
    "ytick.labelsize": FONT_SIZE,
    "figure.titlesize": FONT_SIZE,
    "axes.linewidth": 0.8,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.minor.visible": True,
    "ytick.minor.visible": True,
    "legend.frameon": False,
    "legend.fontsize": FONT_SIZE,
    "lines.markersize": 5,
    "savefig.facecolor": "white",
    "figure.constrained_layout.use": True,
    "svg.hashsalt": "EpochDB",
}
DPI = 170
INK = "#1b1b1f"
ACCENT = "#c2410c"
BLUE = "#31688e"
LIGHT = "#9cc3d8"
GREY = "0.45"

_PANEL_INCHES = 3.1
_WIDE_INCHES = 9.3
_NARROW_INCHES = 4.2
# Panels are for reading: a survey of hundreds of fields shows its first ones.
MOST_FIELDS = 6


@dataclass(frozen=True)
class Sheet:
    """What is drawn on: for a desk, panels side by side, for a phone, one below the other."""

    narrow: bool

    @property
    def width(self) -> float:
        """Of every figure [inch]."""
        return _NARROW_INCHES if self.narrow else _WIDE_INCHES

    def panels(
        self, n_panel: int, *, height: float = _PANEL_INCHES, across: int = 3, **subplots: Any
    ) -> tuple[Figure, list[Axes]]:
        """Make a figure of equal panels, `height` inches each, at most `across` side by side."""
        n_column = 1 if self.narrow else min(n_panel, across)
        n_row = -(-n_panel // n_column)
        figure = Figure(figsize=(self.width, height * n_row + 0.3))
        axes = figure.subplots(n_row, n_column, squeeze=False, **subplots).ravel().tolist()
        for unused in axes[n_panel:]:
            unused.remove()
        return figure, axes[:n_panel]


def plain(name: str) -> str:
    """Give a name from the database as a figure is to show it, letter by letter: a $ begins no formula."""
    return name.replace("$", r"\$")


def label(axes: list[Axes], x: str, y: str) -> None:
    """Name the axes of panels in rows and columns: x below each column, y left of each row."""
    grid = axes[0].get_gridspec()
    n_column = grid.ncols if grid else 1
    for place, panel in enumerate(axes):
        if place % n_column == 0:
            panel.set_ylabel(y)
        if place + n_column >= len(axes):
            panel.set_xlabel(x)
            panel.tick_params(labelbottom=True)


def chosen(rows: Rows, **where: object) -> Rows:
    """Give the rows whose columns have these values."""
    keep = np.logical_and.reduce([rows[name] == value for name, value in where.items()])
    return {name: values[keep] for name, values in rows.items()}


def by_field(rows: Rows) -> Iterator[tuple[int, Rows]]:
    """Give the rows of each field, of the first ones only."""
    for field_id in np.unique(rows["field_id"])[:MOST_FIELDS]:
        yield int(field_id), chosen(rows, field_id=field_id)


def band_colours(rows: Rows) -> dict[str, tuple[float, ...]]:
    """Give each band a colour, in order of wavelength, as dark as print needs."""
    order = np.argsort(rows["wavelength_um"], kind="stable")
    bands = list(dict.fromkeys(rows["band"][order]))
    colours = mpl.colormaps["plasma"](np.linspace(0.02, 0.82, len(bands)))
    return {band: tuple(colour) for band, colour in zip(bands, colours, strict=True)}


def density(
    axes: Axes,
    x: tuple[NDArray[Any], float],
    y: tuple[NDArray[Any], float],
    number: NDArray[Any],
    *,
    largest: float | None = None,
) -> AxesImage:
    """Draw cells counted by the database, empty ones blank, the number as colour on a logarithmic scale.

    Parameters
    ----------
    x, y : (numpy.ndarray of shape (n_cell,), float)
        The cells' centres, and their step.
    number : numpy.ndarray, shape (n_cell,)
        What the cells hold; the same cell may come more than once.
    largest : float, optional
        The top of the colour scale, to share it between panels.
    """
    (x_centre, x_step), (y_centre, y_step) = x, y
    column = np.rint((x_centre - x_centre.min()) / x_step).astype(int)
    row = np.rint((y_centre - y_centre.min()) / y_step).astype(int)
    image = np.zeros((row.max() + 1, column.max() + 1))
    np.add.at(image, (row, column), number)
    extent = (
        x_centre.min() - x_step / 2,
        x_centre.max() + x_step / 2,
        y_centre.min() - y_step / 2,
        y_centre.max() + y_step / 2,
    )
    return axes.imshow(
        np.ma.masked_equal(image, 0),
        origin="lower",
        extent=extent,
        aspect="auto",
        interpolation="nearest",
        cmap="viridis",
        norm=LogNorm(1, max(2, largest or image.max())),
        rasterized=True,
    )


def steps(panel: Axes, centre: NDArray[Any], number: NDArray[Any], step: float, **line: Any) -> None:
    """Draw a histogram counted by the database; cells that it left out are empty."""
    place = np.rint((centre - centre.min()) / step).astype(int)
    filled = np.zeros(place.max() + 1)
    filled[place] = number
    edges = centre.min() + step * (np.arange(len(filled) + 1) - 0.5)
    panel.stairs(filled, edges, lw=1.4, **line)


def colour_bar(figure: Figure, image: AxesImage | Collection, axes: list[Axes], label: str) -> None:
    """Say beside the panels what their colours mean."""
    bar = figure.colorbar(image, ax=axes, label=label, pad=0.02, fraction=0.05, aspect=28)
    if isinstance(image.norm, LogNorm):
        # Powers of ten alone would leave a scale of fifty with two numbers.
        low, high = image.get_clim()
        bar.set_ticks(LogLocator(subs=(1, 2, 5) if high / low < 500 else (1,)))
        bar.ax.yaxis.set_major_formatter("{x:,g}")
    bar.ax.minorticks_off()


def view(values: NDArray[Any], number: NDArray[Any], margin: float = 0.08) -> tuple[float, float]:
    """Give the limits that hold all but the outermost 0.2 % of what was counted on either side."""
    order = np.argsort(values)
    share = np.cumsum(number[order]) / number.sum()
    low, high = np.interp([0.002, 0.998], share, values[order])
    room = margin * max(high - low, 1e-6)
    return float(low - room), float(high + room)


def upside_down(axes: Axes, limits: tuple[float, float] | None = None) -> None:
    """Let bright be up, as magnitudes want it."""
    low, high = limits or sorted(axes.get_ylim())
    axes.set_ylim(high, low)


def note(axes: Axes, text: str, *, x: float = 0.97, y: float = 0.96) -> None:
    """Write into a corner of a panel."""
    axes.text(
        x,
        y,
        text,
        transform=axes.transAxes,
        ha="right" if x > 0.5 else "left",
        va="top" if y > 0.5 else "bottom",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 2},
    )


def powers(axis: Axis) -> None:
    """Write 10, 100, 1000 at an axis of logarithms to base ten, with marks at 2 to 9 times these."""
    low, high = sorted(axis.get_view_interval())
    decades = np.arange(np.floor(low), np.ceil(high) + 1)
    axis.set_major_locator(FixedLocator(decades.tolist()))
    axis.set_minor_locator(FixedLocator(np.add.outer(decades, np.log10(np.arange(2, 10))).ravel().tolist()))
    axis.set_major_formatter(lambda value, _: f"{10.0**value:.7g}")
    axis.set_view_interval(low, high, ignore=True)


def plain_powers(axis: Axis) -> None:
    """Write 10, 100, 1000 at an axis that has a logarithmic scale."""
    axis.set_major_formatter(lambda value, _: f"{value:.7g}")
    axis.set_minor_formatter(NullFormatter())


def unmeasured(axes: Axes, x: NDArray[Any], *, y: float = 0.07) -> None:
    """Mark at the bottom of a panel where there is nothing to show a height of."""
    at = blended_transform_factory(axes.transData, axes.transAxes)
    axes.plot(x, np.full(len(x), y), "v", mfc="none", color=ACCENT, transform=at)


def dates(axes: Axes) -> None:
    """Write modified Julian dates as they are, few enough for their digits."""
    axes.locator_params(axis="x", nbins=4)
    axes.ticklabel_format(axis="x", useOffset=False, style="plain")


def png(figure: Figure) -> bytes:
    """Give a figure as PNG."""
    target = BytesIO()
    figure.savefig(target, format="png", dpi=DPI)
    return target.getvalue()


def svg(figure: Figure) -> bytes:
    """Give a figure as SVG, the same bytes for the same figure."""
    target = BytesIO()
    figure.savefig(target, format="svg", metadata={"Date": None})
    return target.getvalue()
