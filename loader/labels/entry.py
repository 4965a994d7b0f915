"""Enter a list of labels: all of it in one transaction, or nothing."""

from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray

from db.statement import statement
from loader.checks import refuse_first
from loader.faults import ChangedLabels, UnknownSource, as_text
from loader.labels.file import Labels


def add_labels(
    connection: psycopg.Connection,
    whence: str,
    path: Path,
    labels: Labels,
    *,
    only_known: bool = False,
    replace: bool = False,
) -> int | None:
    """
    Enter a list of labels; give how many it has of sources that are here, or nothing if it is in already.

    Parameters
    ----------
    connection : psycopg.Connection
    whence : str
        Name of the list.
    path : Path
        Its file.
    labels : Labels
        What `read_labels` gave.
    only_known : bool
        Whether labels of sources that are not here are left out instead of refused.
    replace : bool
        Whether a list of that name with other contents gives way.

    Raises
    ------
    ChangedLabels
        A list of that name is in with other contents and is not to give way.
    UnknownSource
        A source is not here and is not to be left out.
    """
    key = {"whence": whence}
    with connection.transaction():
        found = connection.execute(statement("load/label_list_known"), key).fetchone()
        if found and not replace:
            if found[0] == labels.sha256:
                return None
            raise ChangedLabels(
                path, f"labels {whence}", "other contents", "what is loaded already", "Load with --replace."
            )
        known = _known(connection, labels)
        if not only_known or not known.any():
            refuse_first(
                UnknownSource, path, "source_id", labels.source_id, ~known, "a source of the survey",
                "Load its catalogues first, or leave such labels out: --only-known.",
            )  # fmt: skip
        kept = labels.of_sources(known)
        connection.execute(statement("load/forget_label_list"), key)
        entered = {**key, "path": as_text(path.resolve()), "sha256": labels.sha256, "n_label": len(kept)}
        connection.execute(statement("load/label_list"), entered)
        with connection.cursor() as cursor, cursor.copy(statement("load/label")) as copy:
            copy.set_types(["int8", "text", "text", "float8"])
            for source_id, name, certainty in zip(
                kept.source_id.tolist(), kept.classes.tolist(), kept.certainty.tolist(), strict=True
            ):
                copy.write_row((source_id, whence, name, certainty if np.isfinite(certainty) else None))
    return len(kept)


def _known(connection: psycopg.Connection, labels: Labels) -> NDArray[np.bool_]:
    rows = connection.execute(statement("load/label_known_source"), {"source_ids": labels.source_id.tolist()})
    return np.isin(labels.source_id, np.array([row[0] for row in rows], dtype=np.int64))
