"""A storm over a database: programs at work, and at random instants one of them, or the server, is killed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from db.server import embedded, postmaster
from db.server.place import current_place
from tests.conftest import REPOSITORY

VICTIMS = ("loader", "backend", "postmaster")
# Instants [s] at which a program has most often begun, and often not ended
EARLIEST, LATEST = 0.2, 2.5
# How many programs are tried at most for each that is met while it is at work
TRIES = 8
PATIENCE_SECONDS = 300


@dataclass
class Storm:
    """Kills at random instants, the same for the same seed but for how fast the machine is.

    Attributes
    ----------
    seed : int
        Of the random numbers.
    programs : sequence of sequence of str
        Arguments after ``python -m`` of the programs that are tried, by turns at random.
    n_killed : dict
        How many of each victim were killed.
    tracebacks : list of str
        What programs said that ended by a traceback; those that were killed themselves say nothing.
    """

    seed: int
    programs: Sequence[Sequence[str]]
    n_killed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VICTIMS, 0))
    tracebacks: list[str] = field(default_factory=list)

    def blow(self, n_kill: int) -> None:
        """Try programs until so many kills have met something."""
        chance = random.Random(self.seed)
        for _ in range(TRIES * n_kill):
            if sum(self.n_killed.values()) == n_kill:
                return
            embedded.start()
            arguments = chance.choice(self.programs)
            victim = chance.choice(VICTIMS)
            program = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=REPOSITORY,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            time.sleep(chance.uniform(EARLIEST, LATEST))
            self._kill(victim, program, chance)
            _, complaint = program.communicate(timeout=PATIENCE_SECONDS)
            if "Traceback (most recent call last)" in complaint:
                self.tracebacks.append(f"{' '.join(arguments)} after the {victim}'s death: {complaint}")

    def _kill(self, victim: str, program: subprocess.Popen[str], chance: random.Random) -> None:
        pids = _victims(victim, program)
        if pids:
            self.n_killed[victim] += 1
            _send(chance.choice(pids))


def _victims(victim: str, program: subprocess.Popen[str]) -> list[int]:
    place = current_place()
    if victim == "loader":
        return [program.pid] if program.poll() is None else []
    found = postmaster.running(place)
    if victim == "postmaster":
        return [found.pid] if found else []
    # The sessions of the roles and of who upgrades; the processes of the server itself have no address
    return [pid for pid in postmaster.orphans(place) if "127.0.0.1" in _title(pid)]


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def _send(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def run(*arguments: str, status: int | None = 0) -> str:
    """Run a program undisturbed, to its good end or any; give what it said on standard error."""
    embedded.start()
    command = [sys.executable, "-m", *arguments]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == status or (status is None and "Traceback" not in ran.stderr), ran.stderr
    return ran.stderr


def connect() -> psycopg.Connection:
    """Connect to the embedded server, which may have been killed, in autocommit mode."""
    embedded.start()
    return psycopg.connect(embedded.conninfo(), autocommit=True)
