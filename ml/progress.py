"""How far a run is: a bar on a terminal, a line for each stage otherwise."""

from __future__ import annotations

import sys

from tqdm import tqdm


class Bar:
    """Shows what `ml.stars.tasks.Progress` is told; use it as a context."""

    def __init__(self) -> None:
        self.bar = tqdm(total=1, leave=False, disable=not sys.stderr.isatty())
        self.stage = ""

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a stage, the tasks done and the tasks in it."""
        if self.bar.disable and stage != self.stage:
            tqdm.write(f"{stage} ({done} of {total} done)", file=sys.stderr)
        self.stage = stage
        self.bar.total = total
        self.bar.n = done
        self.bar.set_description(stage)

    def say(self, remark: str) -> None:
        """Write a remark above the bar."""
        tqdm.write(f"note: {remark}", file=sys.stderr)
