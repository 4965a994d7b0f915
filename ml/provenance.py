"""What a run was made from and by what: fingerprints of rows, versions of code and libraries."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Versions:
    """Versions of everything that a result's digits depend on."""

    code: str
    python: str
    numpy: str
    scikit_learn: str


@cache
def versions() -> Versions:
    """Give the versions at work; that of the code carries a hash of this package's files."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        digest.update(str(file.relative_to(package)).encode() + b"\0" + file.read_bytes())
    return Versions(
        f"{version('epochdb')}+ml.{digest.hexdigest()[:12]}",
        platform.python_version(),
        version("numpy"),
        version("scikit-learn"),
    )


def fingerprint(columns: Iterable[NDArray[Any]]) -> str:
    """Give the SHA-256 over columns, whatever the machine's byte order; every NaN counts as the same."""
    digest = hashlib.sha256()
    for column in columns:
        values = np.asarray(column)
        if values.dtype.kind == "f":
            values = np.where(np.isnan(values), np.nan, values)
        values = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
        digest.update(f"{values.dtype.str}{values.shape}".encode() + values.tobytes())
    return digest.hexdigest()
