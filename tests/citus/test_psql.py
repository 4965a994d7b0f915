"""The road of psql to a cluster, for a loaded survey, and again when all is in its place."""

import os
import subprocess
from collections.abc import Iterator

import pytest

from db import cluster as nodes_of
from db.server import binaries
from tests.citus.comparing import differences
from tests.citus.conftest import N_SHARD, NAME, Address, Pair, pair
from tests.conftest import REPOSITORY
from tests.survey import add_images


@pytest.fixture(scope="module")
def loaded(nodes: list[Address]) -> Iterator[Pair]:
    """Three images of ten sources in both, and a release."""
    rows = [
        {"source_id": number, "ra": 10 + number / 100, "dec": 20.0, "mag_1_err": 0.01} for number in range(10)
    ]
    with pair(f"{NAME}_psql", nodes) as made:
        for connection in (made.plain, made.cluster):
            add_images(connection, dict.fromkeys((1, 2, 3), rows))
        made.do("SELECT upkeep.make_release('DR1', 'What was in at first')")
        yield made


@pytest.mark.parametrize("time", ["once", "again"])
def test_every_answer_is_the_same_when_psql_distributed(loaded: Pair, time: str) -> None:
    subprocess.run(
        [binaries.installed(18) / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1",
         "-d", loaded.cluster.info.dbname, "-f", REPOSITORY / "sql" / "citus" / "distribute.sql"],
        env={**os.environ, "PGOPTIONS": f"-c epochdb.shard_count={N_SHARD}"}, check=True, capture_output=True,
    )  # fmt: skip
    assert len([node for node in nodes_of.nodes(loaded.cluster) if node.n_shard]) == len(loaded.nodes) - 1
    assert differences(loaded.plain, loaded.cluster) == []


def test_every_answer_is_the_same_when_the_release_was_forgotten(loaded: Pair) -> None:
    loaded.do("SELECT upkeep.remove_catalogue(2)", "SELECT upkeep.forget_release('DR1')")
    assert differences(loaded.plain, loaded.cluster) == []
