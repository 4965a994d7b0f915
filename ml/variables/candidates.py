"""The second stage of a search: harmonics at the peaks, and a short list of periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.variables.frequencies import peaks, periodogram
from ml.variables.harmonics import solve, sums
from ml.variables.light_curve import SAME_NIGHT_EPOCH, LightCurve, Prepared, prepare

Array = NDArray[np.float64]
HARMONICS = (1, 2, 4, 6)
FINE_HARMONICS = (1, 2, 4, 6, 8)
# Around each peak, in widths of a peak: a series of six harmonics needs its frequency to a fortieth of one.
OFFSETS = np.linspace(-0.16, 0.16, 5)
FINE_OFFSETS = np.linspace(-0.06, 0.06, 7)
# Strong and weak prior: the smooth shapes of pulsating stars, and eclipses, narrow ones.
RIDGES = (1e-2, 1e-3)
N_FINE = 8
N_CANDIDATE = 10
SIDEREAL_DAY = 0.99726957
SYNODIC_MONTH = 29.530589
YEAR = 365.2422
VERY_STRONG = 10.0  # difference of the criterion (Kass & Raftery 1995)
BRIGHT_SHARE = 0.66  # of the phases, above which a light curve is a constant with dips


@dataclass(frozen=True)
class Candidate:
    """
    A period [d] of a light curve.

    Attributes
    ----------
    criterion : float
        Bayesian information criterion, less that of a constant: the lower the better.
    coefficients : ndarray, shape (n_harmonic, 2)
        Of cosines and sines of the phase since `start`, in the scale of the first band [mag].
    relation : str
        To the first candidate: first, half, double, other multiple, alias of a day, month or year, or none.
    """

    period: float
    n_harmonic: int
    criterion: float
    coefficients: Array
    relation: str


@dataclass(frozen=True)
class Found:
    """Candidates, best first; power and period [d] of the best sine; uncertainty [d] of the first period."""

    candidates: tuple[Candidate, ...]
    power: float
    sine_period: float
    period_err: float
    start: float
    span: float
    n_epoch: int


@dataclass(frozen=True)
class _Fit:
    frequency: float
    n_harmonic: int
    criterion: float
    coefficients: Array
    chi2: float


def search(curve: LightCurve, period_min: float, period_max: float) -> Found:
    """
    Find the periods of a light curve in two stages.

    A fast periodogram of sines; then series of 1, 2, 4 and 6 harmonics at its highest peaks and at half
    and twice each, compared by Schwarz's (1978) information criterion; then finer around the best of
    those and at twice their periods, up to eight harmonics. What looks like a constant with one kind of
    dip is told at the full period of a binary.
    """
    prepared = prepare(curve)
    grid = periodogram(prepared, period_min, period_max)
    tall = peaks(grid)
    limits = (1 / period_max, 1 / period_min)
    n_epoch = len(np.unique(np.floor(prepared.time / SAME_NIGHT_EPOCH)))
    coarse = _fits(prepared, _distinct([tall, 2 * tall, tall / 2], limits, prepared.span), n_epoch)
    best = np.array([fit.frequency for fit in _apart(coarse, prepared.span, N_FINE)])
    fine = _fine(prepared, _distinct([best, best[:3] / 2], limits, prepared.span), n_epoch)
    ranked = _apart(fine + coarse, prepared.span, N_CANDIDATE)
    ranked = _at_steady_alias(ranked, fine + coarse, prepared.span)
    ranked = _at_shorter_period(ranked, prepared.span)
    ranked = _at_full_period(prepared, ranked, limits, n_epoch)
    first = ranked[0]
    scale = float(prepared.scale[0])
    listed = tuple(
        Candidate(
            1 / fit.frequency,
            fit.n_harmonic,
            fit.criterion,
            fit.coefficients * scale,
            "first" if fit is first else relation(fit.frequency, first.frequency, prepared.span),
        )
        for fit in ranked
    )
    return Found(
        listed,
        float(np.clip(grid.power.max(), 0, 1)),
        float(1 / tall[0]),
        _period_err(prepared, first, n_epoch),
        prepared.start,
        prepared.span,
        n_epoch,
    )


def relation(frequency: float, first: float, span: float) -> str:
    """Say what a frequency is to the first one, within the width of a peak."""
    width = 1 / span

    def near(other: float) -> bool:
        return abs(frequency - abs(other)) < width

    for name, ratio in (("half", 2.0), ("double", 0.5), ("multiple", 3.0), ("multiple", 1 / 3)):
        if near(ratio * first):
            return name
    for name, period in (("day", 1.0), ("day", SIDEREAL_DAY), ("month", SYNODIC_MONTH), ("year", YEAR)):
        if any(
            near(base + sign * m / period) for base in (first, -first) for sign in (1, -1) for m in (1, 2)
        ):
            return f"alias of a {name}"
    return "none"


def _distinct(parts: list[Array], limits: tuple[float, float], span: float) -> Array:
    every = np.concatenate(parts)
    every = np.unique(every[(every >= limits[0]) & (every <= limits[1])])
    if len(every) == 0:
        return np.array([limits[0]])
    return every[np.concatenate([[True], np.diff(every) > 0.02 / span])]


def _fits(
    curve: Prepared,
    centre: Array,
    n_epoch: int,
    offsets: Array = OFFSETS,
    harmonics: tuple[int, ...] = HARMONICS,
    ridge: float = RIDGES[0],
) -> list[_Fit]:
    """Fit each number of harmonics around each frequency; give the best frequency around each."""
    frequency = np.maximum(centre[:, None] + offsets / curve.span, 1e-9)
    equations = sums(curve, frequency.ravel(), max(harmonics))
    row = np.arange(len(centre))
    fits = []
    for k in harmonics:
        chi2, coefficients = solve(equations, k, ridge)
        chi2 = chi2.reshape(frequency.shape)
        at = chi2.argmin(1)
        coefficients = coefficients.reshape(*frequency.shape, k, 2)[row, at]
        lowest = chi2[row, at]
        criterion = n_epoch * np.log(lowest / equations.total) + 2 * k * np.log(n_epoch)
        fits += [
            _Fit(float(frequency[i, at[i]]), k, float(criterion[i]), coefficients[i], float(lowest[i]))
            for i in row
        ]
    return fits


def _fine(curve: Prepared, centre: Array, n_epoch: int) -> list[_Fit]:
    """Fit on a finer grid: smooth shapes with the strong prior, those of many harmonics with the weak one."""
    smooth = _fits(curve, centre, n_epoch, FINE_OFFSETS, FINE_HARMONICS[:3], RIDGES[0])
    return smooth + _fits(curve, centre, n_epoch, FINE_OFFSETS, FINE_HARMONICS[2:], RIDGES[1])


def _apart(fits: list[_Fit], span: float, n: int) -> list[_Fit]:
    """Give the n best fits, of each peak the best."""
    kept: list[_Fit] = []
    for fit in sorted(fits, key=lambda fit: fit.criterion):
        if all(abs(fit.frequency - other.frequency) > 0.5 / span for other in kept):
            kept.append(fit)
            if len(kept) == n:
                break
    return kept


def _at_steady_alias(ranked: list[_Fit], fits: list[_Fit], span: float) -> list[_Fit]:
    """
    Put that alias of the best period first which is best whatever the number of harmonics.

    Among aliases between which the criterion does not decide very strongly, a wrong one may fit by chance
    with the number of harmonics that suits it; the right one fits with all of them.
    """
    first = ranked[0]
    rivals = [first] + [
        fit
        for fit in ranked[1:]
        if fit.criterion < first.criterion + VERY_STRONG
        and relation(fit.frequency, first.frequency, span).startswith("alias")
    ]
    if len(rivals) == 1:
        return ranked

    def steadiness(rival: _Fit) -> float:
        near = [fit for fit in fits if abs(fit.frequency - rival.frequency) < 0.5 / span]
        return sum(min(fit.criterion for fit in near if fit.n_harmonic == k) for k in HARMONICS)

    best = min(rivals, key=steadiness)
    return [best, *(fit for fit in ranked if fit is not best)]


def _at_shorter_period(ranked: list[_Fit], span: float) -> list[_Fit]:
    """
    Put half of the best period first unless the criterion speaks very strongly for the longer one.

    Any light curve repeats at twice its period too, and the harmonics between find something to fit in noise.
    """
    first = ranked[0]
    for fit in ranked[1:]:
        if (
            abs(fit.frequency - 2 * first.frequency) < 1 / span
            and fit.criterion < first.criterion + VERY_STRONG
        ):
            return [fit, *(other for other in ranked if other is not fit)]
    return ranked


def _at_full_period(
    curve: Prepared, ranked: list[_Fit], limits: tuple[float, float], n_epoch: int
) -> list[_Fit]:
    """
    Put twice the period first where the first is a constant with one dip: two eclipses folded together.

    Half of the phases of a sine are brighter than the middle between brightest and faintest, fewer of a
    pulsating star, most of an eclipsing one.
    """
    first = ranked[0]
    if first.frequency / 2 < limits[0] or not has_one_dip(first.coefficients):
        return ranked
    doubled = _fine(curve, np.array([first.frequency / 2]), n_epoch)
    best = min(doubled, key=lambda fit: fit.criterion)
    rest = [fit for fit in ranked if abs(fit.frequency - best.frequency) > 0.5 / curve.span]
    return [best, *rest][: len(ranked)]


def has_one_dip(coefficients: Array) -> bool:
    """Whether a folded curve is bright at most phases and faint in one dip only."""
    shape = shape_of(coefficients, 64)
    middle = 0.5 * (shape.max() + shape.min())
    faint = shape > middle
    if 1 - faint.mean() < BRIGHT_SHARE:
        return False
    n_dip = int(np.sum(faint & ~np.roll(faint, 1)))
    opposite = shape[(int(shape.argmax()) + 32 + np.arange(-3, 4)) % 64]
    bright = np.median(shape[~faint])
    has_secondary = opposite.max() - bright > 0.15 * np.ptp(shape)
    return n_dip == 1 and not has_secondary


def shape_of(coefficients: Array, n: int) -> Array:
    """Give a series at n phases, evenly from zero."""
    phase = 2 * np.pi * np.arange(n) / n
    k = np.arange(1, len(coefficients) + 1)
    angle = np.multiply.outer(k, phase)
    return np.asarray(coefficients[:, 0] @ np.cos(angle) + coefficients[:, 1] @ np.sin(angle))


def _period_err(curve: Prepared, fit: _Fit, n_epoch: int) -> float:
    """
    Give the uncertainty of a period [d], 1 sigma (Montgomery & O'Donoghue 1999).

    With d the derivative of the series by frequency at each epoch, about its mean, the variance of the
    frequency is the residual variance over the sum of d squared.
    """
    k = np.arange(1, fit.n_harmonic + 1)
    angle = 2 * np.pi * np.multiply.outer(fit.frequency * curve.time, k)
    slope = (np.cos(angle) * fit.coefficients[:, 1] - np.sin(angle) * fit.coefficients[:, 0]) @ (
        2 * np.pi * k
    )
    middle = np.average(curve.time, weights=curve.weight * slope**2 + 1e-12)
    derivative = slope * (curve.time - middle)
    freedom = max(n_epoch - 2 * fit.n_harmonic - 2, 1) / n_epoch * len(curve.time)
    information = float(curve.weight @ derivative**2) / (fit.chi2 / freedom)
    # Bands seen within an hour have one residual, not several.
    information *= n_epoch / len(curve.time)
    return float(1 / np.sqrt(max(information, 1e-30)) / fit.frequency**2)
