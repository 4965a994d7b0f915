"""
Mutated files: none ends in a traceback or a wait, and what is loaded is what a strict reading gives.

A few in the ordinary run; ``make test-mutations`` has five hundred.
"""

import math
import os
import random
import traceback
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests import survey
from tests.loader import contents, mutations, strict
from tests.loader.votables import galaxy_columns, write_votable

Program = Callable[..., tuple[int, str, str]]
N_MUTATION = int(os.environ.get("EPOCHDB_TEST_MUTATIONS", "24"))
SEED = int(os.environ.get("EPOCHDB_TEST_SEED", "1"))
NAMES = tuple(strict.COLUMNS.values())
# As double precision: the text of a real is shorter than the number
DETECTION = ", ".join(name if name in strict.WHOLE else f"{name}::float8" for name in NAMES)


def _run(load_program: Program, *arguments: object) -> int:
    """Load; an ending other than by a status is a failure, and so is a file that made a reader fail."""
    try:
        status, _, log = load_program("--jobs", 1, *arguments)
    except Exception:
        pytest.fail(traceback.format_exc())
    assert "ReaderFailed" not in log, log
    assert "broken off" not in log, log
    assert status in (0, 1)
    return status


def _same(stored: object, read: float | int | None) -> bool:
    if stored is None or read is None:
        return stored is read
    return math.isclose(float(stored), float(read), rel_tol=1e-12, abs_tol=1e-300)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", range(N_MUTATION // 2))
def test_a_mutated_catalogue_is_refused_or_loaded_as_a_strict_reading_has_it(
    number: int, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    rng = random.Random(f"{SEED} catalogue {number}")
    survey.write_manifest(tmp_path, ["2,1,J.fits,J,57257.0,1.0,48.0"])
    path = survey.write_catalogue(tmp_path / "J.fits", survey.catalogue_columns())
    path.write_bytes(rng.choice(mutations.OF_CATALOGUES)(rng, path.read_bytes()))
    status = _run(load_program, tmp_path)
    rows = database.execute(f"SELECT {DETECTION} FROM survey.detection").fetchall()
    assert bool(rows) == (status == 0)
    if not rows:
        return
    expected = strict.read_catalogue(path.read_bytes())
    assert len(rows) == len(expected)
    for row in rows:
        stored = dict(zip(NAMES, row, strict=True))
        read = expected[stored["source_id"]]
        differing = {
            name: (stored[name], read[name]) for name in NAMES if not _same(stored[name], read[name])
        }
        assert not differing
    assert contents.differences(database) == []


@pytest.mark.parametrize("number", range(N_MUTATION // 4))
def test_a_mutated_sample_is_refused_or_loaded_as_a_strict_reading_has_it(
    number: int, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    rng = random.Random(f"{SEED} sample {number}")
    form = rng.choice(("tabledata", "tabledata", "binary", "binary2"))
    path = write_votable(tmp_path / "some_A.vot", galaxy_columns(with_errors=True), form)
    kinds = mutations.OF_SAMPLES if form == "tabledata" else mutations.ANYWHERE
    path.write_bytes(rng.choice(kinds)(rng, path.read_bytes()))
    status = _run(load_program, path)
    rows = database.execute(
        "SELECT counter, mag_r, u_minus_g, g_minus_r, r_minus_i, i_minus_z, z_spec, u_mag_err, g_mag_err,"
        " r_mag_err, i_mag_err, z_mag_err FROM survey.galaxy"
    ).fetchall()
    assert bool(rows) == (status == 0)
    if not rows:
        return
    names = ("mag_r", "u-g", "g-r", "r-i", "i-z", "z_spec", *(f"dmag_{band}" for band in "ugriz"))
    expected = strict.read_sample(path.read_bytes())
    assert len(rows) == len(expected)
    for counter, *values in rows:
        read = [expected[counter].get(name) for name in names]
        assert all(map(_same, values, read)), (values, read)


@pytest.mark.parametrize("number", range(N_MUTATION - N_MUTATION // 2 - N_MUTATION // 4))
def test_a_mutated_manifest_gives_no_image_but_as_a_strict_reading_has_it(
    number: int, database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    rng = random.Random(f"{SEED} manifest {number}")
    delivery = survey.write_delivery(tmp_path / "delivery")
    manifest = delivery / "manifest.csv"
    manifest.write_bytes(rng.choice(mutations.OF_MANIFESTS)(rng, manifest.read_bytes()))
    _run(load_program, delivery)
    images = database.execute(
        "SELECT image_id, field_id, band, file_name, mjd, airmass, exposure_time FROM survey.image"
    ).fetchall()
    if not images:
        return
    expected = strict.read_manifest(manifest.read_bytes().decode())
    for image_id, *stored in images:
        read = expected[image_id]
        assert tuple(stored[:3]) == read[:3]
        for one, other in zip(stored[3:], read[3:], strict=True):
            assert (one is None) == (other is None)
            assert one is None or math.isclose(one, other or 0, rel_tol=1e-7)
    assert contents.differences(database) == []
