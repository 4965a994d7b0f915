"""A survey's description: what is understood, and each kind of wrong one refused by file and key."""

from pathlib import Path

import pytest

from loader.description import shipped
from loader.description.read import parse_description
from loader.faults import InvalidDescription, RejectedFile, UnreadableFile

GOOD = """
name = "mine"
[files]
names = ["*.fits"]
pattern = '(?P<field>\\d+)-(?P<band>\\w+)'
[image]
field = { group = "field" }
band = { group = "band", values = { k = "Ks" } }
mjd = { keyword = "MJD-OBS" }
exposure_time = { keyword = "EXPTIME" }
[[band]]
name = "J"
wavelength_um = 1.25
[[band]]
name = "Ks"
wavelength_um = 2.15
monitored = true
[columns]
identifier = "ID"
ra = { column = "RA", unit = "rad" }
dec = "DEC"
[[aperture]]
flux = { column = "FLUX", missing = [-999] }
flux_err = "FLUX_ERR"
zero_point = { keyword = "MAGZPT", minus = ["APCOR1"], exposure_time = "EXPTIME" }
[class]
column = "CLASS"
codes = { star = [-1, -9], noise = 0, non_stellar = 1, borderline = -2 }
flag_bits = { "-9" = 2 }
[flags]
column = "FLAGS"
[[flags.bit]]
bit = 2
name = "saturated"
bad = true
[missing]
values = [99.0]
"""
# What is changed in the good one, into what, and the key and the words that the fault must name
WRONG = {
    "no TOML": ('name = "mine"', "name = ", "", "no TOML"),
    "no name": ('name = "mine"', "", "key name", "nothing"),
    "a wavelength in nanometres": ("1.25", "1250", "key band 1.wavelength_um", "551 nm are 0.551"),
    "a column that is two things": ('"FLUX_ERR"', '"FLUX"', "key aperture 1.flux_err", "aperture 1.flux is"),
    "two coordinates in one": ('dec = "DEC"', 'dec = "RA"', "key columns.dec", "columns.ra"),
    "an empty name": ('name = "mine"', 'name = " "', "key name", "a text"),
    "a number for a name": ('name = "mine"', "name = 5", "key name", "5"),
    "an unknown key": ('name = "mine"', 'name = "mine"\nbandz = 1', "key bandz", "name"),
    "an unknown key of files": ("names =", "nmaes =", "key files.nmaes", "names"),
    "an unknown format": ("[files]", '[files]\nformat = "xls"', "key files.format", "parquet"),
    "a broken pattern": ("\\d+)-", "\\d+-", "key files.pattern", "regular expression"),
    "a list of numbers for names": ('names = ["*.fits"]', "names = [1]", "key files.names", "texts"),
    "detectors of neither kind": ("[files]", '[files]\ndetectors = "mix"', "key files.detectors", "merge"),
    "tables that are true": ("[files]", "[files]\ntables = true", "key files.tables", "numbers of tables"),
    "a group that the pattern lacks": (
        'group = "band"',
        'group = "filter"',
        "key image.band.group",
        "field, band",
    ),
    "no image": ("[image]", "[imago]", "key image", "band and mjd"),
    "no date": ('mjd = { keyword = "MJD-OBS" }', "", "key image.mjd", "keyword"),
    "a date in two places": (
        '{ keyword = "MJD-OBS" }',
        '{ keyword = "MJD-OBS", value = 57000 }',
        "key image.mjd",
        "exactly one of",
    ),
    "an unknown way to write dates": (
        '{ keyword = "MJD-OBS" }',
        '{ keyword = "MJD-OBS", format = "bjd" }',
        "key image.mjd.format",
        "jd",
    ),
    "a manifest's column without a manifest": (
        '{ keyword = "MJD-OBS" }',
        '{ manifest = "MJD" }',
        "key image.mjd.manifest",
        "files.manifest",
    ),
    "a manifest that names no files": (
        'names = ["*.fits"]',
        'manifest = "m.csv"',
        "key image.file",
        "column of the manifest",
    ),
    "a band that is not described": ('k = "Ks"', 'k = "K"', "key image.band.values", "J, Ks"),
    "no bands": ("[[band]]", "[[bands]]", "key band", "[[band]]"),
    "a band twice": ('name = "Ks"', 'name = "J"', "key band 2.name", "once"),
    "a band without wavelength": ("wavelength_um = 1.25", "", "key band 1.wavelength_um", "micrometres"),
    "a wavelength that is none": (
        "wavelength_um = 1.25",
        "wavelength_um = -1",
        "key band 1.wavelength_um",
        "from",
    ),
    "monitored as a text": ("monitored = true", 'monitored = "yes"', "key band 2.monitored", "true or false"),
    "a wide column that there is not": (
        "monitored = true",
        'wide = "g"',
        "key band 2.wide",
        "H, J, Ks, Y, Z",
    ),
    "two bands in one wide column": ("monitored = true", 'wide = "J"', "key band 2.wide", "once"),
    "no columns": ("[columns]", "[column]", "key columns", "ra and dec"),
    "no declination": ('dec = "DEC"', "", "key columns.dec", "position"),
    "an unknown unit of angle": ('unit = "rad"', 'unit = "gon"', "key columns.ra.unit", "rad"),
    "a column as a number": ('dec = "DEC"', "dec = 5", "key columns.dec", "the name of a column"),
    "an unknown key of a column": ('unit = "rad"', 'units = "rad"', "key columns.ra.units", "unit"),
    "neither identifier nor association": ('identifier = "ID"', "", "key sources.associate_arcsec", "radius"),
    "a radius that is none": (
        "[missing]",
        "[sources]\nassociate_arcsec = 0\n[missing]",
        "key sources.associate_arcsec",
        "from",
    ),
    "no aperture": ("[[aperture]]", "[[apertures]]", "key aperture", "one to three"),
    "an aperture without flux and magnitude": (
        'flux = { column = "FLUX", missing = [-999] }\nflux_err = "FLUX_ERR"',
        "",
        "key aperture 1.flux",
        "mag",
    ),
    "an error without its flux": (
        'flux = { column = "FLUX", missing = [-999] }',
        'mag = "MAG"',
        "key aperture 1.flux_err",
        "flux beside it",
    ),
    "a missing value as a text": (
        "missing = [-999]",
        'missing = ["-999"]',
        "key aperture 1.flux.missing",
        "number",
    ),
    "a zero point that is true": (
        'keyword = "MAGZPT"',
        'keyword = "MAGZPT", value = 25',
        "key aperture 1.zero_point",
        "exactly one",
    ),
    "extinction without airmass": (
        'exposure_time = "EXPTIME" }\n[class]',
        'extinction = "EXTINCT" }\n[class]',
        "key aperture 1.zero_point.airmass",
        "airmass",
    ),
    "no class": ("[class]", "[classes]", "key class", '"star" for all'),
    "a class without codes": (
        "codes = { star = [-1, -9], noise = 0, non_stellar = 1, borderline = -2 }",
        "",
        "key class.codes",
        "star_from",
    ),
    "an unknown class": ("star = [-1, -9]", "stars = [-1, -9]", "key class.codes", "non_stellar"),
    "a code of two classes": ("noise = 0", "noise = -9", "key class.codes", "once"),
    "a code that is a text": ("noise = 0", 'noise = "x"', "key class.codes", "numbers"),
    "thresholds beside codes": (
        "flag_bits =",
        "star_from = 0.5\nflag_bits =",
        "key class.star_from",
        "no codes",
    ),
    "a flag of a bit that is not described": ('"-9" = 2', '"-9" = 3', "key class.flag_bits", "[[flags.bit]]"),
    "a bit beyond the integer": ("bit = 2", "bit = 31", "key flags.bit 1.bit", "30"),
    "a bit without a name": ('name = "saturated"', "", "key flags.bit 1.name", "nothing"),
    "a time scale that there is not": (
        "[missing]",
        '[time]\nscale = "GMT"\n[missing]',
        "key time.scale",
        "UTC",
    ),
}


