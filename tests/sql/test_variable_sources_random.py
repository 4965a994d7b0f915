"""R3 on random light curves, held against a plain window-function statement and against numpy."""

import numpy as np
import psycopg
import pytest
from numpy.typing import NDArray

THRESHOLDS = (3, 5, 10, 20, 50)
N_SOURCE, N_EPOCH = 400, 9

# The question to the letter, every light curve read.
PLAIN = """
    SELECT DISTINCT c.source_id
    FROM (
        SELECT
            d.source_id, d.flux_1, d.flux_1_err, avg(d.flux_1) OVER light_curve AS mean_flux,
            count(*) OVER light_curve AS n_epoch
        FROM (
            SELECT
                m.source_id,
                m.flux_1 * CASE WHEN %(raw)s THEN 1 ELSE power(10, 0.4 * (25 - i.zero_point_1)) END AS flux_1,
                m.flux_1_err * CASE WHEN %(raw)s THEN 1 ELSE power(10, 0.4 * (25 - i.zero_point_1)) END
                    AS flux_1_err
            FROM survey.detection AS m
            INNER JOIN survey.image AS i ON i.image_id = m.image_id
            WHERE i.band = 'Ks' AND m.flux_1 IS NOT NULL AND m.flux_1_err IS NOT NULL
        ) AS d
        WINDOW light_curve AS (PARTITION BY d.source_id)
    ) AS c
    WHERE c.n_epoch >= 2 AND abs(c.flux_1 - c.mean_flux) / c.flux_1_err > %(n_sigma)s
"""


@pytest.mark.parametrize("is_measured", [False, True])
@pytest.mark.parametrize("calibration", ["catalogue", "raw"])
def test_every_threshold_gives_what_the_plain_statement_and_numpy_give(
    database: psycopg.Connection, calibration: str, *, is_measured: bool
) -> None:
    flux, error, zero_point = _random_light_curves()
    _load(database, flux, error, zero_point)
    if is_measured:
        database.execute("SELECT upkeep.measure_deviations(1)")
    scale = np.ones(N_EPOCH) if calibration == "raw" else 10 ** (0.4 * (25 - zero_point))
    deviation = _deviation(flux * scale, error * scale)
    counts = []
    for n_sigma in THRESHOLDS:
        query = "SELECT source_id, max_deviation FROM science.variable_sources(%s, %s) ORDER BY source_id"
        found = dict(database.execute(query, [n_sigma, calibration]).fetchall())
        plain = database.execute(PLAIN, {"raw": calibration == "raw", "n_sigma": n_sigma}).fetchall()
        assert set(found) == {row[0] for row in plain}
        assert set(found) == set(np.flatnonzero(deviation > n_sigma).tolist())
        assert list(found.values()) == pytest.approx(deviation[list(found)], rel=1e-5)
        counts.append(len(found))
    # The data try every threshold: a higher one finds fewer, and none finds nothing.
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1] > 0


def test_the_running_moments_agree_with_numpy(database: psycopg.Connection) -> None:
    flux, error, zero_point = _random_light_curves()
    _load(database, flux, error, zero_point)
    # Known to 1e-6 mag only, from magnitudes in float32: a sum of squares would show that
    query = "SELECT zero_point_1 FROM survey.image ORDER BY image_id"
    measured = np.array(database.execute(query).fetchall())[:, 0]
    np.testing.assert_allclose(measured, zero_point, atol=2e-6)
    scaled = flux * 10 ** (0.4 * (25 - measured))
    rows = database.execute(
        "SELECT n_epoch, flux_mean, flux_m2, flux_min, flux_max"
        " FROM survey.source_variability ORDER BY source_id"
    ).fetchall()
    epochs = np.isfinite(scaled).sum(axis=1)
    expected = np.column_stack(
        [
            epochs, np.nanmean(scaled, axis=1), np.nanvar(scaled, axis=1) * epochs,
            np.nanmin(scaled, axis=1), np.nanmax(scaled, axis=1),
        ]
    )  # fmt: skip
    np.testing.assert_allclose(np.array(rows), expected, rtol=1e-9)
    assert database.execute("SELECT * FROM science.verify_summaries()").fetchall() == []


def _random_light_curves() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Fluxes and errors, shape (source, epoch), in float32, NaN where missing; zero points, (epoch,)."""
    rng = np.random.default_rng(20)
    zero_point = rng.uniform(24, 26, N_EPOCH)
    mean = 10 ** rng.uniform(2, 5, (N_SOURCE, 1))
    amplitude = mean * 10 ** rng.uniform(-4, 0, (N_SOURCE, 1))
    error = 0.01 * mean * rng.uniform(0.3, 3, (N_SOURCE, N_EPOCH))
    scaled = mean + amplitude * rng.normal(size=(N_SOURCE, N_EPOCH)) + error * rng.normal(size=error.shape)
    gain = 10 ** (0.4 * (zero_point - 25))
    flux, error = (np.float64(np.float32(values * gain)) for values in (scaled, error))
    flux[rng.random(flux.shape) < 0.1] = np.nan
    return flux, error, zero_point


def _deviation(flux: NDArray[np.float64], error: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the largest deviation from the mean in units of its error, (source,); -1 below two epochs."""
    deviation = np.abs(flux - np.nanmean(flux, axis=1, keepdims=True)) / error
    return np.where(np.isfinite(flux).sum(axis=1) < 2, -1, np.nanmax(deviation, axis=1))


def _load(
    connection: psycopg.Connection,
    flux: NDArray[np.float64],
    error: NDArray[np.float64],
    zero_point: NDArray[np.float64],
) -> None:
    """Load the epochs in an order that is not that of time."""
    connection.execute("INSERT INTO survey.field VALUES (1)")
    connection.execute("INSERT INTO survey.load (path, program_version) VALUES ('', '')")
    for epoch in np.random.default_rng(1).permutation(N_EPOCH).tolist():
        image_id = epoch + 1
        connection.execute(
            "INSERT INTO survey.image (image_id, field_id, band, file_name, mjd)"
            " VALUES (%s, 1, 'Ks', '', %s)",
            [image_id, 57000.0 + epoch],
        )
        connection.execute(
            "INSERT INTO survey.catalogue (image_id, path, sha256, n_detection, load_id)"
            " SELECT %s, '', %s, %s, max(load_id) FROM survey.load",
            [image_id, f"{image_id:064x}", N_SOURCE],
        )
        into = (
            "COPY survey.detection"
            " (source_id, image_id, running_id, ra, dec, class, flux_1, flux_1_err, mag_1) FROM STDIN"
        )
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for source in range(N_SOURCE):
                value = flux[source, epoch]
                measured = None if np.isnan(value) else float(value)
                mag = float(zero_point[epoch] - 2.5 * np.log10(value)) if value > 0 else None
                place = (source, image_id, source + 1, 10.0, 20.0, -1)
                copy.write_row((*place, measured, float(error[source, epoch]), mag))
        connection.execute("SELECT upkeep.add_catalogues(ARRAY[%s])", [image_id])
