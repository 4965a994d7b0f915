"""The answer of a search for a source: its first period, the other candidates, and what describes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml.variables.candidates import Candidate, search, shape_of
from ml.variables.description import Description, describe
from ml.variables.false_alarms import Calibration, highest_power
from ml.variables.light_curve import LightCurve

N_PHASE = 1000


@dataclass(frozen=True)
class Period:
    """A row of survey.period but for its run; see the comments there."""

    source_id: int
    period: float
    power: float
    false_alarm_probability: float
    amplitude_mag: float
    epoch_mjd: float
    n_epoch: int
    n_harmonic: int
    period_err: float


def periods_of(
    source_id: int, curve: LightCurve, period_min: float, period_max: float, calibration: Calibration
) -> tuple[Period, tuple[Candidate, ...], Description]:
    """Search a light curve in a range of periods [d]; give first period, candidates, description."""
    found = search(curve, period_min, period_max)
    first = found.candidates[0]
    shape = shape_of(first.coefficients, N_PHASE)
    brightest = float(shape.argmin()) / N_PHASE * first.period
    highest, n_epoch, span = highest_power(curve, period_min, period_max)
    period = Period(
        source_id=source_id,
        period=first.period,
        power=found.power,
        false_alarm_probability=calibration.probability(highest, n_epoch, span, period_min, period_max),
        amplitude_mag=float(np.ptp(shape)) / 2,
        epoch_mjd=found.start + brightest,
        n_epoch=len(curve.time),
        n_harmonic=first.n_harmonic,
        period_err=found.period_err,
    )
    return period, found.candidates, describe(curve, found, period_min, period_max)
