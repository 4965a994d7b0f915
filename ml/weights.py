"""What a run learned, kept as arrays in the database and taken up again on any machine."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np
import psycopg
from numpy.lib import format as npy
from numpy.typing import NDArray

from db.statement import statement
from ml.asking import ask


def write_weights(connection: psycopg.Connection, run_id: int, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays by name, little-endian in NPY format, which holds no code."""
    for name, values in arrays.items():
        content = BytesIO()
        ordered = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
        npy.write_array(content, ordered, version=(1, 0), allow_pickle=False)
        parameters = {"run_id": run_id, "name": name, "content": content.getvalue()}
        connection.execute(statement("ml/add_model_weight"), parameters)


def read_weights(connection: psycopg.Connection, run_id: int) -> dict[str, NDArray[Any]]:
    """Read the arrays of a run by name, in this machine's byte order; none where it kept none."""
    found = {}
    for name, content in ask(connection, "model_weight", run_id=run_id):
        values = npy.read_array(BytesIO(content), allow_pickle=False)
        found[name] = values.astype(values.dtype.newbyteorder("="))
    return found
