"""Write a first description: what was guessed with its reason, what could not be as a comment."""

import re
from pathlib import Path

from loader.describe import guess
from loader.describe.guess import Guess, quoted
from loader.describe.look import Look
from loader.describe.names import BANDS, COLUMNS, WIDE
from loader.description import shipped

UNKNOWN = "NOT KNOWN"
_COMMENT_AT = 60


def describe(look: Look) -> tuple[str, list[str]]:
    """Give the description as TOML, and what a user has to say before it can be used."""
    lacking: list[str] = []
    pattern, groups = guess.name_groups(look)
    quantities = {name: guess.quantity(look, name, groups) for name in (
        "image", "field", "band", "mjd", "airmass", "exposure_time",
    )}  # fmt: skip
    many = "column" in (quantities["mjd"].value or "") or "column" in (quantities["band"].value or "")
    if not many:
        quantities["image"] = Guess(None, "")
    star = guess.light_curves(look, many=many)
    if star:
        quantities["field"] = star
    lines = [
        f"# A first description of {look.paths[0].name}: guesses, each with what it rests on.",
        f"# {UNKNOWN} marks what is for you to say.",
        "# Try it with: python -m loader FILE --survey THIS.toml --dry-run",
        f"name = {quoted(_name(look.paths[0]))}",
        "",
        *_files(look, pattern if any("group" in (q.value or "") for q in quantities.values()) else None),
        *_image(quantities, lacking),
        *_bands(look, quantities["band"], lacking),
        *_columns(look, many, lacking, has_positions=star is None),
        *_apertures(look, lacking),
    ]
    class_lines, reason = guess.classes(look)
    if reason.startswith("CHECK"):
        lacking.append("what the codes of the class mean")
    lines += ["[class]", _line(class_lines[0], reason), *class_lines[1:], ""]
    return "\n".join(
        [*lines, *_flags(look), "[missing]", "nonpositive_errors = true", "", *_sources(look, many)]
    ), lacking


def _name(path: Path) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", path.resolve().parent.name).strip("-") or "survey"


def _line(text: str, reason: str = "") -> str:
    return f"{text:{_COMMENT_AT}}# {reason}" if reason else text


def _key(name: str, found: Guess) -> str:
    return _line(f"{name} = {found.value}", found.reason)


def _files(look: Look, pattern: str | None) -> list[str]:
    suffix = "".join(
        Path(look.paths[0].name).suffixes[-2 if look.paths[0].suffix in (".gz", ".bz2", ".fz") else -1 :]
    )
    lines = ["[files]", f'names = ["*{suffix}"]']
    if look.form in ("csv", "ascii", "sextractor"):
        lines.append(_line(f"format = {quoted(look.form)}"))
    if pattern:
        lines.append(f"pattern = '{pattern}'")
    if len(look.tables) > 1:
        reason = f"{len(look.tables)} tables are one image; separate: an image each"
        lines.append(_line('detectors = "merge"', reason))
    return [*lines, ""]


def _image(quantities: dict[str, Guess], lacking: list[str]) -> list[str]:
    lines = ["[image]"]
    for name, found in quantities.items():
        if found.value is not None:
            lines.append(_key(name, found))
            if "offset" in found.value:
                lacking.append("what is added to the dates to make them MJD (offset)")
        elif name in ("band", "mjd"):
            lacking.append(found.reason)
            lines.append(_line(f'# {name} = {{ keyword = "..." }}', f"{UNKNOWN}; or group, column, value"))
    return [*lines, ""]


def _bands(look: Look, band: Guess, lacking: list[str]) -> list[str]:
    value = band.value or ""
    if "column" in value:
        column = value.split('"')[1]
        names = look.distinct(column)
    elif "keyword" in value:
        names = [str(look.table.keywords[value.split('"')[1]]).strip()]
    elif "group" in value:
        token = band.reason.split("'")[1]
        names = sorted(
            {part for path in look.paths for part in re.split(r"[-_.]", path.name) if part in BANDS} | {token}
        )
    else:
        names = ["?"]
    lines: list[str] = []
    for name in names:
        wavelength = BANDS.get(name)
        if wavelength is None:
            lacking.append(f"the wavelength of band {name}")
        lines += ["[[band]]", f"name = {quoted(name)}"]
        lines.append(
            f"wavelength_um = {wavelength}" if wavelength else _line("wavelength_um = 0", f"{UNKNOWN} [um]")
        )
        lines.append(_line("monitored = true", "observed again and again: R3 asks for it"))
        if name in WIDE:
            lines.append(_line(f"wide = {quoted(WIDE[name])}", "has columns of its own in survey.source"))
    return [*lines, ""]


