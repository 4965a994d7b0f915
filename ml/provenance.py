"""What a run was made from and by what: fingerprints of rows, versions of code and libraries."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.statement import SQL


@cache
def versions() -> dict[str, str]:
    """Give the versions at work by column of model_run; that of the code has a hash of ml/ and sql/ml/."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for root, pattern in ((package, "*.py"), (SQL / "ml", "*.sql")):
        for file in sorted(root.rglob(pattern)):
            digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return {
        "code_version": f"{version('epochdb')}+ml.{digest.hexdigest()[:12]}",
        "python_version": platform.python_version(),
        "numpy_version": version("numpy"),
        "scikit_learn_version": version("scikit-learn"),
        "astropy_version": version("astropy"),
    }


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
