"""Settings of any server, held against what is advised."""

import psycopg
import pytest

from db.__main__ import main
from db.check import check


def test_a_setting_that_hurts_is_marked_and_one_that_does_not_is_not(database: psycopg.Connection) -> None:
    settings = {
        "jit": ("on", "off"),
        "work_mem": ("4MB", "64MB"),
        "maintenance_work_mem": ("64MB", "1GB"),
        "effective_cache_size": ("512MB", "4GB"),
        "random_page_cost": ("4", "1.1"),
        "password_encryption": ("md5", "scram-sha-256"),
        "log_min_duration_statement": ("-1", "5min"),
    }
    for place, expected in enumerate((False, True)):
        for name, values in settings.items():
            database.execute("SELECT set_config(%s, %s, false)", [name, values[place]])
        found = {finding.setting: finding for finding in check(database)}
        assert {name: found[name].is_well for name in settings} == dict.fromkeys(settings, expected)
    assert found["work_mem"].found == "64MB"


def test_each_setting_comes_once_with_a_reason_and_hurting_ones_come_first(
    database: psycopg.Connection,
) -> None:
    findings = check(database)
    assert len({finding.setting for finding in findings}) == len(findings) > 10
    assert all(finding.reason and finding.advised for finding in findings)
    assert [f.is_well for f in findings] == sorted(f.is_well for f in findings)


def test_the_command_shows_a_table(database: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0].split() == ["setting", "|", "found", "|", "advised", "|", "|", "why"]
    assert "settings are not as advised" in said
