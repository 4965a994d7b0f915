"""What the figures were measured on."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import psycopg

from db.server import tuning

_SETTINGS = (
    "shared_buffers",
    "work_mem",
    "max_wal_size",
    "max_parallel_workers_per_gather",
    "wal_compression",
    "fsync",
)


def describe(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Give machine, versions, date and the server's settings, as name and value."""
    machine = tuning.this_machine(connection.info.server_version // 10000, lz4=False, home=Path.home())
    settings = ", ".join(f"{name} {_setting(connection, name)}" for name in _SETTINGS)
    return [
        ("date", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("processor", f"{machine.cores} x {_processor()}"),
        ("memory", f"{machine.memory / 2**30:.0f} GiB"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("load average at the start", ", ".join(f"{load:.1f}" for load in os.getloadavg())),
        ("PostgreSQL", f"{connection.info.parameter_status('server_version')}; {settings}"),
        ("DuckDB", str(duckdb.__version__)),
        ("SQLite", sqlite3.sqlite_version),
        ("Python", f"{platform.python_version()}, numpy {np.__version__}, psycopg {psycopg.__version__}"),
    ]


def _setting(connection: psycopg.Connection[Any], name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "of unknown make")
