"""A data set to publish: what is in its description, and that mlcroissant reads it."""

import json
import os
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from report import __main__ as program
from tests.survey import add_image

pytest.importorskip("pyarrow", reason="Parquet is written by pyarrow, which is not installed")

ASK = Path(__file__).resolve().parents[1] / "croissant" / "ask.py"
GIVEN = [
    "--creator",
    "The Survey",
    "--licence",
    "https://example.org/licence",
    "--url",
    "https://example.org",
]


def described(out: Path) -> dict[str, Any]:
    return json.loads((out / "croissant.json").read_text())


def test_each_view_is_a_file_and_a_record_set_with_its_comments(
    database: psycopg.Connection[Any], tmp_path: Path
) -> None:
    add_image(database, 1, [{"source_id": 7}, {"source_id": 8}])
    out = tmp_path / "published"
    assert program.main(["croissant", str(out), *GIVEN, "--views", "photometry", "variability"]) == 0
    dataset = described(out)
    files = {part["contentUrl"]: part for part in dataset["distribution"]}
    assert sorted(files) == ["photometry.parquet", "variability.parquet"]
    for name, part in files.items():
        assert part["sha256"] == sha256((out / name).read_bytes()).hexdigest()
    assert files["photometry.parquet"]["description"] == "2 rows of science.photometry."
    photometry, variability = dataset["recordSet"]
    assert photometry["key"] == {"@id": "photometry/source_id"}
    fields = {field["name"]: field for field in photometry["field"]}
    assert fields["ra"]["description"] == (
        "Right ascension of its earliest detection, ICRS. Unit: deg. UCD: pos.eq.ra;meta.main."
    )
    assert (fields["ra"]["dataType"], fields["is_star"]["dataType"]) == ("sc:Float", "sc:Boolean")
    (source_id,) = (field for field in variability["field"] if field["name"] == "source_id")
    assert source_id["references"] == {"field": {"@id": "photometry/source_id"}}
    assert "2 sources in 1 fields, found on 1 images" in dataset["description"]


def test_the_citation_is_yaml_for_a_data_set(database: psycopg.Connection[Any], tmp_path: Path) -> None:
    out = tmp_path / "published"
    title = ["--title", 'A "survey": stars # and more']
    assert program.main(["croissant", str(out), *GIVEN, *title, "--views", "band_overview"]) == 0
    citation = yaml.safe_load((out / "CITATION.cff").read_text())
    assert citation["type"] == "dataset"
    assert citation["title"] == 'A "survey": stars # and more'
    assert citation["authors"] == [{"name": "The Survey"}]
    assert citation["license-url"] == "https://example.org/licence"


def test_what_is_no_view_or_no_free_place_is_refused_and_nothing_written(
    database: psycopg.Connection[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "published"
    assert program.main(["croissant", str(out), *GIVEN, "--views", "photometri"]) == 1
    assert "NoSuchView: there is no view photometri" in capsys.readouterr().err
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "mine").write_text("")
    assert program.main(["croissant", str(tmp_path / "kept"), *GIVEN]) == 1
    assert "expected a new or an empty directory" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.xdist_group("delivery")
def test_mlcroissant_finds_no_fault_and_reads_the_rows(
    delivered: psycopg.Connection[Any], tmp_path: Path
) -> None:
    environment = os.environ.get("EPOCHDB_CROISSANT")
    if not environment:
        pytest.skip("mlcroissant has an environment of its own, which make test-croissant makes")
    out = tmp_path / "published"
    assert program.main(["croissant", str(out), *GIVEN]) == 0
    answer = tmp_path / "answer.json"
    python = Path(environment) / "bin" / "python"
    done = subprocess.run(
        [python, ASK, out / "croissant.json", "band_overview", answer],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(answer.read_text())
    assert (found["errors"], found["warnings"]) == ([], [])
    assert found["record_sets"] == [
        "band_overview", "field_overview", "image_epoch", "photometry", "variability",
    ]  # fmt: skip
    rows = delivered.execute("SELECT band, n_image FROM science.band_overview LIMIT 3").fetchall()
    assert [(row["band"], int(row["n_image"])) for row in found["records"]] == [
        (f"b'{band}'", n_image) for band, n_image in rows
    ]
