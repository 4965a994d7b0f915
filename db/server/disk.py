"""How much room there is where the embedded server keeps its data."""

import os
from dataclasses import dataclass
from pathlib import Path

# Below this share of the disk there is a warning
SCARCE = 0.1


@dataclass(frozen=True)
class Space:
    """Room on a file system.

    Attributes
    ----------
    free, total : int
        Bytes that are free for ordinary users, and all.
    """

    free: int
    total: int

    @property
    def is_scarce(self) -> bool:
        """Whether less than a tenth is free."""
        return self.free < SCARCE * self.total

    def told(self) -> str:
        """Say it."""
        share = 100 * self.free / self.total if self.total else 0
        return f"{self.free / 2**20:.0f} MiB of {self.total / 2**20:.0f} MiB free ({share:.0f} %)"


def space(path: Path) -> Space:
    """Give the room on the file system on which a path lies, or would lie."""
    there = next(found for found in (path, *path.parents) if found.exists())
    usage = os.statvfs(there)
    return Space(usage.f_bavail * usage.f_frsize, usage.f_blocks * usage.f_frsize)
