"""Galaxies, their colours, and how good photometric redshifts are."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from report.style import (
    ACCENT,
    BLUE,
    GREY,
    Rows,
    Sheet,
    chosen,
    colour_bar,
    density,
    plain,
    steps,
    view,
)

_OUTLIER = 0.15
_LABELS = ("r [mag]", "u − g [mag]", "g − r [mag]", "r − i [mag]", "i − z [mag]", "Redshift")
_SHORT = ("r", "u − g", "g − r", "r − i", "i − z", "z")
_INPUTS = {"mag_r": "r", "u_minus_g": "u−g", "g_minus_r": "g−r", "r_minus_i": "r−i", "i_minus_z": "i−z"}
# The cells that sql/report/photo_z.sql counts in
_Z_STEP, _DEVIATION_STEP = 0.01, 0.004


def pairs(rows: Rows, sheet: Sheet) -> Figure:
    """Draw magnitude, colours and redshift of a sample against one another."""
    n = len(_LABELS)
    figure = Figure(figsize=(sheet.width, sheet.width))
    axes = figure.subplots(n, n)
    for place, panel in np.ndenumerate(axes):
        row, column = place
        cells = chosen(rows, x_place=column + 1, y_place=row + 1)
        if not len(cells["x"]):
            panel.remove()
            continue
        x_step, y_step = float(cells["x_step"][0]), float(cells["y_step"][0])
        if column == row:
            order = np.argsort(cells["x"])
            steps(panel, cells["x"][order], cells["n_cell"][order], x_step, color=BLUE)
            panel.set_yticks([], minor=True)
            panel.set_yticks([])
            panel.set_title(_SHORT[row] if sheet.narrow else _LABELS[row])
        else:
            density(panel, (cells["x"], x_step), (cells["y"], y_step), cells["n_cell"])
        panel.locator_params(nbins=3)
        # A phone has no room for numbers of the size of its text
        shows = not sheet.narrow
        panel.tick_params(labelbottom=shows and row == n - 1, labelleft=shows and column == 0 and row > 0)
    figure.suptitle(f"{plain(rows['sample'][0])}: {rows['n_galaxy'][0]:,} galaxies", x=0.7, y=0.9)
    return figure


def photo_z(rows: Rows, sheet: Sheet) -> Figure:
    """Draw, a row a test sample, z_phot against z_spec, the error against z_spec, and the PIT."""
    samples = list(dict.fromkeys(rows["sample"]))[:6]
    figure, axes = sheet.panels(3 * len(samples), height=3.0)
    largest = float(rows["n_cell"][rows["panel"] == "redshift"].max())
    for place, sample in enumerate(samples):
        of_sample = chosen(rows, sample=sample)
        redshift, residual, pit = axes[3 * place : 3 * place + 3]
        cells = chosen(of_sample, panel="redshift")
        limits = 0.0, view(cells["x"], cells["n_cell"])[1]
        image = _redshifts(redshift, cells, limits, largest)
        redshift.set_title(f"{plain(sample)}: {of_sample['n_galaxy'][0]:,} galaxies\n{_success(cells)}")
        _residuals(residual, of_sample, limits, largest)
        _pit(pit, of_sample)
    colour_bar(figure, image, axes, "Galaxies in a cell")
    return figure


def methods(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the errors of all methods on the training and the test sample, one panel a pair of samples."""
    samples = list(dict.fromkeys(zip(rows["training_sample"], rows["sample"], strict=True)))
    most = len(dict.fromkeys(rows["method"]))
    figure, axes = sheet.panels(len(samples), height=0.28 * most + 1.2, across=2)
    for panel, (training, sample) in zip(axes, samples, strict=True):
        found = chosen(rows, training_sample=training, sample=sample)
        place = np.arange(len(found["method"]))
        panel.hlines(place, found["training_error"], found["error_mean"], color=GREY, lw=1)
        panel.plot(found["training_error"], place, "o", mfc="none", mec=GREY, label="training")
        panel.errorbar(
            found["error_mean"], place, xerr=found["error_stddev"], fmt="o", color=BLUE, capsize=3,
            label="test, spread over seeds",
        )  # fmt: skip
        names = [
            f"{name.replace('_', ' ')} ({n})"
            for name, n in zip(found["method"], found["n_seed"], strict=True)
        ]
        panel.set_yticks(place, names)
        panel.set_yticks([], minor=True)
        panel.set_xlim(0, 1.08 * max(found["error_mean"].max(), found["training_error"].max()))
        panel.set(xlabel="E", title=f"{plain(training)} → {plain(sample)}")
        panel.grid(axis="x", alpha=0.3)
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def components(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the principal components: variance, directions, and the error of regression on the first."""
    figure, (variance, direction, error) = sheet.panels(3, height=3.2)
    place = rows["component"]
    variance.bar(place, rows["explained_variance"], color=BLUE)
    variance.plot(place, rows["explained_so_far"], "o-", color=ACCENT)
    for x, share in zip(place, rows["explained_so_far"], strict=True):
        variance.annotate(f"{100 * share:.0f} %", (x, share), (2, 5), textcoords="offset points", ha="right")
    variance.set(xlabel="Component", ylabel="Share of the variance", ylim=(0, 1.12), xticks=place)
    # Room for the first of the numbers, which stand left of their points, clear of the line
    variance.set_xlim(0.1, len(place) + 0.6)
    variance.set_title("What they explain, and all so far")
    image = _directions(direction, rows)
    colour_bar(figure, image, [direction], "")
    error.plot(place, rows["training_error"], "o--", color=GREY, label="training")
    error.plot(place, rows["test_error"], "o-", color=BLUE, label="test")
    error.set(xlabel="Components used", ylabel="E of a linear regression", xticks=place)
    error.set_ylim(bottom=0)
    error.set_title("Whether fewer suffice")
    error.legend()
    for panel in (variance, direction, error):
        panel.set_xticks([], minor=True)
    return figure


def _redshifts(panel: Axes, cells: Rows, limits: tuple[float, float], largest: float) -> AxesImage:
    place = (cells["x"], _Z_STEP), (cells["y"], _Z_STEP)
    image = density(panel, *place, cells["n_cell"], largest=largest)
    line = np.array(limits)
    panel.plot(line, line, "-", color=ACCENT, lw=1)
    for sign in (-1, 1):
        panel.plot(line, line + sign * _OUTLIER * (1 + line), ":", color=ACCENT, lw=1)
    panel.set_box_aspect(1)
    panel.set(xlim=limits, ylim=limits, xlabel="Spectroscopic redshift", ylabel="Photometric redshift")
    return image


def _success(cells: Rows) -> str:
    """Give the method and its figures in lines, for above a panel: inside they would hide galaxies."""
    error, scatter, beyond = (cells[name][0] for name in ("error", "sigma_nmad", "outlier_fraction_15"))
    return (
        f"{plain(cells['method'][0])}: E = {error:.4f}\n"
        f"σ NMAD = {scatter:.4f}\nbeyond 0.15: {100 * beyond:.2f} %"
    )


def _residuals(panel: Axes, of_sample: Rows, limits: tuple[float, float], largest: float) -> None:
    cells = chosen(of_sample, panel="residual")
    place = (cells["x"], _Z_STEP), (cells["y"], _DEVIATION_STEP)
    density(panel, *place, cells["n_cell"], largest=largest)
    for name, style in (("low", "--"), ("median", "-"), ("high", "--")):
        line = chosen(of_sample, panel=name)
        panel.plot(line["x"], line["y"], style, color=ACCENT, lw=1.4)
    panel.axhline(0, color="black", lw=0.8)
    panel.set_title(f"bias = {cells['bias'][0]:+.4f}".replace("-", "−"))
    panel.set(xlabel="Spectroscopic redshift", ylabel="Error / (1 + z)", xlim=limits, ylim=(-0.16, 0.16))
    panel.set_box_aspect(1)


def _pit(panel: Axes, of_sample: Rows) -> None:
    cells = chosen(of_sample, panel="pit")
    expected = cells["n_cell"].sum() / 25
    steps(panel, cells["x"], cells["n_cell"] / expected, 1 / 25, color=BLUE)
    panel.axhline(1, color="black", lw=0.8)
    error = 2 / np.sqrt(expected)
    panel.axhspan(1 - error, 1 + error, color=GREY, alpha=0.35, lw=0)
    coverage, distance = cells["coverage_68"][0], cells["pit_distance"][0]
    panel.set_title(f"68 % intervals hold {100 * coverage:.1f} %\nKS distance {distance:.4f}")
    panel.set(xlabel="PIT", ylabel="Relative to uniform", xlim=(0, 1), ylim=(0, 1.9))
    panel.set_box_aspect(1)


def _directions(panel: Axes, rows: Rows) -> AxesImage:
    matrix = np.array([rows[name] for name in _INPUTS])
    image = panel.imshow(matrix, cmap="RdBu_r", vmin=-1, vmax=1, aspect="auto")
    for (row, column), part in np.ndenumerate(matrix):
        shade = "white" if abs(part) > 0.6 else "black"
        told = f"{part:+.2f}".replace("-", "−")
        panel.text(column, row, told, ha="center", va="center", color=shade)
    panel.set_xticks(rows["component"] - 1, [str(k) for k in rows["component"]])
    panel.set_yticks(range(len(_INPUTS)), list(_INPUTS.values()))
    panel.set_yticks([], minor=True)
    # Marks that point inwards would stand among the numbers
    panel.tick_params(length=0)
    panel.set(xlabel="Component", title="What they are made of")
    return image
