"""The commands of docs/clients.md, run as they stand there; what they say is what the document shows."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from db.server import binaries
from tests.docs.blocks import REPOSITORY, differs

pytestmark = pytest.mark.xdist_group("delivery")

DOCUMENT = REPOSITORY / "docs" / "clients.md"
# A script, and below it what it says
_BLOCK = re.compile(
    r"^<!-- run: (\w+) -->\n```(sh|python)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL
)
PROGRAMS = {"stilts": "stilts libpostgresql-jdbc-java", "isql": "unixodbc odbc-postgresql"}
MODULES = ("pandas", "duckdb_extension_postgres_scanner", "pyarrow")
SUPERSET_PORT = "8088"
SUPERSET_PATIENCE_SECONDS = 300


@dataclass(frozen=True)
class Example:
    """A script of the document, and what it shows as its output."""

    line: int
    place: str
    language: str
    script: str
    shown: str

    def __str__(self) -> str:
        return f"clients.md:{self.line}"


def examples(place: str) -> list[Example]:
    text = DOCUMENT.read_text()
    found = (
        Example(text[: match.start()].count("\n") + 1, match[1], match[2], match[3], match[4] or "")
        for match in _BLOCK.finditer(text)
    )
    return [example for example in found if example.place == place]


def refuse_without(example: Example) -> None:
    """Skip what cannot be run here, and say what is missing."""
    if "EPOCHDB_TEST_CLIENTS" not in os.environ:
        pytest.skip("clients of others are tried by `make test-clients`")
    for name, packages in PROGRAMS.items():
        if re.search(rf"\b{name}\b", example.script) and not shutil.which(name):
            pytest.skip(f"{name} is not installed: apt-get install {packages}")
    for name in MODULES:
        if re.search(rf"import .*\b{name}\b", example.script) and not find_spec(name):
            pytest.skip(f"{name} is not installed: pip install 'epochdb[clients,parquet]'")


def run(example: Example, environment: dict[str, str], directory: Path) -> list[str]:
    """Run a script in a directory that has the tests, and give the lines that it says."""
    command = ["bash", "-euo", "pipefail", "-c"] if example.language == "sh" else [sys.executable, "-c"]
    psql = binaries.installed(max(binaries.INSTALLATIONS))
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}{os.pathsep}{psql}"
    (directory / "tests").symlink_to(REPOSITORY / "tests")
    done = subprocess.run(
        [*command, example.script],
        cwd=directory,
        env={**environment, "PATH": path, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [line.rstrip() for line in done.stdout.rstrip().splitlines()]


@pytest.mark.parametrize("example", examples("clients"), ids=str)
def test_what_the_document_shows_of_a_client_is_so(door: Any, example: Example, tmp_path: Path) -> None:
    refuse_without(example)
    assert differs(example.shown.rstrip().splitlines(), run(example, door.environment, tmp_path)) == ""


def test_every_client_of_the_document_is_run() -> None:
    scripts = "".join(example.script for place in ("clients", "superset") for example in examples(place))
    for name in (
        "psql",
        "report export",
        "sqlalchemy",
        "pandas",
        "stilts",
        "isql",
        "duckdb",
        "superset_chart",
    ):
        assert name in scripts


def test_no_command_of_the_document_has_a_password_on_its_line() -> None:
    assert not re.search(
        r"PWD=|password=|--password|://\w+:[^/@\s]+@|\$\(python -m db uri", DOCUMENT.read_text()
    )


@pytest.fixture
def superset(door: Any, tmp_path: Path) -> Iterator[tuple[dict[str, str], str]]:
    """A Superset set up and started by the document's commands: its environment and its port."""
    if "EPOCHDB_SUPERSET" not in os.environ:
        pytest.skip("EPOCHDB_SUPERSET names no environment with Superset: `make test-clients` makes one")
    home = tmp_path / "superset"
    home.mkdir()
    programs = Path(os.environ["EPOCHDB_SUPERSET"]) / "bin"
    environment = {
        **door.environment,
        "PATH": f"{programs}{os.pathsep}{door.environment['PATH']}",
        "SUPERSET_HOME": str(home),
        "SUPERSET_PASSWORD": "of no worth",
    }
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    (start,) = (example for example in examples("superset") if "superset run" in example.script)
    with (tmp_path / "superset.log").open("w") as log:
        # A session of its own, so that what the shell starts ends with it
        server = subprocess.Popen(
            [
                "bash",
                "-euc",
                start.script.replace(SUPERSET_PORT, port).replace("superset run", "exec superset run"),
            ],
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(server, port, tmp_path / "superset.log")
            yield environment, port
        finally:
            server.terminate()
            server.wait(timeout=60)


def _wait(server: subprocess.Popen[bytes], port: str, log: Path) -> None:
    end = time.monotonic() + SUPERSET_PATIENCE_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()[-3000:]
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(1)
    pytest.fail(f"no answer on port {port}: {log.read_text()[-3000:]}")


def test_superset_shows_a_chart_of_a_view(superset: tuple[dict[str, str], str], tmp_path: Path) -> None:
    environment, port = superset
    (chart,) = (example for example in examples("superset") if "superset_chart" in example.script)
    script = chart.script.replace(SUPERSET_PORT, port)
    # Not in Superset's environment: the script runs as in the reader's shell.
    plain = {**environment, "PATH": os.environ["PATH"]}
    said = run(Example(chart.line, chart.place, chart.language, script, chart.shown), plain, tmp_path)
    assert differs(chart.shown.rstrip().splitlines(), said) == ""
