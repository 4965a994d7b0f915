"""What a method says about each galaxy: redshift, uncertainty, quantiles, and scores where z is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml.redshift.mixture import RedshiftMixture
from ml.scale import Floats

QUANTILES = (0.025, 0.16, 0.5, 0.84, 0.975)
# The median absolute deviation of a Gaussian in units of its standard deviation
GAUSSIAN_MEDIAN = 0.6745
_LOW, _MEDIAN, _HIGH = 1, 2, 3


@dataclass(frozen=True)
class Prediction:
    """Photometric redshifts with their probability distributions.

    Parameters
    ----------
    z_phot : (n,) array
        Point estimate.
    z_err : (n,) array
        Half the width of the central 68 % interval.
    quantiles : (n, 5) array
        Redshift at the levels `QUANTILES`.
    pit : (n,) array
        Probability below the true redshift: uniform if the distributions are honest (Dawid 1984). NaN where
        that is not known.
    crps : (n,) array
        Continuous ranked probability score, in units of z (Grimit et al. 2006). NaN likewise.
    """

    z_phot: Floats
    z_err: Floats
    quantiles: Floats
    pit: Floats
    crps: Floats


def from_mixture(mixture: RedshiftMixture, z_spec: Floats, half_width: float | None = None) -> Prediction:
    """Summarise Gaussian mixtures.

    Parameters
    ----------
    mixture : RedshiftMixture
        Distribution of z of each of n galaxies.
    z_spec : (n,) array
        True redshifts, for the scores; NaN where not known.
    half_width : float, optional
        Point estimate = centre of the most probable window of this half width in z / (1 + z);
        without it, the median.
    """
    quantiles = mixture.quantiles(QUANTILES)
    z_phot = quantiles[:, _MEDIAN] if half_width is None else mixture.window_centres(half_width)
    return Prediction(z_phot, _half_width_68(quantiles), quantiles, mixture.cdf(z_spec), mixture.crps(z_spec))


def typical_error(mixture: RedshiftMixture) -> float:
    """Give the median over galaxies of the error |dz| / (1 + z) that half of each distribution exceeds."""
    low, median, high = mixture.quantiles(QUANTILES[_LOW : _HIGH + 1]).T
    return GAUSSIAN_MEDIAN * float(np.median((high - low) / 2 / (1 + median)))


def from_draws(z_phot: Floats, draws: Floats, z_spec: Floats) -> Prediction:
    """Summarise distributions given as equally likely values.

    Parameters
    ----------
    z_phot : (n,) array
        The method's own point estimate.
    draws : (n, m) array
        Equally likely redshifts of each galaxy.
    z_spec : (n,) array
        True redshifts, for the scores; NaN where not known.
    """
    quantiles = np.quantile(draws, QUANTILES, axis=1).T
    return Prediction(
        z_phot,
        _half_width_68(quantiles),
        quantiles,
        pit_of_draws(draws, z_spec),
        crps_of_draws(draws, z_spec),
    )


def pit_of_draws(draws: Floats, z_spec: Floats) -> Floats:
    """Share of the (n, m) draws below the true z, ties counted half, (n,); NaN where z is."""
    below = (draws < z_spec[:, None]).mean(axis=1)
    equal = (draws == z_spec[:, None]).mean(axis=1)
    return np.where(np.isnan(z_spec), np.nan, below + equal / 2)


def crps_of_draws(draws: Floats, z_spec: Floats) -> Floats:
    """CRPS of the (n, m) draws themselves: E|X - z| - E|X - X'| / 2 (Gneiting & Raftery 2007)."""
    m = draws.shape[1]
    distance = np.abs(draws - z_spec[:, None]).mean(axis=1)
    ordered = np.sort(draws, axis=1)
    half_mean_difference = ordered @ (2 * np.arange(1, m + 1) - m - 1) / m**2
    return np.asarray(distance - half_mean_difference)


def _half_width_68(quantiles: Floats) -> Floats:
    return np.asarray((quantiles[:, _HIGH] - quantiles[:, _LOW]) / 2)
