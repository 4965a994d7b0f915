"""Every file that leaves passes the checkers of its format: votlint, fitsverify, readers of the others."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from astropy.table import Table

from report.export import export

pytestmark = pytest.mark.xdist_group("delivery")

# Beside the views: what has barycentric dates, limits without a measurement, and no row
QUERIES = {
    "barycentric": "SELECT c.* FROM science.barycentric_light_curve(5, 'Ks') AS c",
    "images": "SELECT i.* FROM science.images_between('2014-05-23', '2015-10-05') AS i",
    "limits": "SELECT c.* FROM science.light_curve(5, 'Ks', 'catalogue', true) AS c",
    "no_row": "SELECT p.* FROM science.photometry AS p WHERE p.source_id = 0",
}


@pytest.fixture
def queries(delivered: psycopg.Connection) -> dict[str, str]:
    """Give a query for every view, and for some functions."""
    if "EPOCHDB_TEST_VO" not in os.environ:
        pytest.skip("files are held against their formats by `make test-vo`")
    views = delivered.execute("SELECT name FROM science.help WHERE kind = 'view' ORDER BY name").fetchall()
    return {view: f"SELECT v.* FROM science.{view} AS v LIMIT 1000" for (view,) in views} | QUERIES


def check(*command: str | Path) -> str:
    """Run a checker, or skip where it is not installed; give all that it says."""
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not installed: sh tests/vo/install.sh")
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=300, check=False
    )
    return f"{done.stdout}{done.stderr}".strip()


def test_votlint_finds_nothing(
    delivered: psycopg.Connection, queries: dict[str, str], tmp_path: Path
) -> None:
    found = {}
    for name, query in queries.items():
        path = tmp_path / f"{name}.vot"
        export(delivered, query, path)
        if said := check("stilts", "votlint", "ucd=true", "unit=true", f"votable={path}"):
            found[name] = said
    assert found == {}


def test_fitsverify_finds_nothing(
    delivered: psycopg.Connection, queries: dict[str, str], tmp_path: Path
) -> None:
    for name, query in queries.items():
        export(delivered, query, tmp_path / f"{name}.fits")
    files = sorted(tmp_path.glob("*.fits"))
    said = check("fitsverify", "-q", *files).splitlines()
    assert [line for line in said if not line.startswith("verification OK")] == []
    assert len(said) == len(queries)


@pytest.mark.parametrize("suffix", [".ecsv", ".parquet"])
def test_readers_of_other_formats_find_every_row(
    delivered: psycopg.Connection, queries: dict[str, str], tmp_path: Path, suffix: str
) -> None:
    """Astropy knows ECSV by its standard's implementation, Arrow is Parquet's."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    for name, query in queries.items():
        path = tmp_path / f"{name}{suffix}"
        n_row = export(delivered, query, path)
        read = Table.read(path) if suffix == ".ecsv" else parquet.read_table(path)
        assert len(read) == n_row, name
