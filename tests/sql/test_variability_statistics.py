"""science.light_curve_statistics against numpy and against the package light-curve (PyPI)."""

import numpy as np
import psycopg
import pytest
from numpy.typing import NDArray

from tests.survey import add_image

light_curve = pytest.importorskip("light_curve")

# Its inter-percentile range uses another definition of a percentile; that is held against numpy.
PACKAGE = {
    "n_epoch": light_curve.ObservationCount(),
    "mag_mean": light_curve.Mean(),
    "mag_weighted_mean": light_curve.WeightedMean(),
    "mag_median": light_curve.Median(),
    "mag_mad": light_curve.MedianAbsoluteDeviation(),
    "amplitude": light_curve.Amplitude(),
    "mag_stddev": light_curve.StandardDeviation(),
    "chi2_reduced": light_curve.ReducedChi2(),
    "skewness": light_curve.Skew(),
    "kurtosis": light_curve.Kurtosis(),
    "von_neumann_eta": light_curve.Eta(),
    "stetson_k": light_curve.StetsonK(),
    "time_span": light_curve.Duration(),
}
ONE = "band = 'Ks' AND calibration = 'catalogue'"


def test_random_light_curves_agree_with_the_package_and_with_numpy(database: psycopg.Connection) -> None:
    rng = np.random.default_rng(8)
    n_source, n_epoch = 12, 17
    flux = 10 ** rng.uniform(3, 4, (n_source, 1)) * rng.lognormal(0, 0.2, (n_source, n_epoch))
    present = rng.random(flux.shape) < 0.8
    for epoch in range(n_epoch):
        detections = [
            {
                "source_id": source, "flux_1": float(np.float32(flux[source, epoch])),
                "flux_1_err": float(rng.uniform(10, 50)), "mag_1_err": float(rng.uniform(0.01, 0.1)),
            }
            for source in np.flatnonzero(present[:, epoch]).tolist()
        ]  # fmt: skip
        add_image(database, epoch + 1, detections, mjd=57000.0 + float(rng.uniform(0, 500)))
    assert _compare(database, "true") == n_source


@pytest.mark.xdist_group("delivery")
def test_real_light_curves_agree_with_the_package_and_with_numpy(delivered: psycopg.Connection) -> None:
    assert _compare(delivered, "source_id % 100 = 0 AND n_epoch >= 3") >= 90


def test_a_single_epoch_has_no_scatter(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "mag_1_err": 0.1}])
    row = database.execute(
        "SELECT n_epoch, mag_median, mag_mad, amplitude, mag_stddev, chi2_reduced, skewness, stetson_j"
        f" FROM science.light_curve_statistics WHERE {ONE}"
    ).fetchone()
    assert row == (1, 17.5, 0, 0, None, None, None, None)


def test_an_unmeasured_epoch_is_no_epoch(database: psycopg.Connection) -> None:
    add_image(database, 1, [{"source_id": 7, "mag_1_err": 0.1}], mjd=57000.0)
    add_image(
        database, 2, [{"source_id": 7, "flux_1": -5.0}, {"source_id": 8, "mag_1_err": 0.1}], mjd=57001.0
    )
    query = f"SELECT source_id, n_epoch FROM science.light_curve_statistics WHERE {ONE} ORDER BY source_id"
    assert database.execute(query).fetchall() == [(7, 1), (8, 1)]


def _compare(connection: psycopg.Connection, condition: str) -> int:
    """Hold the statistics of some sources to 1e-6 of their size; give the number of sources."""
    cursor = connection.execute(f"SELECT * FROM science.light_curve_statistics WHERE {ONE} AND {condition}")
    names = [column.name for column in cursor.description or ()]
    for values in cursor.fetchall():
        found = dict(zip(names, values, strict=True))
        rows = connection.execute(
            f"SELECT mjd, mag, mag_err, flux, flux_err FROM science.calibrated_light_curve"
            f" WHERE {ONE} AND source_id = %s ORDER BY mjd",
            [found["source_id"]],
        ).fetchall()
        columns = [np.ascontiguousarray(column) for column in np.array(rows).T]
        expected = {**_by_numpy(*columns), **_by_package(*columns)}
        compared = {name: found[name] for name in expected}
        assert compared == pytest.approx(expected, rel=1e-6, abs=1e-9)
    return cursor.rowcount


def _by_package(
    time: NDArray[np.float64],
    mag: NDArray[np.float64],
    mag_err: NDArray[np.float64],
    flux: NDArray[np.float64],
    flux_err: NDArray[np.float64],
) -> dict[str, float]:
    kurtosis_needs = 4
    values = {
        name: float(feature(time, mag, mag_err)[0])
        for name, feature in PACKAGE.items()
        if name != "kurtosis" or len(time) >= kurtosis_needs
    }
    return values | {"flux_excess_variance": float(light_curve.ExcessVariance()(time, flux, flux_err)[0])}


def _by_numpy(
    time: NDArray[np.float64],
    mag: NDArray[np.float64],
    mag_err: NDArray[np.float64],
    flux: NDArray[np.float64],
    flux_err: NDArray[np.float64],
) -> dict[str, float]:
    values = {f"mag_p{q:02d}": float(np.percentile(mag, q)) for q in (25, 75)}
    values["mag_iqr"] = values["mag_p75"] - values["mag_p25"]
    weight = mag_err**-2.0
    deviation = np.sqrt(len(mag) / (len(mag) - 1)) * (mag - np.average(mag, weights=weight)) / mag_err
    pair = deviation[:-1] * deviation[1:]
    values["stetson_j"] = float(np.mean(np.sign(pair) * np.sqrt(np.abs(pair))))
    values["mag_weighted_mean_err"] = float(weight.sum() ** -0.5)
    return values
