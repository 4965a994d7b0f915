"""The loader as cron runs it: next to no environment, a run that overlaps the last, a bad file among good."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg

from tests.conftest import REPOSITORY
from tests.survey import write_delivery


def begin(directory: Path) -> subprocess.Popen[str]:
    """Begin a run with the environment of cron, and where the database is."""
    return subprocess.Popen(
        [sys.executable, "-m", "loader", "--json", str(directory)],
        cwd=REPOSITORY,
        env={
            "PATH": "/usr/bin:/bin",
            **{name: value for name, value in os.environ.items() if name.startswith("PG")},
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_runs_of_a_scheduler_over_a_delivery_with_a_bad_file_tell_what_they_did(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    delivery = write_delivery(tmp_path / "delivery")
    good = (delivery / "Field-1-J.fits").read_bytes()
    (delivery / "Field-1-J.fits").write_bytes(good[:3000])

    runs = [begin(delivery) for _ in range(2)]
    said = [run.communicate() for run in runs]

    # A refused file is a failure to cron, which then sends the log.
    assert [run.returncode for run in runs] == [1, 1]
    summaries = [json.loads(out) for out, _ in said]
    assert sum(summary["n_loaded"] for summary in summaries) == 3
    assert [summary["n_loaded"] + summary["n_unchanged"] for summary in summaries] == [3, 3]
    assert [[fault["fault"] for fault in summary["rejected"]] for summary in summaries] == [
        ["TruncatedFile"],
        ["TruncatedFile"],
    ]
    for _, log in said:
        assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 ", line) for line in log.splitlines())
    query = "SELECT load_id, n_loaded, n_rejected, is_complete FROM science.load_log ORDER BY load_id"
    assert database.execute(query).fetchall() == sorted(
        (summary["load_id"], summary["n_loaded"], 1, False) for summary in summaries
    )
    query = "SELECT load_id, fault, image_id, band, is_resolved FROM science.rejection_log ORDER BY load_id"
    assert database.execute(query).fetchall() == sorted(
        (summary["load_id"], "TruncatedFile", 2, "J", False) for summary in summaries
    )

    (delivery / "Field-1-J.fits").write_bytes(good)
    run = begin(delivery)
    summary = json.loads(run.communicate()[0])
    assert (run.returncode, summary["n_loaded"], summary["n_unchanged"], summary["rejected"]) == (0, 1, 3, [])
    assert database.execute("SELECT DISTINCT is_resolved FROM science.rejection_log").fetchall() == [(True,)]
    assert database.execute("SELECT count(*) FROM science.verify_summaries()").fetchone() == (0,)
