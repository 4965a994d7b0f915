"""Whole numbers on the command line: one that is out of range is refused before anything is done."""

from __future__ import annotations

import argparse
from collections.abc import Callable

# The largest seed that numpy and scikit-learn both take is 2**32 - 1; the seeds counted from it follow
LARGEST_SEED = 4_000_000_000
LARGEST_INTEGER = 2**31 - 1


def whole(smallest: int, largest: int = LARGEST_INTEGER) -> Callable[[str], int]:
    """Give a function that reads a whole number between two bounds."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = smallest - 1
        if not smallest <= number <= largest:
            raise argparse.ArgumentTypeError(
                f"found {text}, expected a whole number from {smallest} to {largest}"
            )
        return number

    return read
