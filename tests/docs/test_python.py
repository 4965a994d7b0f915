"""docs/python.md, the notebook, hats.md and croissant.md: what they show is run on the delivery."""

import contextlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import psycopg
import pytest

from tests.docs.blocks import REPOSITORY, Block, commands, differs, read_blocks, run

DOCUMENT = REPOSITORY / "docs" / "python.md"
NOTEBOOK = REPOSITORY / "docs" / "light_curves.ipynb"
# A block, and below it what it says
_BLOCK = re.compile(
    r"^<!-- run: python -->\n```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL
)


@pytest.fixture
def reader(
    delivered: psycopg.Connection[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> psycopg.Connection[Any]:
    """The delivery, which libpq's environment names, and a directory for what is written; no window opens."""
    pytest.importorskip("adbc_driver_postgresql", reason="the extra `notebook` is not installed")
    pytest.importorskip("pandas", reason="the extra `notebook` is not installed")
    monkeypatch.chdir(tmp_path)
    mpl.use("agg")
    return delivered


@pytest.mark.xdist_group("delivery")
def test_what_the_document_shows_of_python_is_so(reader: psycopg.Connection[Any], tmp_path: Path) -> None:
    blocks = _BLOCK.findall(DOCUMENT.read_text())
    assert len(blocks) >= 4
    names: dict[str, Any] = {}
    for script, shown in blocks:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(script, DOCUMENT.name, "exec"), names)
        lines = [line.rstrip() for line in said.getvalue().rstrip().splitlines()]
        assert differs(shown.rstrip().splitlines(), lines) == ""
    names["connection"].close()
    assert (tmp_path / "source_329.png").is_file()


@pytest.mark.xdist_group("delivery")
def test_the_notebook_runs_from_top_to_bottom(reader: psycopg.Connection[Any]) -> None:
    names: dict[str, Any] = {}
    for number, cell in enumerate(_code_cells(), start=1):
        exec(compile(cell, f"{NOTEBOOK.name}, cell {number}", "exec"), names)
    names["connection"].close()
    # What its text says of R3
    assert len(names["variables"]) == 1499


def test_the_notebook_is_kept_without_what_a_run_leaves() -> None:
    cells = json.loads(NOTEBOOK.read_text())["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(code) > 3
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


@pytest.mark.xdist_group("delivery")
@pytest.mark.parametrize("block", read_blocks("hats"), ids=str)
def test_what_is_published_is_written_as_shown(
    block: Block, reader: psycopg.Connection[Any], tmp_path: Path
) -> None:
    for command in commands(block):
        there = replace(command, text=command.text.replace("build/", f"{tmp_path}/"))
        said = [line.replace(f"{tmp_path}/", "build/") for line in run(there)]
        assert differs(command.shown, said) == ""


def _code_cells() -> list[str]:
    cells = json.loads(NOTEBOOK.read_text())["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
