"""Guess what columns, keywords and file names mean; each guess says what it rests on."""

import re
from dataclasses import dataclass

import numpy as np

from loader.describe.look import Look
from loader.describe.names import BANDS, COLUMNS, QUANTITIES, error_of, is_flux, is_magnitude
from loader.description.model import BITS
from loader.description.parts import ANGLES, APERTURES_MAX
from loader.manifest import MJD_MAX, MJD_MIN


@dataclass(frozen=True)
class Guess:
    """A key's value as TOML, and what it rests on; without a value, what could not be guessed."""

    value: str | None
    reason: str


def quoted(text: str) -> str:
    """Give a text as TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def position(look: Look, name: str) -> Guess:
    """Guess the column of a coordinate, and its unit where the file is silent."""
    column = look.named(COLUMNS[name])
    if column is None:
        return Guess(None, f"which column is {name}")
    if look.table.units.get(column, "").strip().lower() in ANGLES:
        return Guess(quoted(column), f"its unit is {look.table.units[column]}")
    values = look.values(column)
    if values.dtype.kind not in "iuf":
        return Guess(None, f"{column} holds texts: {name} in numbers")
    largest = float(np.nanmax(np.abs(values))) if len(values) else 0.0
    unit = "rad" if largest <= 2 * np.pi and "rad" not in column.lower() and _small(look) else "deg"
    return Guess(
        f'{{ column = {quoted(column)}, unit = "{unit}" }}', f"no unit in the file; up to {largest:g}"
    )


def _small(look: Look) -> bool:
    """Tell whether all coordinates are small enough for radians."""
    columns = [look.named(COLUMNS[name]) for name in ("ra", "dec")]
    limits = (2 * np.pi, np.pi / 2)
    return all(
        column is not None and np.nanmax(np.abs(look.values(column).astype("f8")), initial=0) <= limit
        for column, limit in zip(columns, limits, strict=True)
    )


def numbers(look: Look, *, many: bool) -> tuple[Guess, Guess]:
    """Guess the identifier of the source and the number on the image: what counts rows is no identifier."""
    identifier = running = None
    for way in (*COLUMNS["identifier"], *COLUMNS["running_id"]):
        column = look.named([way])
        if column is None or column in (identifier, running):
            continue
        values = look.values(column)
        if values.dtype.kind == "O" and many and way in COLUMNS["identifier"]:
            text = f"{{ column = {quoted(column)}, named = true }}"
            return Guess(text, f"names the source by a text, such as {values[0]}"), Guess(None, "")
        if values.dtype.kind not in "iuf" or not len(values):
            continue
        counts = bool(np.all(np.diff(values[:1000].astype("f8")) == 1)) and values[0] <= 1 and not many
        if counts or way not in COLUMNS["identifier"]:
            running = running or column
        else:
            identifier = identifier or column
    named = (
        Guess(quoted(identifier), "names the source")
        if identifier
        else Guess(None, "no identifier of the source")
    )
    counted = Guess(quoted(running), "counts the rows") if running else Guess(None, "")
    return named, counted


def light_curves(look: Look, *, many: bool) -> Guess | None:
    """Guess the field where a table has light curves without positions: each star is one."""
    identifier, _ = numbers(look, many=many)
    if not many or identifier.value is None or any(look.named(COLUMNS[name]) for name in ("ra", "dec")):
        return None
    column = identifier.value if identifier.value.startswith("{") else f"{{ column = {identifier.value} }}"
    return Guess(column.replace(", named = true", ""), "light curves without positions: each star is a field")


def quantity(look: Look, name: str, groups: dict[str, str]) -> Guess:
    """Guess where something stands that is said of an image: header, columns, or the files' names."""
    ways = QUANTITIES[name]
    if name != "image" and (keyword := look.keyword(ways)):
        shown = look.table.keywords[keyword]
        return Guess(f"{{ keyword = {quoted(keyword)}{_form(name, shown)} }}", f"it is {shown!r}")
    column = look.named(ways)
    if column is not None and (name in ("image", "band", "mjd") or look.distinct(column)):
        shown = look.values(column)[0] if len(look.values(column)) else ""
        return Guess(f"{{ column = {quoted(column)}{_form(name, shown)} }}", f"such as {shown}")
    if name in groups:
        return Guess(f"{{ group = {quoted(name)} }}", f"{groups[name]!r} in the file's name")
    return Guess(None, f"the {name.replace('_', ' ')} of an image")


