"""The images of a field: when each was taken, under which sky, and with which zero points."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from example.options import MONITORED_BAND, ExampleSurvey


@dataclass(frozen=True)
class Camera:
    """How the camera sees a band; measured on the real delivery.

    Attributes
    ----------
    zero_point
        Of all the light of a star [mag].
    sky_variance
        Of the sky in aperture 1 [ADU^2].
    seeing
        Typical full width at half maximum [arcsec].
    exposure_time
        [s]
    """

    zero_point: float
    sky_variance: float
    seeing: float
    exposure_time: float


CAMERAS = {
    "Z": Camera(27.18, 1.7e4, 1.24, 40.0),
    "Y": Camera(27.02, 2.9e4, 1.16, 40.0),
    "J": Camera(27.51, 5.0e4, 1.13, 48.0),
    "H": Camera(26.58, 8.0e4, 1.01, 16.0),
    "Ks": Camera(25.75, 3.2e4, 1.13, 16.0),
}
MONITORED_SEEING = (
    0.88,
    1.37,
)  # [arcsec], best and worst: gives Ks zero points in aperture 1 from 24.3 to 25.4
APERTURE_RADII = np.array([0.5, 0.5**0.5, 1.0])  # [arcsec]
SINGLE_MJD = {"Z": 57267.17, "J": 57257.05, "H": 57257.04, "Y": 57267.16}
# The real manifest lists the bands of a field in this order.
MANIFEST_ORDER = ("Z", "J", "H", "Ks", "Y")

FIRST_SEASON = 55280.0
SEASON_LENGTH = 190.0  # [day]
N_SEASON = 6
NIGHT = 0.4  # [day], from 0 h UT


@dataclass(frozen=True)
class Conditions:
    """What an image was taken under.

    Attributes
    ----------
    sky_variance
        In aperture 1 [ADU^2].
    zero_points
        As the catalogue uses them, per aperture [mag].
    offset
        Zero-point error [mag]: measured minus true magnitude of every source on the image.
    dither
        Shift of the field on the image [pixel].
    """

    airmass: float
    sky_variance: float
    zero_points: tuple[float, float, float]
    offset: float
    dither: tuple[float, float]


@dataclass(frozen=True)
class Exposure:
    """One image: a row of the manifest, and what the manifest does not tell.

    `epoch` is the rank by MJD among the field's images in the band, from 1.
    """

    image_id: int
    field_id: int
    band: str
    mjd: float
    epoch: int
    conditions: Conditions

    @property
    def catalogue(self) -> str:
        """File name of the image's catalogue, without a suffix for compression."""
        epoch = f"-E{self.epoch:03d}" if self.band == MONITORED_BAND else ""
        return f"Field-{self.field_id}-{self.band}{epoch}.fits"

    @property
    def file_name(self) -> str:
        """Name in the manifest; as in the real delivery, its date is not that of the image."""
        made = datetime(2017, 1, 18, 11, 58, 30) + timedelta(milliseconds=1237 * self.image_id)
        return f"{self.band}-ADP.{made.isoformat(timespec='milliseconds')}.fits"


def images_of_field(options: ExampleSurvey, field_id: int) -> list[Exposure]:
    """Return a field's images in the order of the manifest, where Ks images are not in order of time."""
    rng = np.random.default_rng([options.seed, field_id, 1])
    taken = [
        (band, round(mjd, 7), epoch)
        for band in MANIFEST_ORDER
        if band in options.bands
        for epoch, mjd in _out_of_order(rng, _times(rng, options, band))
    ]
    first_id = 1 + (field_id - 1) * len(taken)
    return [
        Exposure(image_id, field_id, band, mjd, epoch, _conditions(rng, options, band))
        for image_id, (band, mjd, epoch) in enumerate(taken, first_id)
    ]


def _times(rng: np.random.Generator, options: ExampleSurvey, band: str) -> list[float]:
    if band != MONITORED_BAND:
        return [SINGLE_MJD[band] + rng.uniform(0, 1e-3)]
    n = options.n_epoch
    season = FIRST_SEASON + 365.25 * rng.integers(0, N_SEASON, n)
    night = np.floor(season + rng.uniform(0.0, SEASON_LENGTH, n))
    # Nights may coincide; the fraction of the night is stratified by image, so that no two images do.
    fraction = NIGHT * (rng.permutation(n) + rng.uniform(0.1, 0.9, n)) / n
    return [float(mjd) for mjd in np.sort(night + fraction)]


def _out_of_order(rng: np.random.Generator, times: list[float]) -> list[tuple[int, float]]:
    epochs = list(enumerate(times, 1))
    shuffled = [epochs[k] for k in rng.permutation(len(epochs))]
    return shuffled[::-1] if shuffled == epochs else shuffled


def _conditions(rng: np.random.Generator, options: ExampleSurvey, band: str) -> Conditions:
    camera = CAMERAS[band]
    transparency, luck = np.clip(rng.standard_normal(2), -2, 2)
    offset, dither_x, dither_y = rng.standard_normal(3)
    if band == MONITORED_BAND:
        seeing = rng.uniform(*MONITORED_SEEING)
        total = camera.zero_point + 0.05 * transparency
    else:
        seeing = camera.seeing * (1 + 0.01 * luck)
        total = camera.zero_point + 0.01 * transparency
    first, second, third = total + 2.5 * np.log10(aperture_fractions(seeing))
    return Conditions(
        airmass=round(float(1.0 + rng.gamma(1.5, 0.15)), 4),
        sky_variance=camera.sky_variance * float(rng.uniform(0.9, 1.1)),
        zero_points=(float(first), float(second), float(third)),
        offset=float(options.image_offset * offset) if band == MONITORED_BAND else 0.0,
        dither=(float(8.0 * dither_x), float(4.0 * dither_y)),
    )


def aperture_fractions(seeing: float) -> NDArray[np.float64]:
    """Return the share of a Gaussian image with this full width at half maximum [arcsec] per aperture."""
    fractions: NDArray[np.float64] = 1.0 - np.exp(-4 * np.log(2) * (APERTURE_RADII / seeing) ** 2)
    return fractions
