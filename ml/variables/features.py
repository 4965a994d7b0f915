"""Features of a light curve in one band that tell classes apart, whatever its zero point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ml.variables.candidates import Found, search, shape_of
from ml.variables.frequencies import peaks, periodogram
from ml.variables.harmonics import solve, sums
from ml.variables.light_curve import LightCurve, Prepared, prepare

Array = NDArray[np.float64]
N_HARMONIC = 4
N_PHASE = 64
RIDGE = 1e-3
# In this order everywhere: in the arrays, in the table, in the trees.
NAMES = (
    "log_period", "harmonics", "criterion", "sine_power", "candidate_2_log_ratio",
    "candidate_2_criterion", "amplitude_1", "ratio_21", "ratio_31", "ratio_41", "phase_21_cos",
    "phase_21_sin", "phase_31_cos", "phase_31_sin", "unexplained", "unexplained_double",
    "unexplained_half", "fold_eta", "fold_range", "fold_skewness", "fold_bright_share",
    "fold_rise_share", "fold_secondary", "fold_steepest", "log_amplitude", "log_stddev", "skewness",
    "kurtosis", "mad_over_stddev", "iqr_over_stddev", "beyond_stddev", "median_from_middle",
    "log_inverse_eta", "stetson_k", "cumulative_range", "trend", "spread_20", "spread_50", "spread_80",
    "log_chi2_reduced", "second_log_ratio", "second_amplitude_ratio", "second_power",
    "log_amplitude_over_harmonic", "log_sine_period", "log_second_amplitude", "third_log_ratio",
    "third_amplitude_ratio", "log_spread_5", "log_err", "steep_90", "steep_50", "log_eta_by_time",
    "residual_skewness", "residual_kurtosis", "log_second_period",
)  # fmt: skip


def features(curve: LightCurve, found: Found, period_min: float, period_max: float) -> Array:
    """
    Give the features of a light curve whose periods have been searched, shape (len(NAMES),).

    Periods and shape by the first candidate: amplitudes and phases of harmonics relative to the first
    (Simon & Lee 1981), the folded curve; scatter and shape of the distribution of magnitudes as in
    Richards et al. (2011, ApJ 733, 10); and the strongest period of what the first one leaves (Debosscher
    et al. 2007).
    """
    prepared = prepare(curve)
    frequency = 1 / found.candidates[0].period
    coefficients, left = _harmonics(prepared, frequency)
    values = _period_features(found) | _harmonic_features(prepared, frequency, coefficients, left)
    values |= _fold_features(prepared, frequency, coefficients)
    values |= _distribution(curve)
    values |= _second(prepared, frequency, coefficients, period_min, period_max)
    values["log_sine_period"] = float(np.log10(found.sine_period))
    values["log_amplitude_over_harmonic"] = values["log_amplitude"] - np.log10(values["amplitude_1"] + 1e-6)
    return np.array([values[name] for name in NAMES])


def searched_features(curve: LightCurve, period_min: float, period_max: float) -> Array:
    """Search the periods and give the features."""
    return features(curve, search(curve, period_min, period_max), period_min, period_max)


def _harmonics(curve: Prepared, frequency: float) -> tuple[Array, float]:
    equations = sums(curve, np.array([frequency]), N_HARMONIC)
    chi2, coefficients = solve(equations, N_HARMONIC, RIDGE)
    return coefficients[0], float(chi2[0] / equations.total)


def _period_features(found: Found) -> dict[str, float]:
    first = found.candidates[0]
    second = found.candidates[1] if len(found.candidates) > 1 else first
    return {
        "log_period": float(np.log10(first.period)),
        "harmonics": float(first.n_harmonic),
        "criterion": first.criterion / found.n_epoch,
        "sine_power": found.power,
        "candidate_2_log_ratio": float(np.log10(second.period / first.period)),
        "candidate_2_criterion": (second.criterion - first.criterion) / found.n_epoch,
    }


def _harmonic_features(
    curve: Prepared, frequency: float, coefficients: Array, left: float
) -> dict[str, float]:
    amplitude = np.hypot(coefficients[:, 0], coefficients[:, 1])
    phase = np.arctan2(coefficients[:, 1], coefficients[:, 0])
    lag = phase - np.arange(1, N_HARMONIC + 1) * phase[0]
    return {
        "amplitude_1": float(amplitude[0] * curve.scale[0]),
        "ratio_21": float(amplitude[1] / amplitude[0]),
        "ratio_31": float(amplitude[2] / amplitude[0]),
        "ratio_41": float(amplitude[3] / amplitude[0]),
        "phase_21_cos": float(np.cos(lag[1])),
        "phase_21_sin": float(np.sin(lag[1])),
        "phase_31_cos": float(np.cos(lag[2])),
        "phase_31_sin": float(np.sin(lag[2])),
        "unexplained": left,
        "unexplained_double": _harmonics(curve, frequency / 2)[1] / left,
        "unexplained_half": _harmonics(curve, 2 * frequency)[1] / left,
    }


def _fold_features(curve: Prepared, frequency: float, coefficients: Array) -> dict[str, float]:
    order = np.argsort((curve.time * frequency) % 1)
    value = curve.value[order]
    variance = float(np.var(value))
    shape = shape_of(coefficients, N_PHASE)
    extent = float(np.ptp(shape)) or 1e-9
    middle = 0.5 * (shape.max() + shape.min())
    faintest, brightest = int(shape.argmax()), int(shape.argmin())
    opposite = shape[(faintest + N_PHASE // 2 + np.arange(-6, 7)) % N_PHASE]
    walk = np.cumsum(value - value.mean()) / (len(value) * np.sqrt(variance))
    return {
        "fold_eta": float(np.mean(np.diff(value) ** 2) / variance),
        "fold_range": float(np.ptp(walk)),
        "fold_skewness": float(np.mean((shape - shape.mean()) ** 3) / np.std(shape) ** 3),
        "fold_bright_share": float(np.mean(shape < middle)),
        "fold_rise_share": float(((brightest - faintest) % N_PHASE) / N_PHASE),
        "fold_secondary": float((opposite.max() - shape.min()) / extent),
        "fold_steepest": float(np.abs(np.diff(shape)).max() * N_PHASE / extent),
    }


def _distribution(curve: LightCurve) -> dict[str, float]:
    order = np.argsort(curve.time, kind="stable")
    mag, err = curve.mag[order], curve.mag_err[order]
    time = curve.time[order] - curve.time.min()
    n = len(mag)
    deviation = mag - mag.mean()
    stddev = float(deviation.std(ddof=1))
    p = np.percentile(mag, [2, 10, 25, 40, 50, 60, 75, 90, 98])
    weighted = (mag - np.average(mag, weights=1 / err**2)) / err
    extent = p[8] - p[0] or 1e-9
    gap = np.diff(time)
    slope = np.abs(np.diff(mag)) / np.maximum(gap, 1e-3) / stddev
    nearness = 1 / np.maximum(gap, 1e-2) ** 2
    return {
        "log_err": float(np.log10(np.median(err) / stddev)),
        "log_spread_5": float(np.log10(p[7] - p[1] + 1e-6)),
        "steep_90": float(np.log10(np.percentile(slope, 90) + 1e-6)),
        "steep_50": float(np.log10(np.percentile(slope, 50) + 1e-6)),
        "log_eta_by_time": float(
            np.log10(np.average(np.diff(mag) ** 2, weights=nearness) / stddev**2 + 1e-9)
        ),
        "log_amplitude": float(np.log10(extent)),
        "log_stddev": float(np.log10(stddev)),
        "skewness": float(np.mean(deviation**3) / stddev**3),
        "kurtosis": float(np.mean(deviation**4) / stddev**4),
        "mad_over_stddev": float(np.median(np.abs(mag - p[4])) / stddev),
        "iqr_over_stddev": float((p[6] - p[2]) / stddev),
        "beyond_stddev": float(np.mean(np.abs(deviation) > stddev)),
        "median_from_middle": float((p[4] - p[0]) / extent),
        "log_inverse_eta": float(-np.log10(np.mean(np.diff(mag) ** 2) / stddev**2)),
        "stetson_k": float(np.abs(weighted).mean() / np.sqrt(np.mean(weighted**2))),
        "cumulative_range": float(np.ptp(np.cumsum(deviation)) / (n * stddev)),
        "trend": float(abs(np.corrcoef(time, mag)[0, 1])),
        "spread_20": float((p[5] - p[3]) / extent),
        "spread_50": float((p[6] - p[2]) / extent),
        "spread_80": float((p[7] - p[1]) / extent),
        "log_chi2_reduced": float(np.log10(max(np.sum(weighted**2) / (n - 1), 1e-3))),
    }


def _second(
    curve: Prepared, frequency: float, coefficients: Array, period_min: float, period_max: float
) -> dict[str, float]:
    k = np.arange(1, N_HARMONIC + 1)
    angle = 2 * np.pi * np.multiply.outer(curve.time * frequency, k)
    residual = curve.value - np.cos(angle) @ coefficients[:, 0] - np.sin(angle) @ coefficients[:, 1]
    left = replace(curve, value=residual)
    grid = periodogram(left, period_min, period_max)
    other = float(peaks(grid)[0])
    _, found = solve(sums(left, np.array([other]), 1), 1, RIDGE)
    ratio = float(np.hypot(*found[0, 0]) / np.hypot(*coefficients[0]))
    return {
        "second_log_ratio": float(np.log10(other / frequency)),
        "second_amplitude_ratio": min(ratio, 100.0),
        "second_power": float(np.clip(grid.power.max(), 0, 1)),
        "log_second_amplitude": float(np.log10(np.hypot(*found[0, 0]) * curve.scale[0] + 1e-6)),
        "log_second_period": float(-np.log10(other)),
        "residual_skewness": float(np.mean(residual**3) / np.std(residual) ** 3),
        "residual_kurtosis": float(np.mean(residual**4) / np.std(residual) ** 4),
        **_third(left, frequency, other, found[0, 0], coefficients, period_min, period_max),
    }


def _third(
    left: Prepared,
    frequency: float,
    second: float,
    wave: Array,
    coefficients: Array,
    period_min: float,
    period_max: float,
) -> dict[str, float]:
    angle = 2 * np.pi * second * left.time
    left = replace(left, value=left.value - wave[0] * np.cos(angle) - wave[1] * np.sin(angle))
    third = float(peaks(periodogram(left, period_min, period_max))[0])
    _, found = solve(sums(left, np.array([third]), 1), 1, RIDGE)
    return {
        "third_log_ratio": float(np.log10(third / frequency)),
        "third_amplitude_ratio": min(float(np.hypot(*found[0, 0]) / np.hypot(*coefficients[0])), 100.0),
    }
