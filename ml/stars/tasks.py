"""Independent fits on several cores, with the same digits on any number of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def run_tasks(
    work: Callable[..., Any], calls: Sequence[tuple[Any, ...]], stage: str, n_job: int, progress: Progress
) -> list[Any]:
    """Call ``work(*arguments)`` for each of `calls` and return the results in their order.

    Parameters
    ----------
    work : callable
        At module level, so that it can be sent to another process.
    calls : sequence of tuples
        The arguments of each call.
    stage : str
        What is being done, for `progress`.
    n_job : int
        Processes; 1 stays in this one.
    progress : callable
        Called with the stage, how many calls are done, and how many there are.
    """
    progress(stage, 0, len(calls))
    parallel = Parallel(n_jobs=min(n_job, len(calls)), return_as="generator")
    results = []
    for result in parallel(delayed(_on_one_thread)(work, arguments) for arguments in calls):
        results.append(result)
        progress(stage, len(results), len(calls))
    return results


def _on_one_thread(work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    # Sums split over threads are rounded differently for each number of threads.
    with threadpool_limits(limits=1):
        return work(*arguments)
