"""The page: every SQL file is used and runs, every figure is drawn, and an empty database says so."""

import re
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import matplotlib.image
import numpy as np
import psycopg
import pytest

from db.statement import SQL, statement
from report import __main__ as program
from report import coverage, galaxies, style, variability
from report.figures import FIGURES
from report.page import write_page
from report.rows import rows_of
from report.style import Sheet

NOT_FIGURES = {
    "calibrated_curve", "column_meaning", "field", "folded_source", "match", "match_light_curves", "run",
}  # fmt: skip
OF_RUNS = {
    "folded_light_curve",
    "simulated_star", "density_candidate", "galaxy_pair", "photo_z", "photo_z_method", "colour_component",
}  # fmt: skip


class Links(HTMLParser):
    """Whatever the page takes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "srcset", "href") and value and not value.startswith(("data:image/png", "#")):
                self.outside.append(f"{tag} {name}={value}")


def test_every_figure_has_its_sql_and_every_sql_its_figure() -> None:
    files = {path.stem for path in (SQL / "report").glob("*.sql")} - NOT_FIGURES
    assert files == {drawing.name for drawing in FIGURES}


def test_an_empty_database_gives_a_page_that_says_what_to_do(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    assert program.main([str(tmp_path / "new" / "page")]) == 0
    page = (tmp_path / "new" / "page" / "index.html").read_text()
    assert "No field is loaded yet." in page
    for drawing in FIGURES:
        assert drawing.without in unescape(page)
    assert list((tmp_path / "new" / "page").glob("*.png")) == []


def test_another_database_is_named_on_the_command_line(
    database: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATABASE", "postgres")
    assert program.main([str(tmp_path), "-d", database.info.dbname]) == 0


def test_a_database_without_a_survey_is_told_from_a_broken_one(
    empty_database: psycopg.Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Roles belong to the whole server; another test's installation may not have made this one yet.
    empty_database.execute("DO $$ BEGIN CREATE ROLE epochdb_reader; EXCEPTION WHEN OTHERS THEN NULL; END $$")
    empty_database.commit()
    monkeypatch.setenv("PGDATABASE", empty_database.info.dbname)
    assert program.main([str(tmp_path)]) == 1
    assert "no survey. Install it: python -m db upgrade" in capsys.readouterr().err


@pytest.mark.xdist_group("delivery")
def test_the_page_of_the_real_delivery_is_complete_in_itself(
    delivered: psycopg.Connection, tmp_path: Path
) -> None:
    page = write_page(delivered, tmp_path, FIGURES).read_text()
    links = Links()
    links.feed(page)
    assert links.outside == []
    assert {path.stem for path in tmp_path.glob("*.png")} == {d.name for d in FIGURES} - OF_RUNS
    for drawing in FIGURES:
        assert statement(f"report/{drawing.name}").decode().strip() in unescape(page)
        assert (drawing.without in unescape(page)) == (drawing.name in OF_RUNS)
    assert 'name="viewport"' in page
    # Two pictures of each figure: one for a desk, one for a phone.
    assert len(re.findall("data:image/png", page)) == 2 * (len(FIGURES) - len(OF_RUNS))
    picture = matplotlib.image.imread(tmp_path / "colour_magnitude.png")
    assert np.ptp(picture[..., :3]) > 0.5


@pytest.mark.xdist_group("delivery")
def test_the_figures_count_what_the_questions_answer(delivered: psycopg.Connection) -> None:
    red = rows_of(delivered, statement("report/red_source"))
    assert [int(red["n_red"][red["field_id"] == field].sum()) for field in (1, 2, 3)] == [3472, 1644, 2038]
    deviation = rows_of(delivered, statement("report/deviation"))
    found = [int(deviation["n_variable"][deviation["field_id"] == field].sum()) for field in (1, 2, 3)]
    assert found == [1085, 0, 414]
    five = rows_of(delivered, statement("report/five_band_magnitude"))
    z = {
        field: int(five["n_star"][(five["field_id"] == field) & (five["band"] == "Z")].sum())
        for field in (1, 2, 3)
    }
    assert z == {1: 3791, 2: 4398, 3: 4119}
    assert rows_of(delivered, statement("report/sky_coverage"))["n_source"].sum() == 30_000


def light_curve(mag: list[float]) -> style.Rows:
    return {
        "source_id": np.ones(len(mag), int),
        "field_id": np.ones(len(mag), int),
        "max_deviation": np.full(len(mag), 30.0),
        "mjd": 56000.0 + np.arange(len(mag)),
        "mag": np.array(mag),
        "mag_err": np.full(len(mag), 0.01),
    }


@pytest.mark.parametrize("narrow", [False, True])
def test_bright_is_up_in_a_light_curve(narrow: bool) -> None:
    figure = variability.light_curves(light_curve([14.0, 15.0, np.nan]), Sheet(narrow))
    bottom, top = figure.axes[0].get_ylim()
    # The middle is 14.5, and seven tenths of the amplitude are shown on either side.
    assert (bottom, top) == pytest.approx((15.2, 13.8))


def test_a_field_across_zero_hours_is_drawn_in_one_piece() -> None:
    cell = 1 / 60
    rows = {
        "field_id": np.ones(2, int),
        "ra": np.array([359.99, 0.01]),
        "dec": np.zeros(2),
        "n_source": np.array([3, 4]),
        "step": np.full(2, cell),
    }
    figure = coverage.sky_coverage(rows, Sheet(narrow=False))
    left, right, *_ = figure.axes[0].images[0].get_extent()
    assert (left, right) == pytest.approx((-0.01 - cell / 2, 0.01 + cell / 2))


def test_a_density_shows_each_cell_at_its_place() -> None:
    _, (axes,) = Sheet(narrow=False).panels(1)
    image = style.density(
        axes, (np.array([0.5, 2.5, 0.5]), 1.0), (np.array([10.0, 30.0, 10.0]), 10.0), np.array([2, 5, 1])
    )
    # Columns 0.5, 1.5, 2.5; rows 10, 20, 30; the first cell came twice.
    assert image.get_array().filled(0).tolist() == [[3, 0, 0], [0, 0, 0], [0, 0, 5]]
    assert tuple(image.get_extent()) == (0, 3, 5, 35)


def test_a_scale_of_counts_has_more_numbers_than_the_powers_of_ten() -> None:
    figure, axes = Sheet(narrow=False).panels(1)
    place = np.array([0.5, 1.5])
    style.colour_bar(figure, style.density(axes[0], (place, 1.0), (place, 1.0), np.array([1, 60])), axes, "")
    figure.draw_without_rendering()
    scale = figure.axes[1]
    numbers = [tick.label2.get_text() for tick in scale.yaxis.get_major_ticks() if 1 <= tick.get_loc() <= 60]
    assert numbers == ["1", "2", "5", "10", "20", "50"]


@pytest.mark.parametrize("narrow", [False, True])
def test_square_panels_leave_room_for_their_labels(narrow: bool) -> None:
    panels = ["redshift", "residual", "low", "median", "high", "pit"]
    samples = np.array(["sdss_B", "boss_B"], dtype=object).repeat(len(panels))
    numbers = (
        "error", "sigma_nmad", "bias", "outlier_fraction_15", "coverage_68", "pit_distance", "x", "y",
    )  # fmt: skip
    rows = {"sample": samples, "method": samples, "panel": np.array(2 * panels, dtype=object)}
    rows |= {name: np.array([0.1, 0.8]).repeat(len(panels)) for name in numbers}
    rows |= {"n_galaxy": np.full(len(samples), 100), "n_cell": np.full(len(samples), 90)}
    with mpl.rc_context(style.STYLE):
        figure = galaxies.photo_z(rows, Sheet(narrow))
        figure.draw_without_rendering()
        boxes = [axes.get_tightbbox() for axes in figure.axes]
    assert min(box.x0 for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= figure.bbox.x1


def test_a_picture_for_a_phone_is_taller_than_wide() -> None:
    figure, _ = Sheet(narrow=True).panels(3)
    with mpl.rc_context(style.STYLE):
        height, width, _ = matplotlib.image.imread(BytesIO(style.png(figure))).shape
    assert height > 2 * width
