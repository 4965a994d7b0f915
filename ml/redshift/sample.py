"""What a photometric redshift is made from: a magnitude, four colours, and errors where there are any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.scale import Floats

INPUTS = ("mag_r", "u_minus_g", "g_minus_r", "r_minus_i", "i_minus_z")
SMALLEST_MAG_ERROR = 1e-4
COMPRESSED_BEYOND = 4.0


class MissingPhotometry(ValueError):
    """A galaxy lacks a finite magnitude, colour, error or redshift that the method needs."""


class ShapeMismatch(ValueError):
    """The columns of a sample do not have the same galaxies or the expected number of bands."""


class MissingRedshift(ValueError):
    """A galaxy of a training sample has no spectroscopic redshift."""


@dataclass(frozen=True)
class Galaxies:
    """Galaxies with measured photometry, and spectroscopic redshifts if they are known.

    Parameters
    ----------
    mag_r : (n,) array
        r magnitude [mag].
    colours : (n, 4) array
        u-g, g-r, r-i, i-z [mag].
    z_spec : (n,) array
        Spectroscopic redshift, NaN where it is not known.
    mag_errors : (n, 5) array, optional
        Errors of the u, g, r, i, z magnitudes [mag].

    Raises
    ------
    MissingPhotometry
        Another value is NaN or infinite: such galaxies have no place in training or prediction.
    ShapeMismatch
        The columns disagree about the number of galaxies or bands.
    """

    mag_r: Floats
    colours: Floats
    z_spec: Floats
    mag_errors: Floats | None = None

    def __post_init__(self) -> None:
        """Refuse columns that cannot be used, naming the first bad galaxy."""
        n = len(self.mag_r)
        _check("mag_r", self.mag_r, (n,))
        _check("colours", self.colours, (n, len(INPUTS) - 1))
        _check("z_spec", self.z_spec, (n,), known=~np.isnan(self.z_spec))
        if self.mag_errors is not None:
            _check("mag_errors", self.mag_errors, (n, 5))

    def __len__(self) -> int:
        """Count the galaxies."""
        return len(self.mag_r)

    @property
    def inputs(self) -> Floats:
        """The (n, 5) raw inputs in the order of `INPUTS` [mag]."""
        return np.column_stack([self.mag_r, self.colours]).astype(np.float64)

    @property
    def redshift(self) -> Floats:
        """The (n,) spectroscopic redshifts, or `MissingRedshift`."""
        missing = int(np.isnan(self.z_spec).sum())
        if missing:
            raise MissingRedshift(
                f"sample of {len(self)} galaxies: z_spec expected for each, missing for {missing}; train on "
                "galaxies with spectra"
            )
        return np.asarray(self.z_spec, dtype=np.float64)

    def take(self, index: NDArray[np.integer] | NDArray[np.bool_]) -> Galaxies:
        """Select galaxies by position or mask."""
        return Galaxies(
            self.mag_r[index],
            self.colours[index],
            self.z_spec[index],
            None if self.mag_errors is None else self.mag_errors[index],
        )


def photometry(galaxies: Galaxies) -> Floats:
    """Features of the non-linear methods: magnitude, colours and, if present, logarithms of the errors.

    Returns
    -------
    (n, 5) or (n, 10) array
    """
    if galaxies.mag_errors is None:
        return galaxies.inputs
    log_errors = np.log(np.maximum(galaxies.mag_errors, SMALLEST_MAG_ERROR))
    return np.hstack([galaxies.inputs, log_errors])


def compressed(scaled: Floats) -> Floats:
    """Let scaled features grow only logarithmically beyond four widths, so that outliers stay in reach."""
    excess = np.maximum(np.abs(scaled) - COMPRESSED_BEYOND, 0.0)
    kept = np.clip(scaled, -COMPRESSED_BEYOND, COMPRESSED_BEYOND)
    return np.asarray(kept + np.sign(scaled) * np.log1p(excess))


def _check(name: str, values: Floats, shape: tuple[int, ...], known: NDArray[np.bool_] | bool = True) -> None:
    if values.shape != shape:
        raise ShapeMismatch(f"{name}: expected shape {shape}, found {values.shape}")
    bad = np.argwhere(~np.isfinite(values) & known)
    if len(bad):
        place = tuple(int(i) for i in bad[0])
        raise MissingPhotometry(
            f"{name}{list(place)}: expected a finite number, found {values[place]}; "
            f"{len(np.unique(bad[:, 0]))} of {len(values)} galaxies are affected, leave them out"
        )
