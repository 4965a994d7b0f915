"""What lsdb finds in an exported collection is what SQL answers, for all sources of the delivery."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest

from report import __main__ as program
from tests.docs.blocks import read_blocks

ASK = Path(__file__).resolve().parents[1] / "hats" / "ask.py"
CONE_DEG = (269.5, -30.2, 600 / 3600)
RADIUS_DEG = 2 / 3600


@pytest.fixture
def lsdb_python() -> Path:
    """The Python of the environment that has lsdb; skips where there is none."""
    environment = os.environ.get("EPOCHDB_HATS")
    if not environment:
        pytest.skip("lsdb has an environment of its own, which make test-hats makes")
    return Path(environment) / "bin" / "python"


@pytest.mark.xdist_group("delivery")
def test_lsdb_answers_as_sql_does(
    delivered: psycopg.Connection[Any], lsdb_python: Path, tmp_path: Path
) -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from pyarrow import parquet

    out = tmp_path / "survey"
    # Small tiles, so that a tenth of the sources are in some margin
    assert program.main(["hats", str(out), "--light-curves", "--rows", "8000"]) == 0

    rows = delivered.execute(
        "SELECT source_id, ra, dec FROM science.photometry ORDER BY source_id"
    ).fetchall()
    source_id, ra, dec = map(np.array, zip(*rows, strict=True))
    random = np.random.default_rng(1)
    # Up to 1.4 arcsec beside each source, which may be nearer to another, or in another tile
    ra = ra + random.uniform(-1, 1, len(ra)) / 3600 / np.cos(np.radians(dec))
    dec = dec + random.uniform(-1, 1, len(dec)) / 3600
    positions = tmp_path / "positions.parquet"
    parquet.write_table(arrow.table({"id": source_id, "ra": ra, "dec": dec}), positions)
    answers = tmp_path / "answers.json"
    done = subprocess.run(
        [lsdb_python, ASK, out, positions, answers], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(answers.read_text())

    (block,) = read_blocks("lsdb")
    script = block.text.replace("build/hats", str(out))
    shown = subprocess.run([lsdb_python, "-c", script], check=False, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(f"{len(found['cone'])} ['mjd', 'band', 'image_id', 'mag', ")

    assert found["valid"] == [True, True]
    assert found["rows"] == len(source_id)
    assert found["margin_rows"] > 1000
    cone = delivered.execute("SELECT source_id FROM science.sources_near(%s, %s, %s)", CONE_DEG)
    assert found["cone"] == sorted(row[0] for row in cone)
    matched = delivered.execute(
        "SELECT id, source_id FROM science.match_positions(%s, %s, %s, %s) WHERE rank = 1",
        [source_id.tolist(), ra.tolist(), dec.tolist(), RADIUS_DEG],
    )
    assert list(map(tuple, found["matched"])) == sorted(matched.fetchall())
    statistics = delivered.execute(
        "SELECT p.source_id, p.n_detection, v.n_epoch, v.flux_mean FROM science.photometry AS p "
        "INNER JOIN science.variability AS v ON v.source_id = p.source_id AND v.band = 'Ks' "
        "ORDER BY p.source_id"
    ).fetchall()
    assert [row[:3] for row in found["statistics"]] == [list(row[:3]) for row in statistics]
    means = np.array([row[3] for row in found["statistics"]])
    np.testing.assert_allclose(means, [row[3] for row in statistics], rtol=1e-12, atol=1e-9)
