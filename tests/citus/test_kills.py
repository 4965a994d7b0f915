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
HOW = (kills.at_random, kills.before_the_commit, kills.when_workers_have_prepared)


def test_kills_during_loads_leave_whole_catalogues_and_true_summaries(
    nodes: list[Address], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not RESTART:
        pytest.skip("no command was given that kills a node and starts it again: RESTART='...'")
    chance = random.Random(SEED)
    delivery = tmp_path / "example"
    write(delivery, ExampleSurvey(n_field=3, n_source=40, n_epoch=2))
    images = len(list(delivery.glob("*.fits")))
    name = f"{NAME}_kills"
    with cluster(name, nodes) as connection:
        distribute(connection)
        own = kills.Nodes(name, nodes[0], nodes[1:], RESTART)
        counted: dict[str, int] = {}
        with_doubt = 0
        for turn in range(8 * N_KILL):
            if sum(counted.values()) == N_KILL:
                break
            how = HOW[turn % len(HOW)]
            node = chance.choice([own.coordinator, *own.workers])
            load = kills.Load(own, delivery, "--jobs", "1")
            met = how(load, own, node, chance)
            in_doubt = own.in_doubt()
            assert "Traceback" not in load.ended()
            own.settle()
            assert own.faults() == [], (how.__name__, node)
            victim = "coordinator" if node == own.coordinator else f"worker of port {node[1]}"
            kind = f"{victim} {how.__name__}"
            if met:
                counted[kind] = counted.get(kind, 0) + 1
                with_doubt += in_doubt > 0
            with capsys.disabled():
                flight = f"kill {sum(counted.values())}" if met else "the load was over before"
                sys.stdout.write(
                    f"\n{flight}: {kind}; {own.loaded()} of {images} catalogues in, in doubt {in_doubt}"
                    f" and then {own.in_doubt()}, no fault"
                )
                sys.stdout.flush()
            with own.at(own.coordinator) as again:
                contents.clear(again)
        with capsys.disabled():
            sys.stdout.write(f"\nkilled: {counted}; with transactions in doubt: {with_doubt}\n")
        assert sum(counted.values()) == N_KILL
        program(name, "loader", delivery)
        assert own.faults() == []
        with own.at(own.coordinator) as again:
            assert again.execute("SELECT count(*) FROM survey.catalogue").fetchone() == (images,)
