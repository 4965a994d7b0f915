"""What pyproject.toml cannot say: sql/ and migrations/ go into the package, which runs them from there."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent


class BuildWithSql(build_py):
    """Copy the modules, and beside package db what stands at the top of a checkout."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return  # the files are run where they lie
        files = Path(self.build_lib) / "db" / "files"
        shutil.rmtree(files, ignore_errors=True)
        for name in ("sql", "migrations"):
            shutil.copytree(HERE / name, files / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(HERE / "alembic.ini", files)


setup(cmdclass={"build_py": BuildWithSql})
