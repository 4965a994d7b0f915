"""Where and when the survey looked."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from report.style import (
    INK,
    MOST_FIELDS,
    Rows,
    Sheet,
    band_colours,
    by_field,
    chosen,
    colour_bar,
    density,
    plain,
    plain_powers,
    unmeasured,
    upside_down,
)

_MJD_OF_J2000 = 51544.5
_DAYS_PER_YEAR = 365.25


def sky_coverage(rows: Rows, sheet: Sheet) -> Figure:
    """Draw the number of sources on the sky; right ascension grows to the left, scales are equal."""
    ra = np.where((np.ptp(rows["ra"]) > 180) & (rows["ra"] > 180), rows["ra"] - 360, rows["ra"])
    dec, step = rows["dec"], float(rows["step"][0])
    figure, (axes,) = sheet.panels(1, height=4.2 if sheet.narrow else 5.2)
    image = density(axes, (ra, step), (dec, step), rows["n_source"])
    for field_id in np.unique(rows["field_id"])[: 10 * MOST_FIELDS]:
        inside = rows["field_id"] == field_id
        axes.annotate(
            f"Field {field_id}",
            (np.median(ra[inside]), np.median(dec[inside])),
            (0, 26),
            textcoords="offset points",
            ha="center",
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1},
        )
    axes.use_sticky_edges = False
    axes.margins(0.06)
    axes.set_aspect(1 / np.cos(np.radians(dec.mean())), adjustable="datalim")
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.invert_xaxis()
    axes.set_xlabel("Right ascension [deg]")
    axes.set_ylabel("Declination [deg]")
    colour_bar(figure, image, [axes], f"Sources in {60 * step:.0f}′ × {60 * step:.0f}′")
    return figure


def time_coverage(rows: Rows, sheet: Sheet) -> Figure:
    """Draw one mark for each image: its date, field and band."""
    fields = list(np.unique(rows["field_id"])[: 4 * MOST_FIELDS])
    colours = band_colours(rows)
    figure, (axes,) = sheet.panels(1, height=max(2.6, 0.75 * len(fields) + 1.2))
    for place, (band, colour) in enumerate(colours.items()):
        of_band = chosen(rows, band=band)
        shown = np.isin(of_band["field_id"], fields)
        row = np.searchsorted(fields, of_band["field_id"][shown])
        offset = 0.6 * (place + 0.5) / len(colours) - 0.3
        axes.plot(of_band["mjd"][shown], row + offset, "|", ms=11, mew=2, color=colour, label=plain(band))
    axes.set_yticks(range(len(fields)), [f"Field {field_id}" for field_id in fields])
    axes.tick_params(axis="y", which="both", length=0)
    axes.set_ylim(len(fields) - 0.5, -0.5)
    for edge in range(1, len(fields)):
        axes.axhline(edge - 0.5, color="0.85", lw=0.8, zorder=0)
    axes.margins(x=0.06)
    axes.xaxis.set_major_locator(MaxNLocator(5 if sheet.narrow else 8, integer=True))
    axes.ticklabel_format(axis="x", useOffset=False, style="plain")
    axes.set_xlabel("Modified Julian date [d]")
    year = axes.secondary_xaxis("top", functions=(_year_from_mjd, _mjd_from_year))
    year.set_xlabel("Year")
    year.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.tick_params(axis="x", which="both", top=False)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=len(colours))
    return figure


def _year_from_mjd(mjd: Any) -> Any:
    return 2000 + (mjd - _MJD_OF_J2000) / _DAYS_PER_YEAR


def _mjd_from_year(year: Any) -> Any:
    return _MJD_OF_J2000 + (year - 2000) * _DAYS_PER_YEAR


def image_depth(rows: Rows, sheet: Sheet) -> Figure:
    """Draw signal-to-noise and depth of each image, images in order of band, then date."""
    fields = list(by_field(rows))
    colours = band_colours(rows)
    n = len(fields)
    figure, axes = sheet.panels(2 * n, height=2.4, across=n)
    upper, lower = (axes[0::2], axes[1::2]) if sheet.narrow else (axes[:n], axes[n:])
    for (field_id, images), snr_axes, depth_axes in zip(fields, upper, lower, strict=True):
        place = np.arange(len(images["mjd"]))
        for band, colour in colours.items():
            of_band = images["band"] == band
            low, middle, high = (images[f"snr_{q}"][of_band] for q in (16, 50, 84))
            snr_axes.errorbar(
                place[of_band], middle, [middle - low, high - middle], fmt="o", color=colour, lw=1.5
            )
            depth_axes.plot(place[of_band], images["depth"][of_band], "o", color=colour)
        unmeasured(depth_axes, place[np.isnan(images["depth"])])
        snr_axes.set_yscale("log")
        snr_axes.axhline(5, color="0.6", ls=":", lw=1)
        plain_powers(snr_axes.yaxis)
        snr_axes.set_title(f"Field {field_id}")
        for each in (snr_axes, depth_axes):
            _name_bands(each, images["band"], colours)
    snr_limits = _limits(rows["snr_16"], rows["snr_84"], np.array([5.0]))
    depth_limits = _limits(rows["depth"])
    for each in upper:
        each.set_ylim(snr_limits[0] / 1.3, snr_limits[1] * 1.3)
    for each in lower:
        upside_down(each, (depth_limits[0] - 0.25, depth_limits[1] + 0.35))
    for each in upper if sheet.narrow else upper[:1]:
        each.set_ylabel("Signal-to-noise")
    for each in lower if sheet.narrow else lower[:1]:
        each.set_ylabel("5σ depth [mag]")
    return figure


def _name_bands(axes: Axes, bands: NDArray[Any], colours: Iterable[str]) -> None:
    present = [band for band in colours if band in bands]
    middles = [np.flatnonzero(bands == band).mean() for band in present]
    axes.set_xticks(middles, present)
    axes.set_xticks([], minor=True)
    axes.tick_params(axis="x", length=0)
    axes.margins(x=0.08)


def _limits(*values: NDArray[Any]) -> tuple[float, float]:
    """Give the least and the greatest of what is above zero, 1 and 2 where nothing is."""
    known = np.concatenate(values)
    known = known[known > 0]
    return (float(known.min()), float(known.max())) if len(known) else (1.0, 2.0)
