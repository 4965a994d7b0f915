"""A group's rows go into the table in the order of their sources, each of them once."""

import numpy as np
import psycopg
import pytest

from db.copy import copy_pieces
from loader import ordering
from loader.measures import Measures
from loader.ordering import Measured, by_source

_UNMEASURED = Measures(zero_points=(None, None, None), depth=None, outline=None, counts=(), ranges=())


def _catalogue(image_id: int, source_ids: list[int], fluxes: list[float]) -> Measured:
    columns = {
        "source_id": np.array(source_ids, dtype="i8"),
        "flux_1": np.array(fluxes, dtype="f4"),
        "image_id": np.full(len(source_ids), image_id, dtype="i4"),
    }
    return Measured(columns, _UNMEASURED)


@pytest.mark.parametrize("rows_at_once", [1, 2, 3, 100])
def test_rows_of_several_catalogues_come_in_order_of_their_sources(
    database: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    """However many are sorted at a time; a row with a missing value comes after those of its piece."""
    monkeypatch.setattr(ordering, "ROWS_AT_ONCE", rows_at_once)
    catalogues = [
        _catalogue(1, [3, 5, 9], [1.0, 2.0, 3.0]),
        _catalogue(2, [], []),
        _catalogue(3, [2, 5, 7, 9], [4.0, np.nan, 5.0, 6.0]),
    ]
    database.execute("CREATE TABLE survey.ordered (source_id bigint, flux_1 real, image_id integer)")
    copy_pieces(database, "ordered", ("source_id", "flux_1", "image_id"), by_source(catalogues))
    rows = database.execute("SELECT source_id, image_id, flux_1 FROM survey.ordered ORDER BY ctid").fetchall()
    complete = [row for row in rows if row[2] is not None]
    assert complete == [(2, 3, 4.0), (3, 1, 1.0), (5, 1, 2.0), (7, 3, 5.0), (9, 1, 3.0), (9, 3, 6.0)]
    assert sorted(set(rows) - set(complete)) == [(5, 3, None)]
    assert len(rows) == 7
