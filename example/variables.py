"""The variable sources: kinds, light curves, and which source is which.

Shapes are magnitudes as a function of phase, or of time since the outburst:

- RR Lyrae: a sawtooth, steep rise and slow decline: its first four Fourier terms, -sin(2 pi k phase) / k.
- Cepheid: two Fourier terms, sin(2 pi phase) + 0.3 sin(4 pi phase).
- Eclipsing binary: two Gaussian dips, 1 deep at phase 0 and 0.6 at phase 0.5, sigma 0.05 of a period.
- Long-period variable: sin(2 pi phase).
- Transient: a sudden rise, then flux decaying exponentially over weeks or months; the quiescent star remains.
- Flare: the same over hours, after a linear rise over a tenth of the decay time.

The Fourier description of pulsating stars is that of Simon & Lee (1981, ApJ 248, 291), the fast rise and
exponential decay of flares a simplification of Davenport et al. (2014, ApJ 797, 122). Transients and flares
are placed so that some image of the monitored band sees them before the flux has fallen to 1/e of its peak.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from example.options import ExampleSurvey
from example.sky import BAND_ROW, KS_EDGES, Sky

Array = NDArray[np.float64]
FLARE_RISE = 0.1  # of the decay time
ECLIPSE_WIDTH = 0.05  # of a period, sigma


def _rr_lyrae(phase: Array) -> Array:
    return sum((-np.sin(2 * np.pi * k * phase) / k for k in range(1, 5)), np.zeros_like(phase))


def _cepheid(phase: Array) -> Array:
    return np.sin(2 * np.pi * phase) + 0.3 * np.sin(4 * np.pi * phase)


def _eclipsing(phase: Array) -> Array:
    def dip(centre: float) -> Array:
        distance = (phase - centre + 0.5) % 1.0 - 0.5
        return np.exp(-0.5 * (distance / ECLIPSE_WIDTH) ** 2)

    return dip(0.0) + 0.6 * dip(0.5)


def _long_period(phase: Array) -> Array:
    return np.sin(2 * np.pi * phase)


@dataclass(frozen=True)
class Kind:
    """A kind of variable: ranges of what is drawn log-uniformly; amplitudes in Z, Y, J, H, Ks relative to Ks.

    `timescale` [day] is the period if there is a `shape`, else the decay time; `rise` is in decay times.
    """

    timescale: tuple[float, float]
    amplitude: tuple[float, float]
    by_band: tuple[float, float, float, float, float]
    shape: Callable[[Array], Array] | None = None
    rise: float = 0.0


PULSATION = (2.0, 1.7, 1.5, 1.1, 1.0)
GREY = (1.0, 1.0, 1.0, 1.0, 1.0)
KINDS = {
    "rr_lyrae": Kind((0.4, 0.9), (0.05, 0.5), PULSATION, _rr_lyrae),
    "cepheid": Kind((3.0, 50.0), (0.05, 0.6), PULSATION, _cepheid),
    "eclipsing": Kind((0.3, 10.0), (0.05, 0.9), GREY, _eclipsing),
    "long_period": Kind((80.0, 500.0), (0.05, 1.5), PULSATION, _long_period),
    "transient": Kind((20.0, 200.0), (0.2, 4.0), GREY),
    "flare": Kind((0.05, 0.5), (0.1, 1.5), (2.0, 1.8, 1.5, 1.2, 1.0), rise=FLARE_RISE),
}


def light_curve(kind: Kind, time: Array, timescale: Array | float, amplitude: Array | float) -> Array:
    """Return magnitude minus mean magnitude (periodic kinds) or minus quiescent magnitude (outbursts) [mag].

    Parameters
    ----------
    kind
        One of `KINDS`.
    time
        Since phase zero or peak [day].
    timescale
        Period or decay time [day].
    amplitude
        From brightest to faintest [mag]; all three broadcast against each other.
    """
    if kind.shape is not None:
        cycle = kind.shape(np.arange(4096) / 4096)
        unit: Array = (kind.shape(np.mod(time / timescale, 1.0)) - cycle.mean()) / np.ptp(cycle)
        return amplitude * unit
    age = time / timescale
    rising = np.clip(1.0 + age / kind.rise, 0.0, 1.0) if kind.rise else np.zeros_like(age)
    brightness = np.where(age < 0, rising, np.exp(-np.maximum(age, 0.0)))
    return -2.5 * np.log10(1.0 + (10.0 ** (0.4 * amplitude) - 1.0) * brightness)


@dataclass(frozen=True)
class Variables:
    """The variables of a field; all arrays have shape (n,).

    `index` is the row in the field's sky, `kind` a key of `KINDS`, `epoch0` the MJD of phase zero or peak.
    """

    index: NDArray[np.int64]
    kind: NDArray[np.str_]
    timescale: Array
    amplitude: Array
    epoch0: Array

    def magnitude_change(self, mjd: float, band: str) -> Array:
        """Return how much fainter than usual each variable is in a band at a time [mag], shape (n,)."""
        change = np.zeros(self.index.size)
        for name, kind in KINDS.items():
            of_kind = self.kind == name
            change[of_kind] = kind.by_band[BAND_ROW[band]] * light_curve(
                kind, mjd - self.epoch0[of_kind], self.timescale[of_kind], self.amplitude[of_kind]
            )
        return change

    def sampled_amplitude(self, mjds: list[float], band: str) -> Array:
        """Return the peak-to-peak change that images at these times saw, without noise [mag], shape (n,)."""
        changes = np.array([self.magnitude_change(mjd, band) for mjd in mjds])
        extent: Array = changes.max(axis=0) - changes.min(axis=0)
        return extent


def variables_of_field(options: ExampleSurvey, field_id: int, sky: Sky, mjds: list[float]) -> Variables:
    """Draw the variables of a field, evenly over kinds and over Ks magnitude (most stars are faint).

    Parameters
    ----------
    options, field_id
        Whose seed and fraction of variables are used.
    sky
        The field's sources.
    mjds
        When the field is monitored: transients and flares happen just before one of these.
    """
    rng = np.random.default_rng([options.seed, field_id, 2])
    n = round(options.variable_fraction * options.n_source)
    bin_of_source = np.clip(np.searchsorted(KS_EDGES, sky.mag[BAND_ROW["Ks"]]), 1, KS_EDGES.size - 1)
    weight = 1.0 / np.bincount(bin_of_source, minlength=KS_EDGES.size)[bin_of_source]
    index = np.sort(rng.choice(options.n_source, n, replace=False, p=weight / weight.sum()))
    kind = rng.permutation(np.resize(np.array(list(KINDS)), n))
    timescale = _log_uniform(rng, np.array([KINDS[k].timescale for k in kind]))
    seen = rng.choice(np.array(mjds), n) - rng.random(n) * timescale
    return Variables(
        index=index,
        kind=kind,
        timescale=timescale,
        amplitude=_log_uniform(rng, np.array([KINDS[k].amplitude for k in kind])),
        epoch0=seen,
    )


def _log_uniform(rng: np.random.Generator, ranges: Array) -> Array:
    low, high = np.log(ranges.reshape(-1, 2)).T
    drawn: Array = np.exp(rng.uniform(low, high))
    return drawn
