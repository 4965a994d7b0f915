"""What the camera and the catalogue maker make of a sky: fluxes, errors, magnitudes, classes, counters.

The variance of a flux is sky + flux / gain, as in the real delivery; apertures are nested, so their errors
are correlated: each adds the noise of its own ring. A systematic error common to the apertures
(`ExampleSurvey.floor`) is not quoted.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from example.blends import blended
from example.geometry import PIXEL_SCALE, Pointing, sky_from_pixel
from example.options import MONITORED_BAND, ExampleSurvey
from example.schedule import Exposure
from example.sky import BAND_ROW, Sky

Array = NDArray[np.float64]

GAIN = 5.0  # [electron/ADU]
SKY_VARIANCE_RATIO = (1.0, 2.05, 4.24)  # of apertures 1, 2, 3 relative to aperture 1
SKY_PATCHINESS = 0.05  # relative scatter of the local sky variance
MAG_ERR_PER_RELATIVE_ERR = 1.08574  # 2.5 / ln 10, to the digits the delivery was made with
POSITION_ERR = 0.03  # [pixel] of a bright source; a faint one adds half a pixel over its S/N
COUNTER_SCATTER = 0.1  # [pixel]: the counter follows the rows of the image this closely
DEAD_CORE_FRACTION = 1e-3  # of the sources below this S/N lose the counts of the core to a bad pixel
DEAD_CORE_SNR = 8.0

# Class against magnitude, relative to the commonest magnitude of the band.
COMMONEST_MAG = {"Z": 17.0, "Y": 16.6, "J": 16.7, "H": 15.25, "Ks": 15.0}
CLASS_MAG = np.array([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 2.5])
NON_STELLAR = np.array([0.0, 0.05, 0.11, 0.18, 0.28, 0.48, 0.76])
BORDERLINE = np.array([0.0, 0.0, 0.02, 0.11, 0.09, 0.02, 0.0])
NOISE = np.array([0.02, 0.01, 0.006, 0.003, 0.001, 0.0, 0.0])
CLASS_CORRELATION = 0.74  # of a source's sharpness between two images

ROW = np.dtype(
    [
        (name, ">f4")
        for name in (
            "RunningID", "X", "Y", "Flux1", "dFlux1", "Flux2", "dFlux2", "Flux3", "dFlux3",
            "Ra", "Dec", "Class", "Mag1", "dMag1", "Mag2", "dMag2", "Mag3", "dMag3",
        )
    ]
    + [("StarID", ">i8")]
)  # fmt: skip


def catalogue_rows(
    options: ExampleSurvey, image: Exposure, pointing: Pointing, sky: Sky, change: Array
) -> NDArray[np.void]:
    """Return the catalogue of an image, big-endian and in the delivery's columns.

    Parameters
    ----------
    options, image, pointing, sky
        What is observed, and how.
    change
        How much fainter than usual each source is at the image's time [mag], shape (n,).

    Returns
    -------
    ndarray
        Of dtype `ROW`, one row per source found, in the order of StarID.
    """
    rng = np.random.default_rng([options.seed, image.field_id, 3, image.image_id])
    found = rng.random(sky.x.size) >= loss_probability(options.missing_fraction, sky.faintness)
    seen = blended(sky.mag[BAND_ROW[image.band]] + change, sky.x, sky.y, options.blend_radius / PIXEL_SCALE)
    kept = found[seen.brightest]
    shown = seen.brightest[kept]
    true_mag, x, y = (values[kept] for values in (seen.mag, seen.x, seen.y))
    rows = np.empty(true_mag.size, dtype=ROW)
    rows["StarID"] = sky.source_id[shown]
    rows["Class"] = _classes(rng, image.band, true_mag, sky.sharpness[shown])
    measured = (
        true_mag
        + image.conditions.offset
        + options.floor * rng.standard_normal(true_mag.size, dtype=np.float32)
    )
    _fill_photometry(rng, rows, image, measured)
    _fill_positions(rng, rows, image, pointing, (x, y), options.position_err / PIXEL_SCALE)
    _fill_counter(rng, rows, image, y)
    return rows


def loss_probability(missing_fraction: float, faintness: Array) -> Array:
    """Return the chance of loss: a third of the mean for the brightest, three times for the faintest."""
    return missing_fraction * (1.0 / 3.0 + (8.0 / 3.0) * faintness**3)


def _fill_photometry(rng: np.random.Generator, rows: NDArray[np.void], image: Exposure, mag: Array) -> None:
    n = mag.size
    sky_variance = image.conditions.sky_variance * np.exp(
        SKY_PATCHINESS * rng.standard_normal(n, dtype=np.float32)
    )
    unit_flux = 10.0 ** (-0.4 * mag)
    error = np.zeros(n)
    inner_variance = np.zeros(n)
    dead_core = np.zeros(n)
    for aperture, zero_point in enumerate(image.conditions.zero_points):
        light = unit_flux * 10.0 ** (0.4 * zero_point)
        sky_part = sky_variance * SKY_VARIANCE_RATIO[aperture]
        variance = sky_part + light / GAIN
        error += np.sqrt(variance - inner_variance) * rng.standard_normal(n, dtype=np.float32)
        inner_variance = variance
        if aperture == 0:
            dead_core = _dead_core(rng, light, np.sqrt(variance))
        flux = (light + error - dead_core).astype(np.float32).astype(np.float64)
        flux_err = np.sqrt(sky_part + np.maximum(flux, 0.0) / GAIN)
        positive = flux > 0
        rows[f"Flux{aperture + 1}"] = flux
        rows[f"dFlux{aperture + 1}"] = flux_err
        rows[f"Mag{aperture + 1}"] = np.where(
            positive, zero_point - 2.5 * np.log10(flux, out=np.full(n, np.nan), where=positive), np.nan
        )
        # Negative where the flux is: so it is in the delivery.
        rows[f"dMag{aperture + 1}"] = MAG_ERR_PER_RELATIVE_ERR * flux_err / flux


def _dead_core(rng: np.random.Generator, light: Array, err: Array) -> Array:
    dead = (light < DEAD_CORE_SNR * err) & (rng.random(light.size) < DEAD_CORE_FRACTION)
    return np.where(dead, light + 2.0 * err, 0.0)


def _classes(rng: np.random.Generator, band: str, mag: Array, sharpness: Array) -> Array:
    """Draw classes: -1 star, 0 noise, 1 non-stellar, -2 borderline; images agree on most sources."""
    blur = rng.standard_normal(mag.size, dtype=np.float32)
    rank = ndtr(np.sqrt(CLASS_CORRELATION) * sharpness + np.sqrt(1.0 - CLASS_CORRELATION) * blur)
    relative = mag - COMMONEST_MAG[band]
    non_stellar = np.interp(relative, CLASS_MAG, NON_STELLAR)
    borderline = non_stellar + np.interp(relative, CLASS_MAG, BORDERLINE)
    noise = 1.0 - np.interp(relative, CLASS_MAG, NOISE)
    return np.select([rank < non_stellar, rank < borderline, rank > noise], [1.0, -2.0, 0.0], -1.0)


def _fill_positions(
    rng: np.random.Generator,
    rows: NDArray[np.void],
    image: Exposure,
    pointing: Pointing,
    pixel: tuple[Array, Array],
    position_err: float,
) -> None:
    blur = POSITION_ERR + 0.5 * rows["dFlux3"] / np.maximum(rows["Flux3"], rows["dFlux3"])
    if position_err:
        blur = np.hypot(blur, position_err)
    x, y = (p + blur * rng.standard_normal(p.size, dtype=np.float32) for p in pixel)
    rows["X"] = x + image.conditions.dither[0]
    rows["Y"] = y + image.conditions.dither[1]
    rows["Ra"], rows["Dec"] = sky_from_pixel(pointing, x, y)


def _fill_counter(rng: np.random.Generator, rows: NDArray[np.void], image: Exposure, y: Array) -> None:
    """Count the detections up the image, with gaps for objects that were found but are not in the survey."""
    is_reference = image.band == MONITORED_BAND and image.epoch == 1  # StarID follows this image's counter
    key = y if is_reference else y + COUNTER_SCATTER * rng.standard_normal(y.size)
    order = np.argsort(key, kind="stable")
    counter = np.empty(y.size, dtype=np.int64)
    counter[order] = np.cumsum(1 + rng.poisson(rng.uniform(0.05, 1.2), y.size))
    rows["RunningID"] = counter
