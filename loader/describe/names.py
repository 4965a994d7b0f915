"""How surveys and pipelines name things: columns and keywords by what they mean, bands by wavelength."""

import re

# In lower case, the likelier first
COLUMNS: dict[str, tuple[str, ...]] = {
    "ra": ("ra", "alpha_j2000", "alphawin_j2000", "alpha_sky", "raj2000", "ra_icrs", "coord_ra", "ra_deg",
           "radeg", "ramean", "ra_mean", "_raj2000"),
    "dec": ("dec", "delta_j2000", "deltawin_j2000", "delta_sky", "dej2000", "decj2000", "de_icrs",
            "coord_dec", "dec_deg", "decdeg", "decmean", "dec_mean", "_dej2000"),
    "identifier": ("starid", "star_id", "sourceid", "source_id", "objectid", "object_id", "objid", "obj_id",
                   "star", "gaia_id", "diaobjectid", "objectnumber", "id"),
    "running_id": ("sequence_number", "number", "runningid", "running_id", "seqnum", "label", "id", "no."),
    "x": ("x", "x_image", "xwin_image", "x_coordinate", "xcenter", "x_center", "xcentroid", "xpos", "x_0"),
    "y": ("y", "y_image", "ywin_image", "y_coordinate", "ycenter", "y_center", "ycentroid", "ypos", "y_0"),
    "flags": ("flags", "flag", "error_bit_flag", "pperrbits", "imaflags_iso", "quality", "infoflags"),
    "class": ("classification", "class", "mergedclass", "class_star", "extendedness", "spread_model", "star"),
}  # fmt: skip
QUANTITIES: dict[str, tuple[str, ...]] = {
    "image": ("visit", "image_id", "imageid", "expid", "expnum", "visitid", "framesetid", "exposureid"),
    "field": ("object", "field", "fieldid", "field_id", "tract", "tile", "targname"),
    "band": ("band", "filter", "filtername", "filterid", "filt", "eso ins filt1 name", "filter1", "filtnam"),
    "mjd": ("mjd-obs", "mjd_obs", "mjd", "mjdobs", "obsmjd", "midpointmjdtai", "mjd-mid", "expmidptmjd", "jd",
            "hjd", "bjd", "time", "date-obs", "obsdate"),
    "airmass": ("airmass", "eso tel airm start", "amstart", "secz"),
    "exposure_time": ("exptime", "exp_time", "exposure", "exposure_time", "texp", "eso det dit"),
}  # fmt: skip
# Effective wavelengths [um]
BANDS = {
    "u": 0.367, "g": 0.483, "r": 0.622, "i": 0.755, "z": 0.869, "y": 0.971, "U": 0.365, "B": 0.445,
    "V": 0.551, "R": 0.658, "I": 0.806, "Z": 0.878, "Y": 1.021, "J": 1.254, "H": 1.646, "Ks": 2.149,
    "K": 2.201, "G": 0.622, "BP": 0.511, "RP": 0.777, "W1": 3.35, "W2": 4.6, "NB118": 1.191, "white": 0.6,
}  # fmt: skip
WIDE = {"Z": "Z", "Y": "Y", "J": "J", "H": "H", "Ks": "Ks", "K": "Ks"}

_FLUX = re.compile(r"flux|aperture_sum|counts", re.IGNORECASE)
_MAG = re.compile(r"mag", re.IGNORECASE)
_ERROR = re.compile(r"err|sigma|^e_|^d(?=flux|mag)|unc", re.IGNORECASE)
_NEITHER = re.compile(
    r"radius|max|zero|zpt|threshold|ratio|flag|image_id|abs|median|background", re.IGNORECASE
)


def is_flux(name: str) -> bool:
    """Tell whether a column's name is that of a flux."""
    return bool(_FLUX.search(name)) and not _ERROR.search(name) and not _NEITHER.search(name)


def is_magnitude(name: str) -> bool:
    """Tell whether a column's name is that of a magnitude."""
    return bool(_MAG.search(name)) and not _ERROR.search(name) and not _NEITHER.search(name)


def error_of(name: str, columns: tuple[str, ...]) -> str | None:
    """Give the column that is named as the error of another."""
    stem, _, number = name.rpartition("_")
    ways = [
        f"{name}_err", f"{name}err", f"{name}_error", f"e_{name}", f"d{name}", f"err_{name}", f"sigma_{name}",
        f"{name}_unc", f"{name}sigma",
        f"{stem}_err_{number}" if number.isdecimal() else "",
        re.sub(r"^(flux|mag)", r"\1err", name, flags=re.IGNORECASE),
        re.sub(r"(flux|mag)$", r"\1err", name, flags=re.IGNORECASE),
    ]  # fmt: skip
    lower = {column.lower(): column for column in reversed(columns)}
    return next(
        (lower[way.lower()] for way in ways if way.lower() in lower and lower[way.lower()] != name), None
    )
