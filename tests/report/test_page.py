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
from matplotlib.text import Text

from db.statement import SQL, statement
from report import __main__ as program
from report import coverage, detection, galaxies, style, variability
from report.figures import FIGURES
from report.page import write_page
from report.release import as_of
from report.rows import rows_of
from report.style import Sheet
from tests.conftest import LONG

NOT_FIGURES = {
    "calibrated_curve",
    "column_meaning",
    "field",
    "folded_source",
    "frame",
    "run",
    "match",
    "match_light_curves",
    "digest_question",
    "last_load",
    "release",
    "released_name",
}
OF_RUNS = {
    "floor_light_curve", "folded_light_curve", "simulated_star", "density_candidate", "galaxy_pair",
    "photo_z", "photo_z_method", "colour_component",
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
    assert f"Read from the database {database.info.dbname} on" in page
    for drawing in FIGURES:
        assert drawing.without in unescape(page)
    assert list((tmp_path / "new" / "page").glob("*.png")) == []


def test_every_figure_is_asked_as_of_a_release(database: psycopg.Connection) -> None:
    """What reads no table, as HEALPix, is in science alone."""
    database.execute("SELECT upkeep.make_release('DR1', '')")
    for drawing in FIGURES:
        query = as_of(database, statement(f"report/{drawing.name}"), "dr1")
        assert b"dr1." in query
        rows_of(database, query)


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
    assert {path.stem for path in tmp_path.glob("*.svg")} == {path.stem for path in tmp_path.glob("*.png")}
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
    sky = rows_of(delivered, statement("report/sky_map"))
    assert sky["n_source"].sum() == 30_000
    assert len(np.unique(sky["number"][sky["part"] == "image"])) == 18


def light_curve(mag: list[float]) -> style.Rows:
    return {
        "source_id": np.ones(len(mag), int),
        "field_id": np.ones(len(mag), int),
        "max_deviation": np.full(len(mag), 30.0),
        "mjd": 56000.0 + np.arange(len(mag)),
        "mag": np.array(mag),
        "mag_err": np.full(len(mag), 0.01),
    }


@LONG
@pytest.mark.xdist_group("delivery")
@pytest.mark.parametrize("narrow", [False, True])
def test_all_letters_are_of_one_size_and_all_figures_of_one_width(
    delivered: psycopg.Connection, narrow: bool
) -> None:
    delivered.execute("SELECT upkeep.measure_noise_floor('Ks', 'catalogue')")
    widths = set()
    for drawing in FIGURES:
        rows = rows_of(delivered, statement(f"report/{drawing.name}"))
        if not all(len(values) for values in rows.values()):
            continue
        with mpl.rc_context(style.STYLE):
            figure = drawing.draw(rows, Sheet(narrow))
            figure.draw_without_rendering()
        widths.add(figure.get_figwidth())
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
        assert {text.get_fontsize() for text in texts} == {style.FONT_SIZE}, drawing.name
    assert widths == {Sheet(narrow).width}


def test_sizes_of_letters_stand_in_one_place() -> None:
    modules = Path(style.__file__).parent.glob("*.py")
    sized = {path.name for path in modules if re.search(r"fontsize|labelsize|titlesize", path.read_text())}
    assert sized <= {"style.py", "curves.py"}


def test_signal_to_noise_is_written_in_powers_of_ten() -> None:
    cells = {
        "band": np.array(["Ks", "Ks"], dtype=object),
        "wavelength_um": np.full(2, 2.1),
        "mag": np.array([10.0, 18.0]),
        "log_snr": np.array([3.2, 0.5]),
        "n_detection": np.array([1, 1]),
        "mag_step": np.full(2, 0.1),
        "log_snr_step": np.full(2, 0.05),
    }
    figure = detection.snr_magnitude(cells, Sheet(narrow=False))
    figure.draw_without_rendering()
    axis = figure.axes[0].yaxis
    low, high = axis.get_view_interval()
    shown = [t.label1.get_text() for t in axis.get_major_ticks() if low <= t.get_loc() <= high]
    assert shown == ["10", "100", "1000"]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("known", [True, False])
def test_images_without_a_depth_are_marked_and_leave_the_others_readable(narrow: bool, known: bool) -> None:
    # Two fields; the second's only image has no depth, nor, where nothing is known, the first's
    rows = {
        "field_id": np.array([1, 1, 2]),
        "band": np.array(["J", "Ks", "Ks"], dtype=object),
        "wavelength_um": np.array([1.25, 2.15, 2.15]),
        "image_id": np.array([1, 2, 3]),
        "mjd": np.array([57000.0, 57001.0, 57002.0]),
        "snr_16": np.array([10.0, 8.0, 40.0]),
        "snr_50": np.array([30.0, 20.0, 60.0]),
        "snr_84": np.array([100.0, 70.0, 90.0]),
        "depth": np.array([19.0, 17.0, np.nan]) if known else np.full(3, np.nan),
    }
    figure = coverage.image_depth(rows, Sheet(narrow))
    figure.draw_without_rendering()
    depths = [axes for axes in figure.axes if axes.get_yscale() == "linear"]
    assert len({axes.get_ylim() for axes in depths}) == 1
    if known:
        # A quarter of a magnitude above the brightest, and somewhat more below the faintest
        assert depths[0].get_ylim() == pytest.approx((19.35, 16.75))
    marked = [
        sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() == "v") for axes in depths
    ]
    assert marked == ([0, 1] if known else [2, 1])


@pytest.mark.xdist_group("delivery")
def test_variables_above_the_floor_have_larger_errors(delivered: psycopg.Connection) -> None:
    assert not len(rows_of(delivered, statement("report/floor_light_curve"))["mag"])
    delivered.execute("SELECT upkeep.measure_noise_floor('Ks', 'catalogue')")
    rows = rows_of(delivered, statement("report/floor_light_curve"))
    assert set(rows["calibration"]) == {"catalogue"}
    strongest = delivered.execute(
        "SELECT source_id FROM science.sources_above_floor(5, 'catalogue') "
        "ORDER BY score DESC, source_id LIMIT 1"
    ).fetchone()
    assert strongest == (rows["source_id"][0],)
    assert (rows["mag_err_with_floor"] > rows["mag_err"]).all()


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