def understood(text: str) -> object:
    return parse_description(Path("mine.toml"), text.encode())


def test_a_good_description_is_understood() -> None:
    description = parse_description(Path("mine.toml"), GOOD.encode())
    assert description.columns_read() == ["ID", "RA", "DEC", "FLAGS", "FLUX", "FLUX_ERR", "CLASS"]
    assert (description.is_identified, description.has_many_images) == (True, False)
    assert description.bad_flags == 4  # bit 2
    assert description.classes.codes == {-1.0: -1, -9.0: -1, 0.0: 0, 1.0: 1, -2.0: -2}
    assert description.bands["Ks"].is_monitored


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_description_is_refused_by_file_and_key(kind: str) -> None:
    old, new, key, words = WRONG[kind]
    assert old in GOOD, "the good one has changed"
    with pytest.raises(InvalidDescription) as caught:
        understood(GOOD.replace(old, new))
    message = str(caught.value)
    assert message.startswith("mine.toml")
    # TOML that has lost a table's head may be wrong elsewhere first; the file is named all the same
    assert f"{key}:" in message or f"{key}" in message
    assert words in message
    assert "found" in message and "expected" in message


def test_every_shipped_description_is_a_good_one() -> None:
    assert len(shipped.names()) >= 7
    for name in shipped.names():
        assert shipped.find_description(name).name == name


def test_a_name_that_is_not_shipped_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnreadableFile, match="course, light-curves"):
        shipped.find_description("visata")


def test_the_courses_rule_goes_with_the_courses_columns_alone(tmp_path: Path) -> None:
    text = (shipped.DIRECTORY / "course.toml").read_text()
    assert shipped.is_course(parse_description(Path("c.toml"), text.encode()))
    other = parse_description(Path("c.toml"), text.replace('"StarID"', '"ID"').encode())
    with pytest.raises(RejectedFile, match=r"Leave files\.rule out"):
        shipped.is_course(other)
