"""A large catalogue of one image goes into the table as it is read, and is what it would be if held."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest
from astropy.table import Table

from loader import contents
from loader.described import content, stream
from loader.formats import fits, parquet, text
from tests.loader.test_layouts import check_database

Program = Callable[..., tuple[int, str, str]]
N_ROW = 500
TOML = """
name = "deep"

[files]
names = ["deep_*"]

[image]
band = { value = "J" }
mjd = { value = 57000.5 }
field = { value = 7 }

[[band]]
name = "J"
wavelength_um = 1.254
wide = "J"

[columns]
identifier = "id"
ra = { column = "ra", unit = "deg" }
dec = { column = "dec", unit = "deg" }

[[aperture]]
flux = "flux"
flux_err = "flux_err"
zero_point = 25.0

[class]
column = "class"
codes = { star = -1, non_stellar = 1 }

[missing]
values = [-999]
"""
QUERIES = (
    "SELECT * FROM survey.detection ORDER BY source_id",
    "SELECT * FROM survey.catalogue_count ORDER BY class, snr_min",
    "SELECT * FROM survey.catalogue_range ORDER BY column_name",
    "SELECT * FROM survey.image_depth",
    "SELECT ra_centre, dec_centre, radius FROM survey.image_outline",
    "SELECT * FROM survey.image",
    "SELECT path, sha256, n_detection FROM survey.catalogue",
    "SELECT source_id, ra, dec, j_mag, j_snr, is_star FROM survey.source ORDER BY source_id",
)


@pytest.fixture
def few_rows_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every file large, and chunks of it small."""
    monkeypatch.setattr(content, "LARGE_BYTES", 0)
    monkeypatch.setattr(stream, "ROWS_AT_ONCE", 64)
    monkeypatch.setattr(contents, "MAPPED_BYTES", 0)
    for form in (fits, parquet, text):
        monkeypatch.setattr(form, "CHUNK_ROWS", 70)


def _catalogue(order: np.ndarray) -> Table:
    draw = np.random.default_rng(3)
    flux = draw.lognormal(5, 2, N_ROW)
    columns = {
        "id": np.arange(N_ROW) * 3 + 1,
        "ra": draw.uniform(10, 11, N_ROW),
        "dec": draw.uniform(-5, -4, N_ROW),
        "flux": np.where(np.arange(N_ROW) % 50 == 7, -999.0, flux),
        "flux_err": 1 + 0.01 * flux,
        "class": np.where(draw.random(N_ROW) < 0.5, -1, 1),
    }
    return Table({name: values[order] for name, values in columns.items()})


def _write(directory: Path, name: str, *, ordered: bool = True) -> Path:
    order = np.arange(N_ROW) if ordered else np.random.default_rng(8).permutation(N_ROW)
    path = directory / f"deep_{name}"
    if name == "t.parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    _catalogue(order).write(path, overwrite=True)
    (directory / "deep.toml").write_text(TOML)
    return path


def _in_database(database: psycopg.Connection) -> list[list[tuple[object, ...]]]:
    return [database.execute(query).fetchall() for query in QUERIES]


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("name", ["t.fits", "t.parquet", "t.csv"])
def test_a_large_file_is_stored_like_a_small_one(
    name: str,
    ordered: bool,
    database: psycopg.Connection,
    load_program: Program,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    path = _write(tmp_path, name, ordered=ordered)
    toml = tmp_path / "deep.toml"
    assert load_program(path, "--survey", toml)[0] == 0
    held = _in_database(database)
    assert [len(rows) for rows in held[:2]] == [N_ROW, 32]
    database.execute("SELECT upkeep.remove_catalogue(image_id) FROM survey.catalogue")
    request.getfixturevalue("few_rows_at_once")
    summary = f"1 loaded, 0 replaced, 0 unchanged, 0 rejected; {N_ROW} rows"
    assert summary in load_program(path, "--survey", toml, "--dry-run")[1]
    status, out, log = load_program(path, "--survey", toml)
    assert (status, summary in out) == (0, True), log
    assert "10 values taken as missing" in out
    for rows, others in zip(_in_database(database), held, strict=True):
        assert len(rows) == len(others)
        for row, other in zip(rows, others, strict=True):
            assert row == tuple(pytest.approx(v, rel=1e-9) if isinstance(v, float) else v for v in other)
    check_database(database)
    assert "1 unchanged" in load_program(path, "--survey", toml)[1]


@pytest.mark.usefixtures("few_rows_at_once")
def test_what_is_wrong_in_a_large_file_is_refused_and_nothing_of_it_is_in(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = _write(tmp_path, "t.csv", ordered=False)
    toml, good = tmp_path / "deep.toml", path.read_text()
    lines = good.splitlines()
    for wrong, said in (
        ("\n".join([*lines, lines[5]]), "DuplicateIdentifier"),
        ("\n".join([*lines, "9000,400.0,-4.5,5.0,1.0,-1"]), "PositionOutOfRange.*row"),
        ("\n".join([*lines, "9000,10.5,-4.5,5.0,1e-39,-1"]), "RefusedByDatabase"),
        (lines[0], "EmptyFile"),
    ):
        path.write_text(wrong + "\n")
        status, out, log = load_program(path, "--survey", toml)
        assert (status, "1 rejected" in out) == (1, True), log
        assert re.search(said, log), log
        assert database.execute("SELECT count(*) FROM survey.detection").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM survey.image").fetchone() == (0,)
    path.write_text(good)
    assert load_program(path, "--survey", toml)[0] == 0
    # Other contents for an image that is in
    path.write_text(good.replace("\n", "\n9000,10.5,-4.5,5.0,1.0,-1\n", 1))
    status, _, log = load_program(path, "--survey", toml)
    assert (status, "ChangedCatalogue" in log) == (1, True), log
    status, out, log = load_program(path, "--survey", toml, "--replace")
    assert (status, f"1 replaced, 0 unchanged, 0 rejected; {N_ROW + 1} rows" in out) == (0, True), log
    check_database(database)
