"""The scale on which magnitudes and colours are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# One standard deviation of a Gaussian on either side of its median
ONE_SIGMA = (15.865525, 84.134475)


@dataclass(frozen=True)
class RobustScale:
    """
    A shift and a scale for each feature, which a few wild points do not move.

    Attributes
    ----------
    centre, width : (d,) arrays
        Median, and half of the interval between two percentiles.
    """

    centre: Floats
    width: Floats

    @classmethod
    def of(cls, values: Floats, percentiles: tuple[float, float] = (16, 84)) -> RobustScale:
        """Measure (n, d) or (n,) values; a feature without width keeps its unit."""
        low, centre, high = np.percentile(values, [percentiles[0], 50, percentiles[1]], axis=0)
        width = np.asarray((high - low) / 2)
        return cls(centre, np.where(width > 0, width, 1.0))

    def apply(self, values: Floats) -> Floats:
        """Centre and scale."""
        return np.asarray((values - self.centre) / self.width)
