"""The package as others install it: a wheel, in an environment of its own, away from the checkout."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

import epochdb
from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of a copy of what is kept: building leaves its traces where it builds."""
    copy = tmp_path_factory.mktemp("checkout") / "epochdb"
    built = tmp_path_factory.mktemp("wheel")
    unwanted = shutil.ignore_patterns(".git", ".venv*", "build", "*.egg-info", ".*_cache", "__pycache__")
    shutil.copytree(REPOSITORY, copy, ignore=unwanted)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    made = subprocess.run(
        [*pip, "--wheel-dir", built, copy], capture_output=True, text=True, check=False, env=environment
    )
    if made.returncode and "setuptools" in made.stderr and "No matching distribution" in made.stderr:
        pytest.skip("no index has setuptools, which builds the wheel")
    assert made.returncode == 0, made.stderr
    (found,) = built.glob("epochdb-*.whl")
    return found


@pytest.fixture(scope="module")
def command(wheel: Path) -> Iterator[Path]:
    """The command of an environment that has the wheel, and what it needs from this one."""
    directory = Path(mkdtemp(prefix="epochdb-test-installed-"))
    venv.create(directory, with_pip=False)
    (site,) = directory.glob("lib/python*/site-packages")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    python = directory / "bin" / "python"
    subprocess.run([*pip[:3], "--python", python, *pip[3:], wheel], check=True, capture_output=True)
    # The packages that it needs, but not the checkout, which is installed here by a finder of its own
    for entry in Path(np_site()).iterdir():
        if "epochdb" not in entry.name and entry.name not in ("pip", "setuptools") and entry.suffix != ".pth":
            target = site / entry.name
            if not target.exists():
                target.symlink_to(entry)
    yield directory / "bin" / "epochdb"
    shutil.rmtree(directory)


def np_site() -> Path:
    """Where this environment has its packages."""
    import numpy as np

    return Path(np.__file__).parents[1]


def test_the_wheel_has_every_file_of_sql_and_of_the_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    kept = [
        path.relative_to(REPOSITORY)
        for name in ("sql", "migrations")
        for path in (REPOSITORY / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert {f"db/files/{path}" for path in [*kept, Path("alembic.ini")]} <= names
    assert {"epochdb.py", "report/page.html"} <= names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "sql", "migrations"))]


def test_an_installation_loads_the_example_and_answers(command: Path, tmp_path: Path) -> None:
    """On an embedded server of its own, from a directory that has nothing of the checkout."""
    home = Path(mkdtemp(prefix="epochdb-test-"))
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG") and name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    environment |= {"EPOCHDB_HOME": str(home), "EPOCHDB_SHARED_BUFFERS": "32MB"}

    def epochdb(*arguments: object) -> str:
        ran = subprocess.run(
            [command, *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    try:
        epochdb("example", tmp_path / "example", "--fields", 1, "--sources", 300, "--epochs", 3)
        assert "the views and functions were built anew" in epochdb("db", "upgrade")
        assert "7 loaded, 0 replaced" in epochdb("load", tmp_path / "example")
        asked = "SELECT count(*) FROM science.catalogues_of_field(1)"
        assert epochdb("db", "psql", "-XAt", "-c", asked) == "7\n"
        assert "7 rows" in epochdb("report", "export", "TABLE science.image_epoch", tmp_path / "images.csv")
        assert "every summary agrees" in epochdb("db", "maintain")
    finally:
        epochdb("db", "stop")
        shutil.rmtree(home)


def test_the_command_names_its_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert epochdb.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"epochdb {name}" in said for name in epochdb.PROGRAMS)
    assert epochdb.main(["laod"]) == 2
    assert "no program 'laod'" in capsys.readouterr().err
    assert epochdb.main([]) == 2
    assert epochdb.main(["--version"]) == 0
