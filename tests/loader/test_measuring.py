"""The end of a run: light curves that its groups left unknown are measured, fields side by side."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from db import maintenance
from example import ExampleSurvey, write
from loader import groups

Program = Callable[..., tuple[int, str, str]]


def _n_unknown(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "SELECT count(*) FROM survey.source_variability AS v WHERE v.n_epoch > 1 AND"
        " upkeep.strongest_deviation(v.flux_mean, v.strongest_flux, v.strongest_flux_err, v.rest_deviation)"
        " IS NULL"
    ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_leaves_no_light_curve_unknown_though_fields_stand_in_each_others_way(
    database: psycopg.Connection,
    load_program: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    jobs: int,
) -> None:
    """Groups of three of twelve epochs leave light curves unknown; each field is refused once."""
    measure, refused, unknown = maintenance.measure_deviations, list[int](), list[int]()

    def stands_in_the_way(connection: psycopg.Connection, field_id: int) -> int:
        if field_id not in refused:
            refused.append(field_id)
            unknown.append(_n_unknown(connection))
            raise psycopg.errors.DeadlockDetected
        return measure(connection, field_id)

    monkeypatch.setattr(groups, "GROUP_IMAGES", 3)
    monkeypatch.setattr(maintenance, "measure_deviations", stands_in_the_way)
    write(tmp_path, ExampleSurvey(n_field=2, n_source=60, n_epoch=12))
    assert load_program("--jobs", jobs, tmp_path)[0] == 0
    assert sorted(refused) == [1, 2]
    assert min(unknown) > 0
    assert _n_unknown(database) == 0
