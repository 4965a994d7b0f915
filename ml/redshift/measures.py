"""Errors of photometric redshifts, for choosing settings and for tests; the reported ones are SQL views."""

from __future__ import annotations

import numpy as np

from ml.redshift.sample import Floats


def normalised_error(z_spec: Floats, z_phot: Floats) -> float:
    """E = median(|z_spec - z_phot| / (1 + z_spec))."""
    return float(np.median(np.abs(z_spec - z_phot) / (1 + z_spec)))


def sigma_nmad(z_spec: Floats, z_phot: Floats) -> float:
    """Scatter 1.4826 median(|d - median(d)|), d = (z_phot - z_spec) / (1 + z_spec) (Brammer et al. 2008)."""
    d = (z_phot - z_spec) / (1 + z_spec)
    return float(1.4826 * np.median(np.abs(d - np.median(d))))


def kolmogorov_distance(pit: Floats) -> float:
    """Largest distance of the PIT's distribution from the uniform one."""
    ordered = np.sort(pit)
    n = len(ordered)
    steps = np.arange(n + 1) / n
    return float(np.maximum(steps[1:] - ordered, ordered - steps[:-1]).max())
