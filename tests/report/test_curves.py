"""Light curves of chosen sources as a figure: what is asked of the database, and the file."""

from pathlib import Path

import matplotlib.image
import numpy as np
import psycopg
import pytest

from db.statement import statement
from report import __main__ as program
from report.rows import rows_of
from report.style import chosen
from tests.survey import add_image


@pytest.mark.xdist_group("delivery")
def test_curves_have_r3s_deviations_and_the_floor(delivered: psycopg.Connection) -> None:
    delivered.execute("SELECT upkeep.use_tie(upkeep.make_tie('Ks'))")
    for calibration in ("catalogue", "tied"):
        delivered.execute("SELECT upkeep.measure_noise_floor('Ks', %s)", [calibration])
    rows = rows_of(delivered, statement("report/calibrated_curve"), {"source_ids": [3312, 947]})
    assert len(rows["mjd"]) == 2 * 3 * 3
    by_r3 = {}
    for calibration, with_floor in (("catalogue", False), ("tied", True)):
        query = "SELECT source_id, max_deviation FROM science.variable_sources(0, %s, 'Ks', %s)"
        by_r3[calibration] = dict(delivered.execute(query, [calibration, with_floor]).fetchall())
    for source_id in (3312, 947):
        catalogue = chosen(rows, source_id=source_id, calibration="catalogue")
        assert catalogue["max_deviation"][0] == pytest.approx(by_r3["catalogue"][source_id])
        tied = chosen(rows, source_id=source_id, calibration="tied")
        assert tied["max_deviation_with_floor"][0] == pytest.approx(by_r3["tied"][source_id])
        assert (tied["mag_err_with_floor"] > tied["mag_err"]).all()


def test_the_same_sources_give_the_same_bytes(
    database: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _two_epochs(database)
    pictures = [tmp_path / name for name in ("first.png", "again.png")]
    for picture in pictures:
        assert program.main(["curves", str(picture), "7", "8"]) == 0
    assert "2 light curves" in capsys.readouterr().out
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
    assert np.ptp(matplotlib.image.imread(pictures[0])[..., :3]) > 0.5


def test_a_source_without_a_light_curve_is_refused_by_name(
    database: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _two_epochs(database)
    picture = tmp_path / "curves.png"
    assert program.main(["curves", str(picture), "7", "9"]) == 1
    assert "NoLightCurve: no light curve in Ks of 9, expected" in capsys.readouterr().err
    assert not picture.exists()


def _two_epochs(connection: psycopg.Connection) -> None:
    for image_id, flux in ((1, 1000.0), (2, 1100.0)):
        rows = [{"source_id": source_id, "flux_1": flux, "mag_1_err": 0.01} for source_id in (7, 8)]
        add_image(connection, image_id, rows, mjd=57000.0 + image_id)
