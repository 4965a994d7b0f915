"""Files in the layouts of other surveys, each epoch of the same stars, written by astropy and pyarrow."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.table import Table

ARCSEC = 1 / 3600
Columns = Mapping[str, np.ndarray]

# Of the 80 columns of a VISTA catalogue, in their order; the rest are blank ones
VISTA = (
    "Sequence_number",
    "Isophotal_flux",
    "X_coordinate",
    "X_coordinate_err",
    "Y_coordinate",
    "Y_coordinate_err",
    "Gaussian_sigma",
    "Ellipticity",
    "Position_angle",
    *(f"Areal_{k}_profile" for k in range(1, 9)),
    "Peak_height",
    "Peak_height_err",
    *(f"Aper_flux_{k}{err}" for k in range(1, 14) for err in ("", "_err")),
    "Petr_radius",
    "Kron_radius",
    "Half_radius",
    "Petr_flux",
    "Petr_flux_err",
    "Kron_flux",
    "Kron_flux_err",
    "Half_flux",
    "Half_flux_err",
    "Error_bit_flag",
    "Sky_level",
    "Sky_rms",
    "Av_conf",
    "RA",
    "DEC",
    "Classification",
    "Statistic",
)


def stars(n: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Give n stars far from one another: positions [deg] and fluxes."""
    random = np.random.default_rng(seed)
    return {
        "ra": 270 + np.arange(n) * 20 * ARCSEC,
        "dec": -30 + random.uniform(-0.05, 0.05, n),
        "flux": 10 ** random.uniform(3, 5, n),
    }


def observed(sky: Columns, seed: int, varying: int | None = None) -> dict[str, np.ndarray]:
    """Give what an epoch sees of stars: positions within 0.1 arcsec, fluxes, one star brighter."""
    random = np.random.default_rng(seed)
    n = len(sky["ra"])
    error = 0.01 * sky["flux"]
    flux = sky["flux"] + random.normal(0, 0.3, n) * error
    if varying is not None:
        flux[varying] += 60 * error[varying]
    jitter = random.uniform(-0.1, 0.1, (2, n)) * ARCSEC
    return {
        "ra": sky["ra"] + jitter[0],
        "dec": sky["dec"] + jitter[1],
        "flux": flux,
        "flux_err": error,
        "x": random.uniform(1, 2048, n),
        "y": random.uniform(1, 2048, n),
    }


def write_vista(path: Path, detectors: list[Columns], header: Mapping[str, object]) -> Path:
    """Write a pipeline catalogue: a table a detector, whose zero points differ."""
    primary = fits.PrimaryHDU()
    hdus: list[object] = [primary]
    for key, value in header.items():
        primary.header[key if len(key) <= 8 else f"HIERARCH {key}"] = value
    for number, seen in enumerate(detectors, start=1):
        n = len(seen["ra"])
        columns = {name: np.zeros(n, "f4") for name in VISTA}
        columns |= {
            "Sequence_number": np.arange(1, n + 1),
            "X_coordinate": seen["x"],
            "Y_coordinate": seen["y"],
            "RA": np.radians(seen["ra"]),
            "DEC": np.radians(seen["dec"]),
            "Classification": seen.get("class", np.full(n, -1)),
        }
        for k, share in ((1, 0.5), (2, 0.75), (3, 1.0)):
            columns[f"Aper_flux_{k}"] = share * seen["flux"]
            columns[f"Aper_flux_{k}_err"] = share * seen["flux_err"]
        named = [
            fits.Column(
                name,
                "D" if name in ("RA", "DEC") else "E",
                unit="RADIANS" if name in ("RA", "DEC") else None,
                array=columns[name],
            )
            for name in VISTA
        ]
        blank = [fits.Column(f"Blank{k}", "E", array=np.zeros(n)) for k in range(len(VISTA) + 1, 81)]
        hdu = fits.BinTableHDU.from_columns([*named, *blank], name=f"DET1.CHIP{number}")
        hdu.header["MAGZPT"] = 23.0 + 0.01 * number
        hdu.header["EXTINCT"] = 0.05
        for k in (1, 2, 3):
            hdu.header[f"APCOR{k}"] = 0.4 / k + 0.001 * number
        hdus.append(hdu)
    fits.HDUList(hdus).writeto(path, overwrite=True)
    return path


def vista_header(band: str, mjd: float, *, ukidss: bool = False) -> dict[str, object]:
    """Give the keywords of a primary header, with ESO's long names or WFCAM's."""
    if ukidss:
        return {
            "OBJECT": "gcs_12",
            "FILTER": band,
            "MJD-OBS": mjd,
            "EXP_TIME": 10.0,
            "AMSTART": 1.2,
            "AMEND": 1.4,
        }
    return {
        "OBJECT": "b333",
        "ESO INS FILT1 NAME": band,
        "MJD-OBS": mjd,
        "EXPTIME": 4.0,
        "ESO TEL AIRM START": 1.2,
        "ESO TEL AIRM END": 1.4,
    }


