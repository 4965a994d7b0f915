"""Periods of light curves that were made with one, and their way into the database and back."""

import numpy as np
import psycopg
import pytest

from ml import __main__ as program
from ml.faults import NothingToSearch
from ml.periods import search
from ml.variables.false_alarms import Calibration
from ml.variables.light_curve import LightCurve
from ml.variables.strongest import Period, periods_of
from tests.results import add_run
from tests.survey import add_image, analyse


def test_the_period_of_a_sine_is_found() -> None:
    found = _first(_sine(0.5437, 0.2), 0.2, 100)
    assert found.period == pytest.approx(0.5437, rel=1e-4)
    assert found.amplitude_mag == pytest.approx(0.2, rel=0.1)
    assert found.power > 0.9
    assert found.false_alarm_probability < 1e-10


def test_phase_zero_is_the_brightest_moment() -> None:
    curve = _sine(2.71, 0.3)
    found = _first(curve, 0.5, 100)
    at_zero = 15 + 0.3 * np.sin(2 * np.pi * found.epoch_mjd / 2.71)
    assert at_zero == pytest.approx(14.7, abs=0.01)
    assert curve.time[0] <= found.epoch_mjd < curve.time[0] + found.period


def test_noise_has_no_sure_period() -> None:
    assert _first(_sine(1.0, 0.0), 0.2, 100).false_alarm_probability > 0.01


def test_a_run_writes_the_candidates_periods_and_folds_their_light_curves(
    database: psycopg.Connection,
) -> None:
    _load_one_pulsating_source(database)
    run_id, n_source = search(
        database, band="Ks", calibration="catalogue", score_min=6.0, period_range=(0.5, 50),
        n_epoch_min=20, n_job=1,
    )  # fmt: skip
    assert n_source == 1
    query = "SELECT source_id, period, run_id FROM science.periodic_source"
    assert database.execute(query).fetchall() == [(0, pytest.approx(3.3, rel=1e-3), run_id)]
    query = "SELECT task, training_sample, settings, n_input, n_excluded FROM science.run_overview"
    settings = "n_epoch_min=20, n_shuffled=300, period_max=50, period_min=0.5, score_min=6.0"
    assert database.execute(query).fetchall() == [("periods", None, settings, 1, 0)]
    query = "SELECT rank, relation FROM science.period_candidate WHERE source_id = 0 ORDER BY rank"
    ranks, relations = zip(*database.execute(query).fetchall(), strict=True)
    assert ranks == tuple(range(1, len(ranks) + 1))
    assert relations[0] == "first"
    assert "double" in relations
    rows = database.execute("SELECT phase, mag FROM science.folded_light_curve(0)").fetchall()
    phase, mag = np.array(rows).T
    assert len(phase) == 30
    assert ((phase >= 0) & (phase < 1)).all()
    np.testing.assert_allclose(mag, 15 - 0.2 * np.cos(2 * np.pi * phase), atol=0.08)


def test_any_period_that_is_typed_folds_a_light_curve(database: psycopg.Connection) -> None:
    # Day numbers over a period of 2: phases 0, 0.5, 0, 0.5; two bins hold the even and the odd days.
    for day, flux in enumerate((100.0, 200.0, 100.0, 200.0)):
        add_image(
            database,
            day + 1,
            [{"source_id": 7, "flux_1": flux, "flux_1_err": 1.0, "mag_1_err": 0.01}],
            mjd=57000.0 + day,
        )
    analyse(database)
    query = "SELECT phase, cycle, folding_period FROM science.folded_light_curve(7, 'Ks', 2) ORDER BY mjd"
    assert database.execute(query).fetchall() == [
        (0.0, 28500, 2.0),
        (0.5, 28500, 2.0),
        (0.0, 28501, 2.0),
        (0.5, 28501, 2.0),
    ]
    query = "SELECT phase, n_epoch FROM science.binned_folded_light_curve(7, 'Ks', 2, 2)"
    assert database.execute(query).fetchall() == [(0.25, 2), (0.75, 2)]
    assert database.execute("SELECT FROM science.folded_light_curve(7)").fetchall() == []
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="the period is -1 d"):
        database.execute("SELECT FROM science.folded_light_curve(7, 'Ks', -1)")


