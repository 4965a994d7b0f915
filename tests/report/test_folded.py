"""Folded light curves as a figure: what is asked of the database, and the file."""

from pathlib import Path

import matplotlib.image
import numpy as np
import psycopg
import pytest

from db.statement import statement
from report import __main__ as program
from report.folded import folded_curves
from report.rows import rows_of
from report.style import Sheet
from tests.results import add_run
from tests.survey import add_image, analyse

ASKED = {"source_ids": [7], "period": 2.0}


@pytest.fixture
def curve(database: psycopg.Connection) -> psycopg.Connection:
    """Source 7 on four days, bright and faint by turns."""
    for day, flux in enumerate((100.0, 200.0, 100.0, 200.0)):
        rows = [{"source_id": 7, "flux_1": flux, "flux_1_err": 1.0, "mag_1_err": 0.01}]
        add_image(database, day + 1, rows, mjd=57000.0 + day)
    analyse(database)
    return database


def _add_period(connection: psycopg.Connection, period: float) -> None:
    run_id = add_run(connection, "periods", "harmonics")
    connection.execute(
        "INSERT INTO survey.run_light_curve (run_id, band, calibration) VALUES (%s, 'Ks', 'catalogue')",
        [run_id],
    )
    connection.execute(
        "INSERT INTO survey.period (source_id, period, power, false_alarm_probability, amplitude_mag,"
        " epoch_mjd, run_id, n_epoch, n_harmonic, period_err)"
        " VALUES (7, %s, 0.9, 0, 0.4, 57000, %s, 4, 1, 1)",
        [period, run_id],
    )


def test_a_source_is_folded_with_the_period_that_is_given(
    curve: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Days over a period of 2 from MJD 0: 57000 and 57002 at phase 0, 57001 and 57003 at 0.5
    rows = rows_of(curve, statement("report/folded_source"), ASKED)
    assert rows["phase"].tolist() == [0, 0, 0.5, 0.5]
    picture = tmp_path / "fold.png"
    assert program.main(["curves", str(picture), "7", "--period", "2"]) == 0
    assert "1 light curves" in capsys.readouterr().out
    assert np.ptp(matplotlib.image.imread(picture)[..., :3]) > 0.5


def test_without_a_period_the_first_that_was_found_is_taken(
    curve: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "fold.png"
    assert program.main(["curves", str(picture), "7", "--fold"]) == 1
    assert "NoLightCurve: no folded light curve in Ks of 7" in capsys.readouterr().err
    _add_period(curve, 4.0)
    assert program.main(["curves", str(picture), "7", "--fold"]) == 0
    rows = rows_of(curve, statement("report/folded_source"), {**ASKED, "period": 0.0})
    assert set(rows["period"].tolist()) == {4.0}


def test_the_page_shows_sure_periods_and_two_cycles_of_each(curve: psycopg.Connection) -> None:
    _add_period(curve, 4.0)
    rows = rows_of(curve, statement("report/folded_light_curve"))
    assert rows["source_id"].tolist() == [7] * 4
    (panel,) = folded_curves(rows, Sheet(narrow=False)).axes
    assert panel.get_title() == "7: 4 d"
    drawn = panel.lines[0].get_xdata()
    assert drawn.tolist() == [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]


def test_a_period_that_cannot_be_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        program.main(["curves", "fold.png", "7", "--period", "0"])
    assert "found 0, expected days above 0" in capsys.readouterr().err
