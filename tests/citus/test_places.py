"""How many shards a question asks: what is sent to the nodes, and what plans say of it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.citus.conftest import N_SHARD, NAME, Address, cluster, distribute
from tests.survey import add_images


@pytest.fixture(scope="module")
def asked(nodes: list[Address]) -> Iterator[psycopg.Connection[Any]]:
    """Three images of ten sources, on a cluster."""
    with cluster(f"{NAME}_places", nodes) as connection:
        distribute(connection)
        rows = [
            {"source_id": number, "ra": 10 + number / 100, "dec": 20.0, "mag_1_err": 0.01}
            for number in range(10)
        ]
        add_images(connection, dict.fromkeys((1, 2, 3), rows))
        connection.execute("SELECT upkeep.make_release('DR1', 'Three images')")
        connection.execute("SET citus.log_remote_commands = on")
        yield connection


def sent(connection: psycopg.Connection[Any], statement: str) -> list[str]:
    """Ask, and give what the coordinator asked shards for it; a transaction's and lists it sends are not."""
    told: list[str] = []

    def note(diagnostic: psycopg.errors.Diagnostic) -> None:
        told.append(diagnostic.message_primary or "")

    connection.add_notice_handler(note)
    try:
        connection.execute(statement)
    finally:
        connection.remove_notice_handler(note)
    return [line for line in told if line.startswith(("issuing SELECT", "issuing WITH"))]


@pytest.mark.parametrize("snr_min", [3, 5, 7.5])
def test_images_between_two_dates_ask_no_shard_at_kept_thresholds(
    asked: psycopg.Connection[Any], snr_min: float
) -> None:
    statement = f"SELECT i.n_object FROM science.images_between(50000, 60000, {snr_min}) AS i"
    assert asked.execute(statement).fetchall() == [(10,)] * 3
    assert sent(asked, statement) == []


def test_images_between_two_dates_ask_all_shards_for_what_is_not_kept(
    asked: psycopg.Connection[Any],
) -> None:
    for arguments in ("-1e9", "5, true"):
        statement = f"SELECT i.n_object FROM science.images_between(50000, 60000, {arguments}) AS i"
        assert asked.execute(statement).fetchall() == [(10,)] * 3
        assert len(sent(asked, statement)) == N_SHARD


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT l.flux FROM science.light_curve(5, 'Ks') AS l",
        "SELECT l.flux FROM science.light_curve(5, 'Ks', 'raw', true) AS l",
        "SELECT d.image_id FROM science.calibrated_detection AS d WHERE d.source_id = 5",
        "SELECT s.mag_mad FROM science.light_curve_statistics AS s"
        " WHERE s.source_id = 5 AND s.band = 'Ks' AND s.calibration = 'catalogue'",
        "SELECT v.n_epoch FROM science.variability AS v WHERE v.source_id = 5",
        "SELECT l.flux FROM dr1.light_curve(5, 'Ks') AS l",
    ],
)
def test_one_source_is_asked_of_one_shard(asked: psycopg.Connection[Any], statement: str) -> None:
    assert len(asked.execute(statement).fetchall()) > 0
    assert len(sent(asked, statement)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT l.flux FROM dr1.calibrated_light_curve AS l",
        "SELECT s.mag_mad FROM dr1.light_curve_statistics AS s",
        "SELECT v.n_epoch FROM dr1.variability AS v",
        "SELECT p.ks_mag FROM dr1.photometry AS p",
    ],
)
def test_many_sources_of_a_release_are_asked_of_each_shard(
    asked: psycopg.Connection[Any], statement: str
) -> None:
    """What would fetch a table and its copies whole, to join them here, asks each shard for each of them."""
    assert len(asked.execute(statement).fetchall()) > 0
    now = sent(asked, statement.replace("dr1.", "science."))
    assert len(sent(asked, statement)) == len(now)


def test_a_cone_asks_each_shard_once_by_its_index(asked: psycopg.Connection[Any]) -> None:
    statement = "SELECT n.source_id FROM science.sources_near(10.05, 20, 0.001) AS n"
    assert asked.execute(statement).fetchall() == [(5,)]
    assert len(sent(asked, statement)) == N_SHARD


def test_a_field_s_catalogues_ask_no_shard(asked: psycopg.Connection[Any]) -> None:
    statement = "SELECT c.catalogue FROM science.catalogues_of_field(1) AS c"
    assert len(asked.execute(statement).fetchall()) == 3
    assert sent(asked, statement) == []


def test_a_plan_says_that_a_light_curve_is_on_one_node(asked: psycopg.Connection[Any]) -> None:
    statement = "EXPLAIN SELECT d.image_id FROM survey.detection AS d WHERE d.source_id = 5"
    assert any("Task Count: 1" in line for (line,) in asked.execute(statement))