def _form(name: str, shown: object) -> str:
    """Give how a date is written."""
    if name != "mjd":
        return ""
    try:
        number = float(shown)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ', format = "iso"'
    if number > 2_400_000:
        return ', format = "jd"'
    if not MJD_MIN <= number <= MJD_MAX:
        return ", offset = 0.0"
    return ""


def apertures(look: Look) -> list[dict[str, str]]:
    """Guess fluxes, magnitudes and their errors, up to three."""
    columns = [c for c in look.table.columns if c in look.rows and look.values(c).dtype.kind in "iuf"]
    fluxes = [column for column in columns if is_flux(column)]
    fluxes.sort(key=lambda column: not re.search("aper", column, re.IGNORECASE))
    mags = [column for column in columns if is_magnitude(column)]
    found = []
    for flux in fluxes:
        one = {"flux": flux}
        if error := error_of(flux, look.table.columns):
            one["flux_err"] = error
        alike = re.sub("flux", "mag", flux.lower())
        mag = next((m for m in mags if m.lower() == alike), None)
        if mag:
            one |= _with_error("mag", mag, look)
        found.append(one)
    with_errors = [one for one in found if "flux_err" in one]
    found = with_errors or found
    if not found:
        found = [_with_error("mag", mag, look) for mag in mags]
        found = [one for one in found if "mag_err" in one] or found
    return found[:APERTURES_MAX]


def _with_error(name: str, column: str, look: Look) -> dict[str, str]:
    error = error_of(column, look.table.columns)
    return {name: column} | ({f"{name}_err": error} if error else {})


def classes(look: Look) -> tuple[list[str], str]:
    """Guess what the column of classes holds; give lines of TOML and what they rest on."""
    column = next((c for way in COLUMNS["class"][:-1] if (c := look.named([way])) and c in look.rows), None)
    if column is None or look.values(column).dtype.kind not in "iuf":
        return ['value = "star"'], "no column of classes: all are taken for stars"
    values = look.values(column).astype("f8")
    values = values[np.isfinite(values)]
    lines = [f"column = {quoted(column)}"]
    if np.any(values != np.floor(values)):
        return [
            *lines,
            "star_from = 0.8",
            "non_stellar_to = 0.2",
        ], f"from {values.min():g} to {values.max():g}"
    distinct = sorted({int(value) for value in values})
    if set(distinct) <= {-9, -7, -3, -2, -1, 0, 1}:
        codes = "codes = { star = [-1, -9], noise = [0, -7], non_stellar = [1, -3], borderline = -2 }"
        if set(distinct) <= {0, 1} and "ext" in column.lower():
            codes = "codes = { star = 0, non_stellar = 1 }"
        return [*lines, codes, 'otherwise = "borderline"'], f"codes {', '.join(map(str, distinct))}"
    return [*lines, f"codes = {{ star = {distinct[:20]} }}"], "CHECK: which code means what?"


def flags(look: Look) -> tuple[str | None, list[int]]:
    """Guess the column of bit flags, and the bits that occur in it."""
    column = look.named(COLUMNS["flags"])
    if column is None or column not in look.rows or look.values(column).dtype.kind not in "iuf":
        return None, []
    values = look.values(column).astype("i8")
    return column, [bit for bit in BITS if np.any(values & (1 << bit))]


def name_groups(look: Look) -> tuple[str | None, dict[str, str]]:
    """Guess a pattern for the files' names: which of their parts is the band, the date, the field."""
    stem = re.sub(r"(\.(gz|bz2|fz))?$", "", look.paths[0].name)
    stem = stem.rpartition(".")[0] or stem
    parts, pattern, groups = re.split(r"([-_])", stem), "^", dict[str, str]()
    for part in parts:
        if part in BANDS and "band" not in groups:
            groups["band"] = part
            pattern += "(?P<band>[^-_]+)"
        elif (
            re.fullmatch(r"\d{5}(\.\d+)?", part) and MJD_MIN <= float(part) <= MJD_MAX and "mjd" not in groups
        ):
            groups["mjd"] = part
            pattern += r"(?P<mjd>\d+(?:\.\d+)?)"
        elif part in "-_":
            pattern += part
        elif "field" not in groups:
            groups["field"] = part
            pattern += "(?P<field>[^-_]+)"
        else:
            pattern += "[^-_]*"
    return (pattern, groups) if groups.keys() & {"band", "mjd"} else (None, {})
