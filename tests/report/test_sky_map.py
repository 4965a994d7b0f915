"""The map of the survey: cells where HEALPix has them, the outline of all of them, and what images saw."""

import numpy as np
import pytest

from report.sky_map import cell_corners, outline, sky_map
from report.style import Rows, Sheet


def _rows(pixel: list[int], images: list[list[tuple[float, float]]]) -> Rows:
    """Give cells at order 11 with ten sources each, and images with these corners."""
    corners = [(n, v, *place) for n, image in enumerate(images) for v, place in enumerate(image)]
    n_cell, n_corner = len(pixel), len(corners)
    return {
        "part": np.array(["cell"] * n_cell + ["image"] * n_corner, dtype=object),
        "number": np.array(pixel + [n for n, *_ in corners]),
        "healpix_order": np.full(n_cell + n_corner, 11),
        "vertex": np.array([0] * n_cell + [v for _, v, *_ in corners]),
        "ra": np.array([np.nan] * n_cell + [ra for *_, ra, _ in corners]),
        "dec": np.array([np.nan] * n_cell + [dec for *_, dec in corners]),
        "n_source": np.array([10] * n_cell + [0] * n_corner),
    }


@pytest.mark.parametrize("order", [0, 1, 3, 11])
def test_corners_of_cells_are_those_of_astropy_healpix(order: int) -> None:
    healpix = pytest.importorskip("astropy_healpix")
    pixel = np.unique(np.linspace(0, 12 * 4**order - 1, 3000).astype(int))
    lon, lat = healpix.HEALPix(nside=2**order, order="nested").boundaries_lonlat(pixel, step=1)
    found = cell_corners(pixel, order)
    for k in range(len(pixel)):
        mine = {(round(ra % 360, 6) % 360, round(dec, 6)) for ra, dec in found[k] if abs(dec) < 90 - 1e-9}
        theirs = {
            (round(ra % 360, 6) % 360, round(dec, 6))
            for ra, dec in zip(lon[k].deg, lat[k].deg, strict=True)
            if abs(dec) < 90 - 1e-9
        }
        assert len(mine) == len(theirs)
        for place in mine:
            assert min(np.hypot(place[0] - a, place[1] - b) for a, b in theirs) < 1e-5


def test_cells_across_zero_hours_stay_in_one_piece() -> None:
    # Pixel 4^11 * 4 is the southern corner of face 4, whose middle lies at right ascension 0
    corners = cell_corners(np.array([4 * 4**11, 5 * 4**11 - 1]), 11)
    assert np.ptp(corners[..., 0], axis=1).max() < 0.1


def test_the_outline_leaves_out_sides_between_cells() -> None:
    # Pixels 0 to 3 are a square of four: eight sides are outside, four within; one alone has four
    assert len(outline(cell_corners(np.array([0]), 11))) == 4
    assert len(outline(cell_corners(np.arange(2), 11))) == 6
    assert len(outline(cell_corners(np.arange(4), 11))) == 8


@pytest.mark.parametrize("narrow", [False, True])
def test_the_map_counts_the_images_that_saw_a_place(narrow: bool) -> None:
    square = [(44.99, 0.0), (45.03, 0.0), (45.03, 0.04), (44.99, 0.04)]
    half = [(44.99, 0.0), (45.01, 0.0), (45.01, 0.04), (44.99, 0.04)]
    figure = sky_map(_rows([0, 1, 2, 3], [square, square, half]), Sheet(narrow))
    number = figure.axes[1].images[0].get_array().filled(0)
    assert set(np.unique(number)) <= {0, 2, 3}
    # East is left on the page, but columns run with right ascension
    middle = number[number.shape[0] // 2]
    assert (middle[5], middle[-5]) == (3, 2)
    assert figure.axes[0].xaxis_inverted() and figure.axes[1].xaxis_inverted()


def test_a_survey_across_zero_hours_is_drawn_in_one_piece() -> None:
    square = [(359.99, 0.0), (0.02, 0.0), (0.02, 0.04), (359.99, 0.04)]
    cells = [4 * 4**11 + 4**11 // 2, 4 * 4**11]
    figure = sky_map(_rows(cells, [square]), Sheet(narrow=False))
    left, right = figure.axes[1].images[0].get_extent()[:2]
    assert right - left < 0.1


def test_without_outlines_the_sources_alone_are_drawn() -> None:
    assert sky_map(_rows([0], []), Sheet(narrow=False)).axes[0].collections
