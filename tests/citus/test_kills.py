"""Workers and coordinator killed during loads leave whole catalogues: ``make test-citus KILLS=20``."""

import os
import random
import sys
from pathlib import Path

import pytest

from example import ExampleSurvey, write
from tests.citus import kills
from tests.citus.conftest import NAME, Address, cluster, distribute, program
from tests.loader import contents

RESTART = os.environ.get("EPOCHDB_TEST_CITUS_RESTART", "")
N_KILL = int(os.environ.get("EPOCHDB_TEST_KILLS") or 20)
SEED = int(os.environ.get("EPOCHDB_TEST_SEED") or 1)
HOW = (kills.at_random, kills.before_the_commit, kills.after_the_commit)


def test_kills_during_loads_leave_whole_catalogues_and_true_summaries(
    nodes: list[Address], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not RESTART:
        pytest.skip("no command was given that kills a node and starts it again: RESTART='...'")
    chance = random.Random(SEED)
    delivery = tmp_path / "example"
    write(delivery, ExampleSurvey(n_field=4, n_source=60, n_epoch=3))
    images = len(list(delivery.glob("*.fits")))
    name = f"{NAME}_kills"
    with cluster(name, nodes) as connection:
        distribute(connection)
        own = kills.Nodes(name, nodes[0], nodes[1:], RESTART)
        counted: dict[str, int] = {}
        in_doubt = 0
        for turn in range(8 * N_KILL):
            if sum(counted.values()) == N_KILL:
                break
            how = HOW[turn % len(HOW)]
            node = chance.choice([own.coordinator, *own.workers])
            load = kills.Load(own, delivery, "--jobs", "1")
            met = how(load, own, node, chance)
            said = load.ended()
            assert "Traceback" not in said
            in_doubt += own.in_doubt() > 0
            own.settle()
            assert own.faults() == [], (how.__name__, node)
            if met:
                victim = "coordinator" if node == own.coordinator else "worker"
                kind = f"{victim} {how.__name__}"
                counted[kind] = counted.get(kind, 0) + 1
            with own.at(own.coordinator) as again:
                contents.clear(again)
        with capsys.disabled():
            sys.stdout.write(f"\nkilled: {counted}; with transactions in doubt: {in_doubt}\n")
        assert sum(counted.values()) == N_KILL
        program(name, "loader", delivery)
        assert own.faults() == []
        with own.at(own.coordinator) as again:
            assert again.execute("SELECT count(*) FROM survey.catalogue").fetchone() == (images,)
