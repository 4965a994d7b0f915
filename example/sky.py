"""The sources of a field: where they are, how bright in each band, and how star-like.

The distributions follow the real delivery (a field of the Galactic bulge): Ks counts by half magnitudes,
colours of reddened giants with a minority of foreground dwarfs, a reddening that differs between fields and
scatters within one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from example.geometry import TILE_WIDTH, strip_height
from example.options import BANDS, ExampleSurvey

Array = NDArray[np.float64]

KS_EDGES = np.arange(10.5, 17.51, 0.5)  # [mag]
KS_COUNTS = np.array([45, 133, 231, 216, 288, 426, 518, 1278, 2084, 1495, 1211, 974, 886, 211])
FOREGROUND_FRACTION = 0.07

# Z-Y, Y-J, J-H, H-Ks [mag]: of a giant at the field's median reddening; the change with one standard
# deviation of reddening; the scatter that is the star's own; and of a foreground dwarf.
GIANT = np.array([0.47, -0.13, 1.42, 0.25])
REDDENING = np.array([0.06, 0.06, 0.08, 0.06])
OWN_SCATTER = np.array([0.07, 0.07, 0.07, 0.06])
DWARF = np.array([0.30, -0.35, 0.75, 0.12])
DWARF_SCATTER = np.array([0.08, 0.12, 0.30, 0.05])
GIANT_SLOPE = np.array([0.0, 0.0, -0.035, 0.0])  # colour per Ks magnitude: fainter giants are bluer
FIELD_SCATTER = 0.35  # of a field's median reddening, in standard deviations within a field

STAR_ID_BLOCK = 170_000
BAND_ROW = {band: row for row, band in enumerate(BANDS)}


@dataclass(frozen=True)
class Sky:
    """The sources of one field, in the order of their identifiers.

    Attributes
    ----------
    source_id
        Survey-wide identifier, shape (n,).
    x, y
        Position relative to the tile's lower left corner [pixel], shape (n,).
    mag
        Mean magnitude by band, in the order Z, Y, J, H, Ks, shape (5, n).
    faintness
        Rank in Ks from 0 (brightest) to 1, shape (n,).
    sharpness
        What of the shape is the source's own, standard normal, shape (n,).
    """

    source_id: NDArray[np.int64]
    x: Array
    y: Array
    mag: Array
    faintness: Array
    sharpness: Array


def sky_of_field(options: ExampleSurvey, field_id: int) -> Sky:
    """Draw the sources of a field; the same options give the same sources."""
    rng = np.random.default_rng([options.seed, field_id, 0])
    n = options.n_source
    ks_mag = _ks_magnitudes(rng, n)
    faintness = np.empty(n)
    faintness[np.argsort(ks_mag)] = np.linspace(0.0, 1.0, n)
    return Sky(
        source_id=first_source_id(options, field_id) + np.arange(n),
        x=rng.uniform(20.0, TILE_WIDTH, n),
        y=np.sort(rng.uniform(3.0, 3.0 + strip_height(n, options.crowding), n)),
        mag=_magnitudes(rng, ks_mag),
        faintness=faintness,
        sharpness=rng.standard_normal(n),
    )


def first_source_id(options: ExampleSurvey, field_id: int) -> int:
    """Return where the block of identifiers of a field begins; blocks do not overlap."""
    return (field_id - 1) * max(STAR_ID_BLOCK, -(-options.n_source // 10_000) * 10_000)


def _ks_magnitudes(rng: np.random.Generator, n: int) -> Array:
    cumulative = np.concatenate(([0.0], np.cumsum(KS_COUNTS) / KS_COUNTS.sum()))
    drawn: Array = np.interp(rng.random(n), cumulative, KS_EDGES)
    return drawn


def _magnitudes(rng: np.random.Generator, ks_mag: Array) -> Array:
    n = ks_mag.size
    reddening = FIELD_SCATTER * rng.standard_normal() + rng.standard_normal(n)
    own = rng.standard_normal((4, n))
    giant = GIANT[:, None] + REDDENING[:, None] * reddening + OWN_SCATTER[:, None] * own
    giant += GIANT_SLOPE[:, None] * (ks_mag - 15.0)
    dwarf = DWARF[:, None] + DWARF_SCATTER[:, None] * own
    colour = np.where(rng.random(n) < FOREGROUND_FRACTION, dwarf, giant)
    # A band is Ks plus the colours between: Z = Ks + (Z-Y) + (Y-J) + (J-H) + (H-Ks) and so on.
    excess = np.cumsum(colour[::-1], axis=0)[::-1]
    return np.vstack((ks_mag + excess, ks_mag))
