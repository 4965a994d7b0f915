"""How long something takes: on the wall, in this process, and in the server's."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TypeVar

T = TypeVar("T")

# A first run that takes longer than this has nothing to warm up and counts as one of the runs
WARM_SECONDS = 2.0
# Short questions are repeated until this much time is spent on them
ENOUGH_SECONDS = 0.3
MOST_RUNS = 25


@dataclass(frozen=True)
class Timing:
    """Median, fastest and slowest of the warm runs [s], and how many they were."""

    median: float
    fastest: float
    slowest: float
    n_run: int


def time_runs(call: Callable[[], T], runs: int) -> tuple[Timing, T]:
    """Call again and again, at least `runs` times warm, and give the timing and the first answer."""
    seconds: list[float] = []
    begun = time.perf_counter()
    answer = call()
    first = time.perf_counter() - begun
    if first > WARM_SECONDS:
        seconds.append(first)
    while len(seconds) < runs or (sum(seconds) < ENOUGH_SECONDS and len(seconds) < MOST_RUNS):
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    return Timing(median(seconds), min(seconds), max(seconds), len(seconds)), answer


def process_seconds(pid: int | None) -> float:
    """Give the processor time a process of this machine has used [s], NaN if it is not to be seen."""
    try:
        # In nanoseconds, of a program of one thread; some kernels leave it out
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        pass
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return float("nan")
    # The name of the program stands in parentheses and may contain spaces
    fields = line.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Spent:
    """Time spent [s]: on the wall, by the thread that called, and by the server's process."""

    wall: float = 0.0
    here: float = 0.0
    server: float = 0.0


@dataclass
class Stopwatch:
    """What each phase of something has taken so far; `backend` is the server's process, where it is local."""

    backend: int | None = None
    phases: dict[str, Spent] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the time of a block to a phase."""
        spent = self.phases.setdefault(name, Spent())
        server, here, wall = process_seconds(self.backend), time.thread_time(), time.perf_counter()
        try:
            yield
        finally:
            spent.wall += time.perf_counter() - wall
            spent.here += time.thread_time() - here
            spent.server += process_seconds(self.backend) - server

    def timing(self, name: str, function: Callable[..., T]) -> Callable[..., T]:
        """Give a function that does the same and is timed as a phase."""

        def timed(*positional: object, **named: object) -> T:
            with self.phase(name):
                return function(*positional, **named)

        return timed
