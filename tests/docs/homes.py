"""Homes of embedded servers that tests start beside the one they share."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.docs.blocks import REPOSITORY


@contextmanager
def own_server(version: int = 18) -> Iterator[dict[str, str]]:
    """Give an environment that names a new home and no other server, and stop the server in it afterwards."""
    # Not below tmp_path, which pytest closes to the user who runs root's server.
    home = Path(mkdtemp(prefix="epochdb-test-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    chosen = {"EPOCHDB_HOME": str(home), "EPOCHDB_SHARED_BUFFERS": "64MB", "EPOCHDB_PG_VERSION": str(version)}
    environment = {**kept, **chosen}
    try:
        yield environment
    finally:
        command = [sys.executable, "-m", "db", "stop"]
        subprocess.run(command, env=environment, cwd=REPOSITORY, check=True, capture_output=True)
        shutil.rmtree(home)
