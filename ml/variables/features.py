"""
Features of a light curve in one band that tell classes apart, whatever its zero point.

For light curves in files. Those in a database have theirs from science.features_of_run, in SQL; a test holds
the two against each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ml.variables.candidates import Found, search, shape_of
from ml.variables.description import Description, describe
from ml.variables.light_curve import LightCurve

Array = NDArray[np.float64]
N_PHASE = 64
TINY = 1e-6  # [mag], so that logarithms of nothing are numbers
COLOURS = ("j_minus_h", "h_minus_ks")
# In this order everywhere: in the arrays, in the table, in the trees.
NAMES = (
    "log_period", "n_harmonic", "criterion_per_epoch", "sine_power", "log_candidate_ratio", "candidate_gap",
    "log_amplitude_1", "ratio_21", "ratio_31", "ratio_41", "phase_21_cos", "phase_21_sin", "phase_31_cos",
    "phase_31_sin", "unexplained", "unexplained_half_ratio", "unexplained_double_ratio", "log_sine_period",
    "log_second_period", "log_second_ratio", "log_second_amplitude", "second_amplitude_ratio",
    "second_power", "log_third_ratio", "third_amplitude_ratio", "shape_skewness", "shape_bright_share",
    "shape_rise_share", "shape_secondary", "shape_steepest", "fold_log_eta", "fold_cumulative_range",
    "residual_skewness", "residual_kurtosis", "residual_log_eta", "log_range", "log_stddev",
    "log_range_over_amplitude_1", "skewness", "kurtosis", "mad_over_stddev", "iqr_over_stddev",
    "beyond_stddev", "median_place", "share_50", "share_80", "share_90", "log_spread_80", "tail_asymmetry",
    "log_eta", "log_eta_by_time", "stetson_k", "cumulative_range", "trend", "log_slope_50", "log_slope_90",
    "log_chi2_reduced", "log_err_over_stddev",
    "log_second_candidate", "log_third_candidate", "log_series_range", "series_quartile_1", "series_median",
    "series_quartile_3", "dip_asymmetry", "log_walk_time", "walk_gain", "j_minus_h", "h_minus_ks",
)  # fmt: skip


def features(curve: LightCurve, found: Found, description: Description) -> Array:
    """
    Give the features of a light curve whose periods have been searched, shape (len(NAMES),).

    Periods and shape by the first candidate: amplitudes and phases of harmonics relative to the first
    (Simon & Lee 1981), the folded curve; scatter and shape of the distribution of magnitudes as in
    Richards et al. (2011, ApJ 733, 10); and the strongest periods of what the first one leaves (Debosscher
    et al. 2007). What each is stands in the comments of survey.light_curve_feature. Colours are missing, NaN:
    a light curve in one band has none.
    """
    order = np.argsort(curve.time, kind="stable")
    time, mag, err = curve.time[order] - curve.time.min(), curve.mag[order], curve.mag_err[order]
    values = _period_features(found, len(mag)) | _harmonic_features(found.candidates[0].period, description)
    values |= _shape_features(description.coefficients)
    values |= _folded_features(time, mag, found.candidates[0].period, description.coefficients)
    values |= _distribution_features(mag, err) | _time_features(time, mag)
    amplitude = np.hypot(description.cosine_1, description.sine_1)
    values["log_range_over_amplitude_1"] = values["log_range"] - float(np.log10(amplitude + TINY))
    values |= dict.fromkeys(COLOURS, np.nan)
    return np.array([values[name] for name in NAMES])


def searched_features(curve: LightCurve, period_min: float, period_max: float) -> Array:
    """Search the periods and give the features."""
    found = search(curve, period_min, period_max)
    return features(curve, found, describe(curve, found, period_min, period_max))


def _period_features(found: Found, n: int) -> dict[str, float]:
    first = found.candidates[0]
    second = found.candidates[1] if len(found.candidates) > 1 else first
    third = found.candidates[2] if len(found.candidates) > 2 else first
    return {
        "log_period": float(np.log10(first.period)),
        "n_harmonic": float(first.n_harmonic),
        "criterion_per_epoch": first.criterion / n,
        "sine_power": found.power,
        "log_candidate_ratio": float(np.log10(second.period / first.period)),
        "candidate_gap": (second.criterion - first.criterion) / n,
        "log_second_candidate": float(np.log10(second.period)),
        "log_third_candidate": float(np.log10(third.period)),
    }


def _harmonic_features(period: float, of: Description) -> dict[str, float]:
    amplitude = np.hypot(of.coefficients[:, 0], of.coefficients[:, 1])
    phase = np.arctan2(of.coefficients[:, 1], of.coefficients[:, 0])
    lag_2, lag_3 = phase[1] - 2 * phase[0], phase[2] - 3 * phase[0]
    first = float(amplitude[0]) + TINY
    return {
        "log_amplitude_1": float(np.log10(first)),
        "ratio_21": float(amplitude[1]) / first,
        "ratio_31": float(amplitude[2]) / first,
        "ratio_41": float(amplitude[3]) / first,
        "phase_21_cos": float(np.cos(lag_2)),
        "phase_21_sin": float(np.sin(lag_2)),
        "phase_31_cos": float(np.cos(lag_3)),
        "phase_31_sin": float(np.sin(lag_3)),
        "unexplained": of.unexplained,
        "unexplained_half_ratio": of.unexplained_half / of.unexplained,
        "unexplained_double_ratio": of.unexplained_double / of.unexplained,
        "log_sine_period": float(np.log10(of.sine_period)),
        "log_second_period": float(np.log10(of.second_period)),
        "log_second_ratio": float(np.log10(of.second_period / period)),
        "log_second_amplitude": float(np.log10(of.second_amplitude + TINY)),
        "second_amplitude_ratio": of.second_amplitude / first,
        "second_power": of.second_power,
        "log_third_ratio": float(np.log10(of.third_period / period)),
        "third_amplitude_ratio": of.third_amplitude / first,
        "log_series_range": float(np.log10(of.series_range + TINY)),
        "series_quartile_1": of.series_quartile_1,
        "series_median": of.series_median,
        "series_quartile_3": of.series_quartile_3,
        "dip_asymmetry": of.dip_asymmetry,
        "log_walk_time": float(np.log10(of.walk_time)),
        "walk_gain": of.walk_gain,
    }


def _shape_features(coefficients: Array) -> dict[str, float]:
    """Describe the fitted series at 64 phases."""
    shape = shape_of(coefficients, N_PHASE)
    extent = float(np.ptp(shape)) + TINY
    faintest, brightest = int(shape.argmax()), int(shape.argmin())
    opposite = shape[(faintest + N_PHASE // 2 + np.arange(-6, 7)) % N_PHASE]
    return {
        "shape_skewness": float(np.mean((shape - shape.mean()) ** 3) / (np.std(shape) + TINY) ** 3),
        "shape_bright_share": float(np.mean(shape < 0.5 * (shape.max() + shape.min()))),
        "shape_rise_share": ((brightest - faintest) % N_PHASE) / N_PHASE,
        "shape_secondary": float((opposite.max() - shape.min()) / extent),
        "shape_steepest": float(np.abs(np.diff(shape)).max() * N_PHASE / extent),
    }


def _folded_features(time: Array, mag: Array, period: float, coefficients: Array) -> dict[str, float]:
    """Describe the epochs in order of phase, and what the fitted series leaves of them."""
    cycle = time / period
    folded = mag[np.argsort(cycle - np.floor(cycle), kind="stable")]
    angle = 2 * np.pi * np.multiply.outer(cycle, np.arange(1, len(coefficients) + 1))
    residual = mag - np.cos(angle) @ coefficients[:, 0] - np.sin(angle) @ coefficients[:, 1]
    stddev = _stddev(residual)
    deviation = residual - residual.mean()
    return {
        "fold_log_eta": _log_eta(folded),
        "fold_cumulative_range": _cumulative_range(folded),
        "residual_skewness": float(np.mean(deviation**3) / stddev**3),
        "residual_kurtosis": float(np.mean(deviation**4) / stddev**4),
        "residual_log_eta": _log_eta(residual),
    }


def _stddev(values: Array) -> float:
    return float(values.std(ddof=1)) + TINY


def _log_eta(mag: Array) -> float:
    """Give the logarithm of von Neumann's eta (1941) of magnitudes in an order."""
    return float(np.log10(np.mean(np.diff(mag) ** 2) / _stddev(mag) ** 2 + TINY))