def sextractor_columns(seen: Columns, zero_point: float) -> dict[str, np.ndarray]:
    """Give SExtractor's columns, a vector of two apertures among them; what is faint has magnitude 99."""
    n = len(seen["ra"])
    flux = np.column_stack([0.5 * seen["flux"], seen["flux"]])
    error = np.column_stack([0.5 * seen["flux_err"], seen["flux_err"]])
    with np.errstate(invalid="ignore", divide="ignore"):
        mag = np.where(flux > 0, zero_point - 2.5 * np.log10(flux), 99.0)
        mag_err = np.where(flux > 0, 1.0857 * error / flux, 99.0)
    return {
        "NUMBER": np.arange(1, n + 1, dtype="i4"),
        "X_IMAGE": seen["x"],
        "Y_IMAGE": seen["y"],
        "ALPHA_J2000": seen["ra"],
        "DELTA_J2000": seen["dec"],
        "FLUX_APER": flux,
        "FLUXERR_APER": error,
        "MAG_APER": mag,
        "MAGERR_APER": mag_err,
        "FLUX_AUTO": flux[:, 1],
        "FLUXERR_AUTO": error[:, 1],
        "MAG_AUTO": mag[:, 1],
        "MAGERR_AUTO": mag_err[:, 1],
        "CLASS_STAR": seen.get("class_star", np.full(n, 0.95)),
        "FLAGS": seen.get("flags", np.zeros(n, "i2")).astype("i2"),
    }


def write_ldac(path: Path, seen: Columns, header: Mapping[str, object], zero_point: float = 25.0) -> Path:
    """Write SExtractor's FITS_LDAC: the image's header as text in a table, and the objects."""
    cards = fits.Header()
    for key, value in header.items():
        cards[key] = value
    text = cards.tostring(sep="", endcard=True, padding=False)
    image = fits.BinTableHDU.from_columns(
        [fits.Column("Field Header Card", f"{len(text)}A", array=np.array([text]))], name="LDAC_IMHEAD"
    )
    kinds = {"f": "D", "i": "J"}
    columns = []
    for name, values in sextractor_columns(seen, zero_point).items():
        count = values.shape[1] if values.ndim == 2 else 1
        unit = {"ALPHA_J2000": "deg", "DELTA_J2000": "deg", "FLUX_APER": "count", "MAG_APER": "mag"}.get(name)
        columns.append(fits.Column(name, f"{count}{kinds[values.dtype.kind]}", unit=unit, array=values))
    objects = fits.BinTableHDU.from_columns(columns, name="LDAC_OBJECTS")
    fits.HDUList([fits.PrimaryHDU(), image, objects]).writeto(path, overwrite=True)
    return path


def write_sextractor_ascii(path: Path, seen: Columns, zero_point: float = 25.0) -> Path:
    """Write SExtractor's ASCII_HEAD: numbered lines name the columns, of a vector only the first."""
    lines, cells, number = [], [], 1
    for name, values in sextractor_columns(seen, zero_point).items():
        unit = "   [deg]" if name in ("ALPHA_J2000", "DELTA_J2000") else ""
        lines.append(f"# {number:3d} {name:22} What it is {unit}")
        for part in values.T if values.ndim == 2 else [values]:
            cells.append([repr(value) for value in part.tolist()])
            number += 1
    rows = [" ".join(row) for row in zip(*cells, strict=True)]
    path.write_text("\n".join([*lines, *rows]) + "\n")
    return path


def write_photutils(path: Path, seen: Columns, meta: Mapping[str, object]) -> Path:
    """Write aperture photometry as photutils does, in ECSV."""
    n = len(seen["ra"])
    table = Table(
        {
            "id": np.arange(1, n + 1),
            "xcenter": seen["x"],
            "ycenter": seen["y"],
            "ra": seen["ra"],
            "dec": seen["dec"],
            "aperture_sum_0": 0.5 * seen["flux"],
            "aperture_sum_err_0": 0.5 * seen["flux_err"],
            "aperture_sum_1": seen["flux"],
            "aperture_sum_err_1": seen["flux_err"],
        },
        meta=dict(meta),
    )
    for name in ("xcenter", "ycenter"):
        table[name].unit = "pix"
    for name in ("ra", "dec"):
        table[name].unit = "deg"
    table.write(path, format="ascii.ecsv", overwrite=True)
    return path


def write_parquet(path: Path, visits: list[Mapping[str, object]], seed: int = 7) -> Path:
    """Write all visits of a survey in ugriz as one Parquet table, its rows in no order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts: dict[str, list[np.ndarray]] = {}
    for visit in visits:
        seen = visit["seen"]
        assert isinstance(seen, Mapping)
        n = len(seen["ra"])
        columns = {
            "objectId": 7_000_000_000_000_000 + np.arange(n),
            "visit": np.full(n, visit["visit"]),
            "tract": np.full(n, 4431),
            "band": np.full(n, visit["band"]),
            "midpointMjdTai": np.full(n, visit["mjd"]),
            "airmass": np.full(n, 1.2),
            "expTime": np.full(n, 30.0),
            "coord_ra": seen["ra"],
            "coord_dec": seen["dec"],
            "x": seen["x"],
            "y": seen["y"],
            "psfFlux": seen["flux"],
            "psfFluxErr": seen["flux_err"],
            "apFlux": 1.1 * seen["flux"],
            "apFluxErr": 1.2 * seen["flux_err"],
            "extendedness": seen.get("extendedness", np.zeros(n)),
            "flags": seen.get("flags", np.zeros(n, "i4")),
        }
        for name, values in columns.items():
            parts.setdefault(name, []).append(values)
    whole = {name: np.concatenate(values) for name, values in parts.items()}
    order = np.random.default_rng(seed).permutation(len(whole["visit"]))
    table = pa.table({name: values[order] for name, values in whole.items()})
    pq.write_table(table, path, row_group_size=97)
    return path
