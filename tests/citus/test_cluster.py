"""A distributed installation answers as plain PostgreSQL does, whatever is done to both."""

import pytest

from db import maintenance
from tests.citus.comparing import differences
from tests.citus.conftest import DELIVERY, Pair, load

# How the tests follow one another matters: each leaves both databases with the same contents.
DONE_TO_BOTH = {
    "nothing is done": "SELECT 1",
    "light curves are measured": "SELECT upkeep.measure_deviations(f.field_id) FROM survey.field AS f",
    "the images are tied": "SELECT upkeep.use_tie(upkeep.make_tie())",
    "the floor is measured": "SELECT upkeep.measure_noise_floor('Ks', 'tied')",
    "a catalogue is removed": "SELECT upkeep.remove_catalogue(6)",
    "the tie is left": "SELECT upkeep.use_no_tie('Ks')",
}


@pytest.mark.parametrize("statement", DONE_TO_BOTH.values(), ids=DONE_TO_BOTH)
def test_every_answer_is_the_same_when(pair: Pair, statement: str) -> None:
    for connection in (pair.plain, pair.cluster):
        connection.execute(statement)
    assert differences(pair.plain, pair.cluster) == []


def test_a_removed_catalogue_is_loaded_again_and_another_replaced(pair: Pair) -> None:
    for connection in (pair.plain, pair.cluster):
        assert load(connection, DELIVERY).counts()["n_loaded"] == 1
        connection.execute("UPDATE survey.catalogue SET sha256 = repeat('0', 64) WHERE image_id = 5")
        assert load(connection, DELIVERY, replace=True).counts()["n_replaced"] == 1
    assert differences(pair.plain, pair.cluster) == []


def test_housekeeping_finds_every_summary_right(pair: Pair) -> None:
    for connection in (pair.plain, pair.cluster):
        assert maintenance.maintain(connection).differences == ()


def test_a_plan_is_refused_in_words_where_there_is_no_cluster(pair: Pair) -> None:
    from db import distributing

    with pytest.raises(distributing.NotACluster, match="the extension citus is not in this database"):
        distributing.plan(pair.plain)


def test_one_source_is_asked_of_one_shard(pair: Pair) -> None:
    plan = pair.cluster.execute(
        "EXPLAIN SELECT d.image_id FROM survey.detection AS d WHERE d.source_id = 5"
    ).fetchall()
    assert any("Task Count: 1" in line for (line,) in plan)