def test_too_few_epochs_are_refused_and_the_last_run_stays(
    database: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    _load_one_pulsating_source(database)
    options = [
        "periods",
        "--calibration",
        "catalogue",
        "--score-min",
        "6",
        "--period-min",
        "0.5",
        "--jobs",
        "1",
    ]
    assert program.main(options) == 0
    assert "1 searched, 1 with" in capsys.readouterr().out
    assert program.main([*options, "--epochs-min", "31"]) == 1
    assert (
        "of the 1 sources in Ks with a score above 6 none has 31 epochs, the most is 30"
        in capsys.readouterr().err
    )
    assert database.execute("SELECT count(*) FROM science.periodic_source").fetchone() == (1,)


def test_a_forgotten_run_takes_its_periods_along(
    database: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    _load_one_pulsating_source(database)
    for _ in range(2):
        search(
            database, band="Ks", calibration="catalogue", score_min=6.0, period_range=(0.5, 50),
            n_epoch_min=20, n_job=1,
        )  # fmt: skip
    ((first,), (second,)) = database.execute(
        "SELECT run_id FROM science.run_overview ORDER BY run_id"
    ).fetchall()
    latest = "SELECT run_id FROM science.periodic_source"
    assert database.execute(latest).fetchall() == [(second,)]
    assert program.main(["forget", str(second)]) == 0
    assert database.execute(latest).fetchall() == [(first,)]
    assert database.execute("SELECT count(*) FROM survey.run_light_curve").fetchone() == (1,)


def test_tied_light_curves_need_their_tie(database: psycopg.Connection) -> None:
    run_id = add_run(database, "periods", "lomb_scargle")
    for calibration, tie_id in (("tied", None), ("catalogue", 1)):
        with pytest.raises(psycopg.errors.CheckViolation), database.transaction():
            database.execute(
                "INSERT INTO survey.run_light_curve VALUES (%s, 'Ks', %s, %s)",
                [run_id, calibration, tie_id],
            )


def test_a_survey_without_variables_has_nothing_to_search(database: psycopg.Connection) -> None:
    _load_one_pulsating_source(database)
    with pytest.raises(
        NothingToSearch, match="no source in Ks, calibration catalogue, has a score above 1000"
    ):
        search(
            database, band="Ks", calibration="catalogue", score_min=1000, period_range=(0.5, 50),
            n_epoch_min=20, n_job=1,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--epochs-min", "4"], "--epochs-min is 4, expected 5 or more"),
        (["--period-min", "0"], "--period-min is 0 and"),
        (["--period-min", "10", "--period-max", "1"], "expected 0 < period-min < period-max"),
        (["--jobs", "0"], "--jobs is 0, expected 1 or more"),
        (["--band", "Q"], 'there is no band "Q"; the bands are Z, Y, J, H, Ks\nHINT: '),
        ([], 'no tie is current in band "Ks"\nHINT: '),
    ],
)
@pytest.mark.usefixtures("database")
def test_what_cannot_be_searched_is_refused_with_a_remedy(
    capsys: pytest.CaptureFixture[str], options: list[str], found: str
) -> None:
    assert program.main(["periods", *options]) == 1
    said = capsys.readouterr().err
    assert found in said
    assert "CONTEXT" not in said


def _first(curve: LightCurve, period_min: float, period_max: float) -> Period:
    return periods_of(1, curve, period_min, period_max, Calibration(3.0, 0))[0]


def _load_one_pulsating_source(connection: psycopg.Connection) -> None:
    """Load 30 epochs of source 0, which pulsates with 3.3 days, and 40 constant ones of 1 per cent."""
    curve = _sine(3.3, 0.2, n_epoch=30)
    rng = np.random.default_rng(4)
    for epoch, (mjd, mag) in enumerate(zip(curve.time.tolist(), curve.mag.tolist(), strict=True)):
        mags = [mag, *(15 + rng.normal(0, 0.01, 40))]
        fluxes = [10 ** (0.4 * (25 - m)) for m in mags]
        rows = [
            {"source_id": s, "flux_1": f, "flux_1_err": f / 100, "mag_1_err": 0.0109}
            for s, f in enumerate(fluxes)
        ]
        add_image(connection, epoch + 1, rows, mjd=mjd)
    analyse(connection)
    connection.execute("SELECT upkeep.measure_noise_floor('Ks', 'catalogue')")


def _sine(period: float, amplitude: float, n_epoch: int = 50) -> LightCurve:
    rng = np.random.default_rng(11)
    mjd = np.sort(57000 + rng.uniform(0, 300, n_epoch))
    mag = 15 + amplitude * np.sin(2 * np.pi * mjd / period) + rng.normal(0, 0.02, n_epoch)
    return LightCurve.of_one_band(mjd, mag, np.full(n_epoch, 0.02))
