"""The units and the cron lines of docs/operations.md: systemd takes them, and their commands do the work."""

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import REPOSITORY
from tests.docs.homes import own_server
from tests.survey import write_delivery

OPERATIONS = (REPOSITORY / "docs" / "operations.md").read_text()
UNITS = dict(re.findall(r"^<!-- unit: (\S+) -->\n```ini\n(.*?)^```$", OPERATIONS, re.MULTILINE | re.DOTALL))
CRON = re.findall(r"^\d+ \d+ \* \* \* (.*)$", OPERATIONS, re.MULTILINE)
SERVICES = [name for name in UNITS if name.endswith(".service")]


def _here(command: str, deliveries: Path) -> str:
    """Put this Python, this checkout and these deliveries in the places that the document names."""
    found = {
        "/srv/epochdb": str(REPOSITORY),
        "/data/deliveries": str(deliveries),
        "/var/log": str(deliveries.parent),
    }
    names = r"(?:/srv/epochdb/)?\.venv/bin/python|/srv/epochdb|/data/deliveries|/var/log"
    return re.sub(names, lambda name: found.get(name[0], sys.executable), command)


def _entry(unit: str, key: str) -> str:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(UNITS[unit])
    return parser["Service"][key]


def _run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command as cron and systemd do: no terminal, the checkout as directory only where it is said."""
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )


def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed (Debian: apt-get install systemd)")
    for name, text in UNITS.items():
        (tmp_path / name).write_text(_here(text, tmp_path))
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    checked = _run(["systemd-analyze", "verify", *(str(tmp_path / name) for name in UNITS)], environment)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_timer_has_its_service_and_every_service_that_needs_the_server_waits_for_it() -> None:
    timers = {name.removesuffix(".timer") for name in UNITS if name.endswith(".timer")}
    assert timers == {"epochdb-load", "epochdb-maintain"}
    for name in timers:
        assert "Requires=epochdb.service\nAfter=epochdb.service\n" in UNITS[f"{name}.service"]
    assert all(_entry(name, "Type") == "oneshot" for name in SERVICES)


@pytest.mark.xdist_group("documents")
def test_the_commands_of_the_units_and_of_cron_do_what_is_said(tmp_path: Path) -> None:
    deliveries = tmp_path / "deliveries"
    deliveries.mkdir()
    write_delivery(deliveries / "first")
    with own_server() as environment:

        def job(unit: str, key: str = "ExecStart") -> subprocess.CompletedProcess[str]:
            return _run(shlex.split(_here(_entry(unit, key), deliveries)), environment)

        assert job("epochdb.service").returncode == 0
        assert _run([sys.executable, "-m", "db", "upgrade"], environment).returncode == 0
        loaded = job("epochdb-load.service")
        assert (loaded.returncode, json.loads(loaded.stdout)["n_loaded"]) == (0, 4)
        assert re.findall(
            r"^\d{4}-\d\d-\d\dT\S+\+00:00 load \d+: loaded image (\d) ", loaded.stderr, re.MULTILINE
        )
        assert "every summary agrees" in job("epochdb-maintain.service").stdout

        load, maintain = (["sh", "-c", _here(command, deliveries)] for command in CRON)
        assert [_run(command, environment).stdout for command in (load, maintain)] == ["", ""]
        assert "4 unchanged" in (tmp_path / "epochdb-load.log").read_text()
        (deliveries / "first" / "Field-1-J.fits").write_bytes(b"not a catalogue")
        assert "REJECTED" in _run(load, environment).stdout
        refused = job("epochdb-load.service")
        assert (refused.returncode, len(json.loads(refused.stdout)["rejected"])) == (1, 1)
        assert job("epochdb.service", "ExecStop").stdout == "stopped\n"