def _cumulative_range(mag: Array) -> float:
    return float(np.ptp(np.cumsum(mag - mag.mean())) / (len(mag) * _stddev(mag)))


def _distribution_features(mag: Array, err: Array) -> dict[str, float]:
    deviation = mag - mag.mean()
    stddev = _stddev(mag)
    p05, p10, p25, median, p75, p90, p95 = np.percentile(mag, [5, 10, 25, 50, 75, 90, 95])
    scaled = (mag - np.average(mag, weights=1 / err**2)) / err
    extent = float(np.ptp(mag)) + TINY
    return {
        "log_range": float(np.log10(extent)),
        "log_stddev": float(np.log10(stddev)),
        "skewness": float(np.mean(deviation**3) / stddev**3),
        "kurtosis": float(np.mean(deviation**4) / stddev**4),
        "mad_over_stddev": float(np.median(np.abs(mag - median)) / stddev),
        "iqr_over_stddev": float((p75 - p25) / stddev),
        "beyond_stddev": float(np.mean(np.abs(deviation) > stddev)),
        "median_place": float((median - mag.min()) / extent),
        "share_50": float((p75 - p25) / extent),
        "share_80": float((p90 - p10) / extent),
        "share_90": float((p95 - p05) / extent),
        "log_spread_80": float(np.log10(p90 - p10 + TINY)),
        "tail_asymmetry": float((p95 + p05 - 2 * median) / (p95 - p05 + TINY)),
        "stetson_k": float(np.abs(scaled).mean() / np.sqrt(np.mean(scaled**2))),
        "log_chi2_reduced": float(np.log10(np.sum(scaled**2) / (len(mag) - 1) + TINY)),
        "log_err_over_stddev": float(np.log10(np.median(err) / stddev)),
    }


def _time_features(time: Array, mag: Array) -> dict[str, float]:
    stddev = _stddev(mag)
    gap, step = np.diff(time), np.diff(mag)
    slope = np.abs(step) / np.maximum(gap, 1e-3) / stddev
    nearness = 1 / np.maximum(gap, 1e-2) ** 2
    return {
        "log_eta": _log_eta(mag),
        "log_eta_by_time": float(np.log10(np.average(step**2, weights=nearness) / stddev**2 + TINY)),
        "cumulative_range": _cumulative_range(mag),
        "trend": float(abs(np.corrcoef(time, mag)[0, 1])),
        "log_slope_50": float(np.log10(np.median(slope) + TINY)),
        "log_slope_90": float(np.log10(np.percentile(slope, 90) + TINY)),
    }
