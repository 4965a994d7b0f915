"""``python -m loader describe`` guesses a first description; what it cannot guess it says."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest

from loader.description.read import read_description
from tests.loader import layouts

Program = Callable[..., tuple[int, str, str]]


def write_csv(path: Path, n_star: int = 8, n_epoch: int = 4) -> Path:
    """Write a survey as one CSV table, a row for each star and epoch; star 3 brightens in the last."""
    sky = layouts.stars(n_star)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["objid", "ra_deg", "dec_deg", "filter", "mjd", "mag", "mag_err"])
        for epoch in range(n_epoch):
            seen = layouts.observed(sky, epoch, varying=3 if epoch == n_epoch - 1 else None)
            for k in range(n_star):
                mag = 25 - 2.5 * np.log10(seen["flux"][k])
                writer.writerow(
                    [1000 + k, seen["ra"][k], seen["dec"][k], "V", 57000 + epoch, f"{mag:.4f}", "0.0100"]
                )
    return path


def write_sextractor(directory: Path) -> list[Path]:
    sky = layouts.stars(12)
    paths = []
    for epoch in range(4):
        seen = layouts.observed(sky, epoch, varying=3 if epoch == 3 else None)
        seen["class_star"] = np.linspace(0.5, 1, 12)
        seen["flags"] = np.where(np.arange(12) == 5, 4, 0)
        path = directory / f"b333_Ks_{57000 + epoch}.25.cat"
        paths.append(layouts.write_sextractor_ascii(path, seen))
    return paths


def write_ldac(directory: Path) -> list[Path]:
    sky = layouts.stars(12)
    paths = []
    for epoch in range(4):
        seen = layouts.observed(sky, epoch, varying=3 if epoch == 3 else None)
        header = {"OBJECT": "M 42", "FILTER": "Ks", "MJD-OBS": 57000.5 + epoch, "EXPTIME": 10.0}
        paths.append(layouts.write_ldac(directory / f"e{epoch}.cat", seen, header))
    return paths


def write_vista(directory: Path) -> list[Path]:
    sky = layouts.stars(16 * 3)
    paths = []
    for epoch in range(4):
        seen = layouts.observed(sky, epoch, varying=3 if epoch == 3 else None)
        detectors = [{key: values[3 * d : 3 * d + 3] for key, values in seen.items()} for d in range(16)]
        header = layouts.vista_header("Ks", 57000.5 + epoch)
        paths.append(layouts.write_vista(directory / f"v{epoch}_st_cat.fits", detectors, header))
    return paths


def write_parquet(directory: Path) -> list[Path]:
    sky = layouts.stars(12)
    visits: list[dict[str, object]] = [
        {
            "visit": 100 + epoch,
            "band": "r",
            "mjd": 60000.5 + epoch,
            "seen": layouts.observed(sky, epoch, varying=3 if epoch == 3 else None),
        }
        for epoch in range(4)
    ]
    return [layouts.write_parquet(directory / "survey.parquet", visits)]


def write_light_curve(directory: Path) -> list[Path]:
    """Write the light curve of a star that has a name, in Julian dates; it brightens in the last."""
    rows = [f"RR Lyr,V,{2457000.5 + k},{14.0 if k == 3 else 15.0},0.01" for k in range(4)]
    path = directory / "curves.csv"
    path.write_text("\n".join(["star,band,time,mag,mag_err", *rows]) + "\n")
    return [path]


# Who writes the files, the band R3 is asked for, and what is left to say: an old text and a new one
KINDS: dict[str, tuple[Callable[[Path], list[Path]], str, dict[str, str]]] = {
    "sextractor": (write_sextractor, "Ks", {}),
    "ldac": (write_ldac, "Ks", {}),
    "sixteen detectors": (write_vista, "Ks", {}),
    "csv": (lambda directory: [write_csv(directory / "survey.csv")], "V", {}),
    "light curves": (write_light_curve, "V", {}),
    "parquet": (write_parquet, "r", {"# zero_point = 25.0": "zero_point = 31.4"}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_files_go_from_describe_to_r3_without_a_line_of_python(
    kind: str, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    write, band, to_say = KINDS[kind]
    files = tmp_path / "files"
    files.mkdir()
    paths = write(files)
    toml = tmp_path / "mine.toml"
    status, _, log = load_program("describe", *paths, "-o", toml)
    assert status == 0, log
    text = toml.read_text()
    for old, new in to_say.items():
        assert old in text
        assert "Left to say" in log
        text = text.replace(old, new)
    toml.write_text(text)
    status, out, log = load_program(files, "--survey", toml, "--dry-run")
    assert status == 0, log
    assert "survey.detection" in out
    assert database.execute("SELECT count(*) FROM survey.detection").fetchone() == (0,)
    status, out, log = load_program(files, "--survey", toml)
    assert status == 0, log
    assert "4 loaded" in out
    found = database.execute("SELECT * FROM science.variable_sources(20, band => %s)", [band]).fetchall()
    assert len(found) == 1
    assert database.execute("SELECT * FROM science.verify_summaries()").fetchall() == []


def test_what_cannot_be_guessed_is_said_and_marked(load_program: Program, tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("alpha,delta,brightness\n1.0,2.0,3.0\n")
    toml = tmp_path / "things.toml"
    status, _, log = load_program("describe", path, "-o", toml)
    assert status == 0
    text = toml.read_text()
    for what in ("which column is ra", "which column is dec", "the band of an image", "fluxes or magnitudes"):
        assert what in log
    assert text.count("NOT KNOWN") >= 5
    # And what is not said is asked for by key
    status, _, log = load_program(path, "--survey", toml)
    assert (status, "InvalidDescription" in log) == (1, True)


def test_describe_does_not_write_over_a_description(load_program: Program, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "survey.csv")
    toml = tmp_path / "mine.toml"
    toml.write_text("kept")
    status, _, log = load_program("describe", path, "-o", toml)
    assert (status, toml.read_text()) == (1, "kept")
    assert "is there already" in log


def test_what_describe_writes_is_a_description(load_program: Program, tmp_path: Path) -> None:
    toml = tmp_path / "mine.toml"
    load_program("describe", *write_ldac(tmp_path), "-o", toml)
    description = read_description(toml)
    assert description.image["field"].keyword == "OBJECT"
    assert description.columns["running_id"].name == "NUMBER"
    assert [aperture.flux and aperture.flux.name for aperture in description.apertures] == [
        "FLUX_APER",
        "FLUX_APER_1",
        "FLUX_AUTO",
    ]
