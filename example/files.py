"""Catalogues, manifest and truth as files.

Headers come from astropy, once; the rows of a catalogue are one write of a big-endian buffer. No file
has a date in it.
"""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from astropy.io import fits
from numpy.typing import NDArray

from example.noise import ROW
from example.options import ExampleSurvey
from example.schedule import CAMERAS, Exposure

MANIFEST = "file_info_for_problem.csv"
TRUTH = "truth"
DETECTIONS = "detections"  # below the truth: which source each is of, where the catalogues do not say
FITS_BLOCK = 2880
COMPRESSION = 1  # noise hardly compresses: a higher level costs time and saves little
UNITS = {
    "RunningID": "Number",
    "X": "Pixels",
    "Y": "Pixels",
    "Ra": "RADIANS",
    "Dec": "RADIANS",
    "Class": "Flag",
    "StarID": None,
}


def catalogue_header(columns_of: np.dtype[np.void]) -> fits.Header:
    """Return the header of a catalogue without rows, as the delivery has it."""
    columns = [
        fits.Column(
            name=name, format="K" if columns_of[name].kind == "i" else "E", unit=UNITS.get(name, "ADU")
        )
        for name in columns_of.names or ()
    ]
    return fits.BinTableHDU.from_columns(columns, nrows=0).header


PRIMARY_BYTES = fits.PrimaryHDU().header.tostring().encode("ascii")
ROW_WITHOUT_IDENTIFIER = np.dtype([(name, ROW[name]) for name in (ROW.names or ())[:-1]])
EMPTY_HEADERS = {row: catalogue_header(row) for row in (ROW, ROW_WITHOUT_IDENTIFIER)}


def write_catalogue(path: Path, rows: NDArray[np.void]) -> int:
    """
    Write rows as FITS, compressed if the name ends in .gz; return the size in bytes.

    Their dtype is `ROW` or `ROW_WITHOUT_IDENTIFIER`.
    """
    header = EMPTY_HEADERS[rows.dtype].copy()
    header["NAXIS2"] = len(rows)
    content = [
        PRIMARY_BYTES,
        header.tostring().encode("ascii"),
        rows.tobytes(),
        bytes(-rows.nbytes % FITS_BLOCK),
    ]
    with path.open("wb") as raw:
        if path.suffix == ".gz":
            # Name and time are left out of the gzip header: equal catalogues are equal files.
            with gzip.GzipFile("", "wb", COMPRESSION, raw, mtime=0) as compressed:
                for part in content:
                    compressed.write(part)
        else:
            raw.writelines(content)
    return path.stat().st_size


def write_without_identifiers(path: Path, rows: NDArray[np.void], truth: Path) -> int:
    """Write rows of dtype `ROW` without StarID, which goes to the truth; return the catalogue's bytes."""
    names = list(ROW_WITHOUT_IDENTIFIER.names or ())
    anonymous = rows[names].astype(ROW_WITHOUT_IDENTIFIER)
    truth.mkdir(parents=True, exist_ok=True)
    numbers = zip(rows["RunningID"].astype(int).tolist(), rows["StarID"].tolist(), strict=True)
    _write_csv(truth / f"{path.name.partition('.')[0]}.csv", ("running_id", "source_id"), numbers)
    return write_catalogue(path, anonymous)


def catalogue_path(directory: Path, options: ExampleSurvey, image: Exposure) -> Path:
    """Return where the catalogue of an image is written."""
    return directory / (image.catalogue + ".gz" * options.gzip)


def write_manifest(directory: Path, images: Iterable[Exposure]) -> None:
    """Write the manifest of the delivery."""
    rows = (
        (
            i.image_id,
            i.field_id,
            i.file_name,
            i.band,
            i.mjd,
            i.conditions.airmass,
            CAMERAS[i.band].exposure_time,
        )
        for i in images
    )
    _write_csv(
        directory / MANIFEST, ("ID", "FieldID", "Filename", "Filter", "MJD", "Airmass", "Exptime"), rows
    )


def write_options(directory: Path, options: ExampleSurvey) -> None:
    """Write the options into the truth: how to make the survey again."""
    text = json.dumps(asdict(options), indent=2) + "\n"
    (directory / TRUTH / "options.json").write_text(text, encoding="utf-8")


def write_image_truth(directory: Path, options: ExampleSurvey, images: Iterable[Exposure]) -> None:
    """Write zero points and offsets of the images."""
    rows = (
        (
            i.image_id,
            *i.conditions.zero_points,
            i.conditions.offset,
            catalogue_path(directory, options, i).name,
        )
        for i in images
    )
    columns = ("image_id", "zero_point_1", "zero_point_2", "zero_point_3", "offset_mag", "catalogue")
    _write_csv(directory / TRUTH / "images.csv", columns, rows)


VARIABLE_COLUMNS = (
    "source_id", "field_id", "kind", "period_day", "decay_day",
    "amplitude_mag", "sampled_amplitude_mag", "mean_ks_mag", "epoch0",
)  # fmt: skip


def write_variable_truth(directory: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write the variables; rows are in the order of `VARIABLE_COLUMNS`."""
    _write_csv(directory / TRUTH / "variables.csv", VARIABLE_COLUMNS, rows)


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