def _columns(look: Look, many: bool, lacking: list[str], *, has_positions: bool) -> list[str]:
    lines = ["[columns]"]
    identifier, running = guess.numbers(look, many=many)
    if identifier.value:
        lines.append(_key("identifier", identifier))
    for name in ("ra", "dec"):
        found = Guess("{ value = 0.0 }", "no positions: all at one, which says nothing")
        if has_positions:
            found = guess.position(look, name)
        if found.value is None:
            lacking.append(found.reason)
            lines.append(_line(f'# {name} = "..."', UNKNOWN))
        else:
            lines.append(_key(name, found))
    if running.value and not many:
        lines.append(_key("running_id", running))
    for name in ("x", "y"):
        column = look.named(COLUMNS[name])
        if column:
            lines.append(f"{name} = {quoted(column)}")
    return [*lines, ""]


def _apertures(look: Look, lacking: list[str]) -> list[str]:
    found = guess.apertures(look)
    if not found:
        lacking.append("which columns are fluxes or magnitudes")
        return ["[[aperture]]", _line('# flux = "..."', UNKNOWN), ""]
    lines: list[str] = []
    for one in found:
        lines += ["[[aperture]]", *(f"{name} = {quoted(column)}" for name, column in one.items())]
        if "flux" in one and "mag" not in one:
            lines += _zero_point(look, one["flux"], lacking)
        lines.append("")
    return lines


def _zero_point(look: Look, flux: str, lacking: list[str]) -> list[str]:
    keyword = look.keyword(("magzpt", "magzero", "magzerop", "zeropoint", "zeropt", "zp", "photzp", "mag_zp"))
    unit = look.table.units.get(flux, "").lower()
    if unit in ("njy", "nanojansky"):
        return [_line("zero_point = 31.4", "AB, of a nanojansky")]
    if keyword == "MAGZPT":
        number = re.search(r"(\d+)$", flux)
        corrected = f"APCOR{number[1]}" if number and f"APCOR{number[1]}" in look.table.keywords else ""
        minus = f', minus = ["{corrected}"]' if corrected else ""
        seconds = look.keyword(("exptime", "exp_time"))
        exposure = f", exposure_time = {quoted(seconds)}" if seconds else ""
        return [_line(f'zero_point = {{ keyword = "MAGZPT"{minus}{exposure} }}')]
    if keyword:
        return [
            _line(f"zero_point = {{ keyword = {quoted(keyword)} }}", f"it is {look.table.keywords[keyword]}")
        ]
    lacking.append(f"the zero point of {flux}: without it there are neither magnitudes nor calibrated fluxes")
    return [_line("# zero_point = 25.0", f"{UNKNOWN}: magnitude of flux 1")]


def _flags(look: Look) -> list[str]:
    column, bits = guess.flags(look)
    if column is None:
        return []
    lines = ["[flags]", f"column = {quoted(column)}"]
    if column == "FLAGS" and look.named(["x_image"]):
        for flag in shipped.find_description("sextractor-ldac").flags:
            lines += ["[[flags.bit]]", f"bit = {flag.bit}", f"name = {quoted(flag.name)}"]
            lines += [f"meaning = {quoted(flag.meaning)}", f"bad = {str(flag.is_bad).lower()}"]
        return [*lines, ""]
    for bit in bits:
        lines += ["[[flags.bit]]", f"bit = {bit}", _line(f'name = "bit_{bit}"', f"{UNKNOWN}: what it means")]
        lines.append(_line("bad = false", "true keeps a detection from being good"))
    return [*lines, ""]


def _sources(look: Look, many: bool) -> list[str]:
    if guess.numbers(look, many=many)[0].value:
        return []
    return ["[sources]", _line("associate_arcsec = 1.0", "no identifier: sources are found by position"), ""]
