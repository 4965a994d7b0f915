"""Small surveys whose answers can be worked out by hand, written as deliveries or into the tables."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import psycopg
from astropy.io import fits

UNITS = {
    "RunningID": "Number", "X": "Pixels", "Y": "Pixels", "Ra": "RADIANS", "Dec": "RADIANS", "Class": "Flag",
    **{f"{d}Flux{k}": "ADU" for d in ("", "d") for k in (1, 2, 3)},
    **{f"{d}Mag{k}": "ADU" for d in ("", "d") for k in (1, 2, 3)},
}  # fmt: skip
HEADER = "ID,FieldID,Filename,Filter,MJD,Airmass,Exptime"


def catalogue_columns(n: int = 5, *, first_id: int = 100, flux: float = 1000.0) -> dict[str, np.ndarray]:
    """Give the columns of a good catalogue of n stars at zero point 25."""
    rows = np.arange(n)
    columns = {
        "RunningID": rows + 1.0,
        "X": rows + 10.0,
        "Y": rows + 20.0,
        "Ra": np.full(n, 4.7) + rows * 1e-4,
        "Dec": np.full(n, -0.53) + rows * 1e-5,
        "Class": np.full(n, -1.0),
    }
    for aperture in (1, 2, 3):
        columns[f"Flux{aperture}"] = np.full(n, flux * aperture) + rows
        columns[f"dFlux{aperture}"] = np.full(n, 10.0)
        columns[f"Mag{aperture}"] = 25 - 2.5 * np.log10(columns[f"Flux{aperture}"])
        columns[f"dMag{aperture}"] = np.full(n, 0.01)
    columns = {name: values.astype("f4") for name, values in columns.items()}
    columns["StarID"] = first_id + rows
    return columns


def write_catalogue(
    path: Path, columns: Mapping[str, np.ndarray], units: Mapping[str, str | None] | None = None
) -> Path:
    """Write columns as a FITS catalogue; units override the delivered ones, None takes one away."""
    known: dict[str, str | None] = {name.lower(): unit for name, unit in {**UNITS, **(units or {})}.items()}
    formats = {"f": {4: "E", 8: "D"}, "i": {2: "I", 4: "J", 8: "K"}}
    hdu = fits.BinTableHDU.from_columns(
        [
            fits.Column(
                name=name,
                format=formats[values.dtype.kind][values.dtype.itemsize],
                unit=known.get(name.lower()),
                array=values,
            )
            for name, values in columns.items()
        ]
    )
    fits.HDUList([fits.PrimaryHDU(), hdu]).writeto(path, overwrite=True)
    return path


def write_manifest(directory: Path, lines: Iterable[str], name: str = "manifest.csv") -> Path:
    """Write a manifest of lines like '1,1,Z-image.fits,Z,57267.1,1.6,40'."""
    path = directory / name
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path


def write_delivery(directory: Path) -> Path:
    """Write a good delivery: field 1 in Z (image 1), J (2) and two epochs of Ks (4 before 3)."""
    directory.mkdir(exist_ok=True)
    write_manifest(
        directory,
        [
            "1,1,Z-image.fits,Z,57267.1,1.6,40.0",
            "2,1,J-image.fits,J,57257.0,1.0,48.0",
            "3,1,Ks-image.fits,Ks,56788.3,1.0,16.0",
            "4,1,Ks-other.fits,Ks,56561.0,1.1,16.0",
        ],
    )
    write_catalogue(directory / "Field-1-Z.fits", catalogue_columns(flux=500))
    write_catalogue(directory / "Field-1-J.fits", catalogue_columns(flux=800))
    write_catalogue(directory / "Field-1-Ks-E001.fits", catalogue_columns(flux=1000))
    write_catalogue(directory / "Field-1-Ks-E002.fits", catalogue_columns(flux=1100))
    return directory


def add_image(
    connection: psycopg.Connection,
    image_id: int,
    detections: Sequence[Mapping[str, object]],
    *,
    field_id: int = 1,
    band: str = "Ks",
    mjd: float = 57000.0,
) -> None:
    """
    Load one image's detections in SQL, as the loader would.

    What a detection does not say is a star at (10, 20) degrees with flux 1000 +- 10 at zero point 25.
    """
    with connection.transaction():
        _copy_image(connection, image_id, detections, field_id, band, mjd)
        connection.execute("SELECT upkeep.add_catalogues(ARRAY[%s])", [image_id])


def add_images(
    connection: psycopg.Connection,
    images: Mapping[int, Sequence[Mapping[str, object]]],
    *,
    field_id: int = 1,
    band: str = "Ks",
    first_mjd: float = 56999.0,
) -> None:
    """Load several images of a field by one merge; the MJD of each is first_mjd plus its number."""
    with connection.transaction():
        for image_id, detections in images.items():
            _copy_image(connection, image_id, detections, field_id, band, first_mjd + image_id)
        connection.execute("SELECT upkeep.add_catalogues(%s)", [list(images)])


def _copy_image(
    connection: psycopg.Connection,
    image_id: int,
    detections: Sequence[Mapping[str, object]],
    field_id: int,
    band: str,
    mjd: float,
) -> None:
    connection.execute("INSERT INTO survey.field VALUES (%s) ON CONFLICT DO NOTHING", [field_id])
    connection.execute(
        "INSERT INTO survey.image (image_id, field_id, band, file_name, mjd) VALUES (%s, %s, %s, '', %s)",
        [image_id, field_id, band, mjd],
    )
    connection.execute(
        "INSERT INTO survey.load (load_id, path, program_version) OVERRIDING SYSTEM VALUE"
        " VALUES (0, '', '') ON CONFLICT DO NOTHING"
    )
    connection.execute(
        "INSERT INTO survey.catalogue (image_id, path, sha256, n_detection, load_id)"
        " VALUES (%s, %s, %s, %s, 0)",
        [image_id, f"image-{image_id}.fits", f"{image_id:064x}", len(detections)],
    )
    for number, given in enumerate(detections):
        row: dict[str, object] = {"ra": 10.0, "dec": 20.0, "flux_1": 1000.0, "flux_1_err": 10.0, "class": -1}
        row |= {"running_id": number + 1, "image_id": image_id, **given}
        flux = row["flux_1"]
        if "mag_1" not in row and isinstance(flux, float | int) and flux > 0:
            row["mag_1"] = 25 - 2.5 * np.log10(flux)
        names = ", ".join(row)
        places = ", ".join(["%s"] * len(row))
        connection.execute(
            f"INSERT INTO survey.detection ({names}) VALUES ({places})", list(map(_plain, row.values()))
        )


def analyse(connection: psycopg.Connection) -> None:
    """Tell the planner of the rows, as the loader does when it has loaded: a transaction may hold them."""
    connection.execute("ANALYZE survey.detection, survey.image, survey.source, survey.source_variability")


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value
