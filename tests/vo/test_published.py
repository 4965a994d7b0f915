"""The real delivery published by DaCHS: pyvo, STILTS, taplint; ``make test-vo`` installs and tries them."""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psycopg
import pytest
from astropy.io.votable import parse_single_table
from astropy.table import Table

from db import address

pytestmark = pytest.mark.xdist_group("vo")

REPOSITORY = Path(__file__).resolve().parents[2]
NEEDED = {"dachs": "gavodachs2-server", "stilts": "stilts", "pg_ctlcluster": "postgresql-common"}
SETTINGS = """\
[web]
serverURL: http://localhost:{port}
serverPort: {port}
bindAddress: 127.0.0.1
"""


@dataclass(frozen=True)
class Service:
    """Where DaCHS answers, and the database that it should answer like."""

    url: str
    database: psycopg.Connection

    @property
    def tap(self) -> str:
        return f"{self.url}/tap"


def ask(*command: str | Path) -> str:
    """Run a program; give what it says."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def service(real_data: Path) -> Iterator[Service]:
    """Load the delivery into an embedded server of its own, publish it, serve until the tests are over."""
    if "EPOCHDB_TEST_VO" not in os.environ:
        pytest.skip("DaCHS is tried by `make test-vo`")
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if missing or os.geteuid() != 0:
        pytest.skip(f"not root, or not installed: sh tests/vo/install.sh ({', '.join(missing)})")
    pytest.importorskip("pyvo", reason="pyvo is not installed: pip install 'epochdb[vo]'")
    # Not under pytest's own directory, which is closed to the users that the two servers run as
    place = Path(tempfile.mkdtemp(prefix="epochdb-vo-"))
    place.chmod(0o755)
    home = place / "home"
    home.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = place / "gavo.rc"
    settings.write_text(SETTINGS.format(port=port))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment = {
        **kept,
        "EPOCHDB_HOME": str(home),
        "PYTHON": sys.executable,
        "GAVOSETTINGS": str(settings),
    }
    was_online = "online" in ask("pg_lsclusters", "--no-header")

    def run(*command: str) -> None:
        done = subprocess.run(
            command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, timeout=900, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]

    server: subprocess.Popen[bytes] | None = None
    try:
        run(sys.executable, "-m", "db", "upgrade")
        run(sys.executable, "-m", "loader", str(real_data))
        run("sh", "tests/vo/publish.sh")
        with (place / "serve.log").open("wb") as log:
            server = subprocess.Popen(
                ["setpriv", "--reuid=dachsroot", "--regid=gavo", "--init-groups", "dachs", "serve", "debug"],
                env={**environment, "HOME": "/nonexistent"}, stdout=log, stderr=log, cwd="/",
            )  # fmt: skip
        url = f"http://localhost:{port}"
        _wait_for(f"{url}/tap/availability", server)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("EPOCHDB_HOME", str(home))
            for name in ("PGHOST", "PGPORT", "PGDATABASE", "PGSERVICE", "PGUSER"):
                patch.delenv(name, raising=False)
            with address.connect(role="epochdb_reader", autocommit=True) as connection:
                yield Service(url, connection)
    finally:
        if server:
            server.terminate()
            server.wait(60)
        subprocess.run([sys.executable, "-m", "db", "stop"], env=environment, cwd=REPOSITORY, check=False)
        if not was_online:
            version, name = ask("pg_lsclusters", "--no-header").split()[:2]
            ask("pg_ctlcluster", version, name, "stop")
        shutil.rmtree(place, ignore_errors=True)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        assert server.poll() is None, "DaCHS ended"
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(1)
    pytest.fail(f"no answer at {url}")


def test_a_cone_finds_what_sql_finds(service: Service) -> None:
    import pyvo

    ra, dec = service.database.execute("SELECT ra, dec FROM survey.source WHERE source_id = 5").fetchone()
    found = pyvo.dal.SCSService(f"{service.url}/epochdb/q/cone/scs.xml?").search((ra, dec), 0.02)
    expected = service.database.execute(
        "SELECT source_id FROM science.sources_near(%s, %s, 0.02) ORDER BY source_id", [ra, dec]
    ).fetchall()
    assert len(expected) > 10
    assert sorted(int(row["source_id"]) for row in found) == [row[0] for row in expected]
    adql = (
        f"SELECT source_id FROM epochdb.photometry"
        f" WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', {ra}, {dec}, 0.02))"
    )
    answer = pyvo.dal.TAPService(service.tap).search(adql)
    assert sorted(answer["source_id"].tolist()) == [row[0] for row in expected]


def test_a_join_with_light_curves_says_what_sql_says(service: Service) -> None:
    import pyvo

    query = (
        "SELECT d.source_id, d.image_id, d.mag_1 FROM {}.photometry AS p"
        " JOIN {}.calibrated_detection AS d ON d.source_id = p.source_id"
        " WHERE p.j_minus_h > 2 AND d.band = 'Ks' ORDER BY source_id, image_id"
    )
    found = pyvo.dal.TAPService(service.tap).search(query.format("epochdb", "epochdb"), maxrec=100000)
    expected = service.database.execute(query.format("science", "science")).fetchall()
    assert len(expected) > 10
    assert found["source_id"].tolist() == [row[0] for row in expected]
    assert np.array_equal(
        np.asarray(found["mag_1"].filled(np.nan), "f4"),
        np.array([row[2] for row in expected], "f4"),
        equal_nan=True,
    )


def test_an_upload_is_matched_as_sql_matches_it(service: Service, tmp_path: Path) -> None:
    """By pyvo, and by STILTS from a file."""
    import pyvo

    rows = service.database.execute(
        "SELECT source_id, ra, dec FROM survey.source WHERE source_id %% 97 = 0 ORDER BY source_id", []
    ).fetchall()
    mine = Table(rows=[(row[0], row[1] + 1e-5, row[2]) for row in rows], names=("mine", "ra", "dec"))
    expected = service.database.execute(
        "SELECT m.id, m.source_id FROM science.match_positions(%s, %s, %s, 0.001) AS m ORDER BY 1, 2",
        [mine[name].tolist() for name in ("mine", "ra", "dec")],
    ).fetchall()
    assert len(expected) >= len(rows)
    query = (
        "SELECT m.mine, p.source_id FROM epochdb.photometry AS p JOIN TAP_UPLOAD.mine AS m"
        " ON 1 = CONTAINS(POINT('ICRS', p.ra, p.dec), CIRCLE('ICRS', m.ra, m.dec, 0.001))"
    )
    found = pyvo.dal.TAPService(service.tap).run_sync(query, uploads={"mine": mine}, maxrec=100000)
    assert sorted(zip(found["mine"].tolist(), found["source_id"].tolist(), strict=True)) == expected
    path = tmp_path / "mine.vot"
    mine.write(path, format="votable")
    out = ask(
        "stilts", "tapquery", f"tapurl={service.tap}", "nupload=1", f"upload1={path}", "upname1=mine",
        f"adql={query}", "ofmt=csv", "maxrec=100000",
    )  # fmt: skip
    table = Table.read(out, format="ascii.csv")
    assert sorted(zip(table["mine"].tolist(), table["source_id"].tolist(), strict=True)) == expected


def test_an_asynchronous_job_ends_with_sqls_answer(service: Service) -> None:
    import pyvo

    query = "SELECT field_id, COUNT(*) AS n_source FROM {}.photometry GROUP BY field_id ORDER BY field_id"
    found = pyvo.dal.TAPService(service.tap).run_async(query.format("epochdb"))
    expected = service.database.execute(query.format("science")).fetchall()
    assert list(zip(found["field_id"].tolist(), found["n_source"].tolist(), strict=True)) == expected


def test_the_images_are_in_obscore(service: Service) -> None:
    import pyvo

    found = pyvo.dal.TAPService(service.tap).search(
        "SELECT obs_id, t_min, s_region FROM ivoa.obscore WHERE 2.1e-6 BETWEEN em_min AND em_max"
    )
    (n_image,) = service.database.execute(
        "SELECT count(*) FROM science.image_epoch WHERE band = 'Ks'"
    ).fetchone()
    assert len(found) == n_image > 0


def test_datalink_leads_from_a_source_to_its_light_curve(service: Service) -> None:
    import pyvo

    links = pyvo.dal.adhoc.DatalinkResults.from_result_url(f"{service.url}/epochdb/q/dl/dlmeta?ID=5")
    (link,) = [link for link in links if " Ks," in str(link["description"])]
    with urllib.request.urlopen(link["access_url"], timeout=300) as answer:
        content = answer.read()
    table = parse_single_table(io.BytesIO(content))
    expected = service.database.execute(
        "SELECT mjd, mag FROM science.light_curve(5, 'Ks') ORDER BY mjd"
    ).fetchall()
    assert table.array["obs_time"].tolist() == [row[0] for row in expected]
    assert np.allclose(table.array["phot"], [row[1] for row in expected])
    text = content.decode()
    assert re.search(r'<TIMESYS [^>]*refposition="TOPOCENTER"[^>]*timescale="UTC"', text)
    assert re.search(r'name="zeroPointFlux"[^>]*value="675"', text)
    assert (
        ask("stilts", "datalinklint", f"votable={service.url}/epochdb/q/dl/dlmeta?ID=5").count("ERROR") == 0
    )


def test_taplint_finds_no_error(service: Service) -> None:
    done = subprocess.run(
        ["stilts", "taplint", f"tapurl={service.tap}"],
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    assert re.search(r"^Totals: Errors: 0;", done.stdout, re.MULTILINE), done.stdout[-3000:]
