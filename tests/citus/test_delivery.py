"""The real delivery, distributed when it was loaded, answers as plain PostgreSQL does, whatever is done."""

from collections.abc import Iterator

import pytest

from db import cluster as nodes_of
from db import distributing
from tests.citus.comparing import differences
from tests.citus.conftest import DELIVERY, NAME, Address, Pair, distribute, pair

SAMPLES = DELIVERY.parent / "photoz"

# Of views by source each fiftieth of the 30,000: to fetch and order all takes minutes each time
EVERY = 50

# How the tests follow one another matters: each leaves both databases with the same contents.
DONE_TO_BOTH = {
    "nothing is done": ("SELECT 1",),
    "images are tied, the floor and light curves measured": (
        "SELECT upkeep.use_tie(upkeep.make_tie())",
        "SELECT upkeep.measure_noise_floor('Ks', 'tied')",
        "SELECT upkeep.measure_deviations(f.field_id) FROM survey.field AS f",
    ),
    "a release is made and a catalogue removed": (
        "SELECT upkeep.make_release('DR1', 'What was in at first')",
        "SELECT upkeep.remove_catalogue(6)",
    ),
    "it is loaded again, another replaced, the tie left": (
        ("loader", DELIVERY),
        "UPDATE survey.catalogue SET sha256 = repeat('0', 64) WHERE image_id = 5",
        ("loader", DELIVERY, "--replace"),
        "SELECT upkeep.use_no_tie('Ks')",
    ),
    "redshifts and stars are learned": (
        ("loader", SAMPLES / "sdss_A.vot"),
        ("loader", SAMPLES / "sdss_B.vot"),
        ("ml", "photoz", "--methods", "linear"),
        ("ml", "simulate", "--components", "2", "--n", "1000"),
    ),
}


@pytest.fixture(scope="module")
def real(nodes: list[Address]) -> Iterator[Pair]:
    """The real delivery in both, distributed when it is loaded already."""
    if not DELIVERY.is_dir():
        pytest.skip("the real delivery is not beside the repository (../shared/survey)")
    with pair(f"{NAME}_loaded", nodes) as made:
        made.do(("loader", DELIVERY))
        distribute(made.cluster)
        yield made


@pytest.mark.parametrize("steps", DONE_TO_BOTH.values(), ids=DONE_TO_BOTH)
def test_every_answer_is_the_same_when(real: Pair, steps: tuple[str, ...]) -> None:
    real.do(*steps)
    assert differences(real.plain, real.cluster, EVERY) == []


def test_housekeeping_finds_every_summary_right(real: Pair) -> None:
    real.do(("db", "maintain"), ("db", "status"), ("db", "upgrade"))


def test_a_worker_goes_and_comes_and_answers_stay_the_same(real: Pair) -> None:
    """Its shards move to the others, and back when it was added, the tables being read and written."""
    *_, (host, port) = real.nodes
    # Nobody writes yet, and a replication slot would wait for all transactions of the node
    real.cluster.execute("SELECT citus_drain_node(%s, %s, 'block_writes')", [host, port])
    real.cluster.execute("SELECT citus_remove_node(%s, %s)", [host, port])
    assert {node.port for node in nodes_of.nodes(real.cluster)} == {p for _, p in real.nodes[:-1]}
    real.do("SELECT upkeep.remove_catalogue(6)")
    distribute(real.cluster, add=[(host, port)])
    real.cluster.execute("SELECT citus_rebalance_start()")
    real.do(("loader", DELIVERY))
    real.cluster.execute("SELECT citus_rebalance_wait()")
    held = {node.port: node.n_shard for node in nodes_of.nodes(real.cluster) if node.role == "worker"}
    assert max(held.values()) - min(held.values()) <= len(held) * max(1, held[port] // 8)
    assert held[port] > 0
    assert differences(real.plain, real.cluster, EVERY) == []


def test_a_plan_is_refused_in_words_where_there_is_no_cluster(real: Pair) -> None:
    with pytest.raises(distributing.NotACluster, match="the extension citus is not in this database"):
        distributing.plan(real.plain)
    real.plain.execute("SELECT 1")
