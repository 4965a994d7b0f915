"""How signal-to-noise falls with magnitude."""

from matplotlib.figure import Figure

from report.style import (
    ACCENT,
    Rows,
    Sheet,
    band_colours,
    chosen,
    colour_bar,
    density,
    label,
    plain,
    powers,
    view,
)


def snr_magnitude(rows: Rows, sheet: Sheet) -> Figure:
    """Draw signal-to-noise against magnitude, one panel a band."""
    bands = list(band_colours(rows))
    figure, axes = sheet.panels(len(bands), height=2.7, sharex=True, sharey=True)
    largest = float(rows["n_detection"].max())
    for panel, band in zip(axes, bands, strict=True):
        cells = chosen(rows, band=band)
        image = density(
            panel,
            (cells["mag"], float(cells["mag_step"][0])),
            (cells["log_snr"], float(cells["log_snr_step"][0])),
            cells["n_detection"],
            largest=largest,
        )
        panel.axhline(0.69897, color=ACCENT, ls="--", lw=1)
        panel.set_title(plain(band))
    axes[0].set_xlim(view(rows["mag"], rows["n_detection"]))
    axes[0].set_ylim(view(rows["log_snr"], rows["n_detection"]))
    for panel in axes:
        powers(panel.yaxis)
    label(axes, "Magnitude [mag]", "Signal-to-noise")
    colour_bar(figure, image, axes, "Detections in a cell")
    return figure
