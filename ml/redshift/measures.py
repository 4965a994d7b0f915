"""The error of photometric redshifts by which settings are chosen; the reported ones are SQL views."""

from __future__ import annotations

import numpy as np

from ml.scale import Floats


def normalised_error(z_spec: Floats, z_phot: Floats) -> float:
    """E = median(|z_spec - z_phot| / (1 + z_spec))."""
    return float(np.median(np.abs(z_spec - z_phot) / (1 + z_spec)))
