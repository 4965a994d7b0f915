"""Figures of the results, for talks: read from the science views alone, one PNG each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import psycopg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ml.redshift.methods import BEST

# Larger than matplotlib's own, so that the last row of a lecture hall can read it
STYLE: dict[Any, Any] = {
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.labelsize": 14,
    "legend.fontsize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "image.cmap": "viridis",
    "figure.constrained_layout.use": True,
}
BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#666666"
DPI = 130

_SIMULATION = "SELECT max(run_id) FROM science.star_mixture"
_LATEST = (
    "SELECT DISTINCT ON (p.sample) p.run_id, p.sample FROM science.photo_z_quality AS p"
    " WHERE p.role = 'test' ORDER BY p.sample, (p.method = %s) DESC, p.run_id DESC"
)
_ANALYSED = (
    "SELECT max(run_id) AS run_id, training_sample FROM science.colour_component GROUP BY training_sample"
)
_TRAINING = "SELECT sample FROM science.galaxy_sample_overview WHERE role = 'training' ORDER BY sample"
_COMPARED = (
    "SELECT training_sample, sample FROM science.photo_z_method WHERE role = 'test'"
    " GROUP BY training_sample, sample HAVING count(*) > 1"
)


def draw_all(connection: psycopg.Connection, directory: Path) -> Iterator[Path]:
    """
    Draw a figure of everything that there are results for, and give the files as they are written.

    Parameters
    ----------
    connection : psycopg.Connection
        Any role that may read.
    directory : Path
        Where the files go; those of the same name are replaced.
    """
    # They need this module's style
    from ml import redshift_figures, star_figures

    with mpl.rc_context(STYLE):
        (simulation,) = connection.execute(_SIMULATION).fetchone() or (None,)
        if simulation is not None:
            yield save(star_figures.plane(connection, simulation), directory / "stars.png")
            choice = star_figures.choice(connection, simulation)
            if choice:
                yield save(choice, directory / "stars_components.png")
        for (sample,) in connection.execute(_TRAINING).fetchall():
            yield save(redshift_figures.pairs(connection, sample), directory / f"pairs_{sample}.png")
        for run_id, sample in connection.execute(_LATEST, [BEST]).fetchall():
            figure = redshift_figures.quality(connection, run_id, sample)
            yield save(figure, directory / f"photoz_{sample}.png")
        for training, sample in connection.execute(_COMPARED).fetchall():
            figure = redshift_figures.methods(connection, training, sample)
            yield save(figure, directory / f"methods_{sample}.png")
        for run_id, sample in connection.execute(_ANALYSED).fetchall():
            yield save(redshift_figures.components(connection, run_id), directory / f"pca_{sample}.png")


def save(figure: Figure, path: Path) -> Path:
    """Write a figure and give its path."""
    figure.savefig(path, dpi=DPI)
    return path


def columns(
    connection: psycopg.Connection, query: str, parameters: list[object]
) -> tuple[NDArray[np.float64], ...]:
    """Give the columns of a query of numbers; NULL becomes NaN."""
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(query, parameters).fetchall()
        width = len(cursor.description or ())
    return tuple(np.array(rows, dtype=np.float64).reshape(len(rows), width).T)
