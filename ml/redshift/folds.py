"""Splitting galaxies for cross-validation, and how many a sample must have for it to say anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.faults import NothingToLearn, TooFewGalaxies
from ml.redshift.sample import INPUTS, Galaxies

FOLDS = 5
SPLIT_SEED = 20170601
# The share of n galaxies that a calibrated 68 % interval holds is 0.68 with a standard error of
# sqrt(0.68 * 0.32 / n): 0.047 of a hundred, 0.015 of a thousand. Below a hundred no method, however good, can
# tell an interval of 60 % from one of 75 %, and the outer quantiles lie beyond all but two residuals.
FEWEST, FEW = 100, 1000


@dataclass(frozen=True)
class Distinct:
    """Which galaxies of a sample have the same magnitude and colours.

    Attributes
    ----------
    group : int array (n,)
        Number of each galaxy's photometry, the same for identical ones.
    number : int
        How many different ones there are.
    """

    group: NDArray[np.int64]
    number: int

    @classmethod
    def of(cls, galaxies: Galaxies) -> Distinct:
        """Compare all galaxies."""
        different, group = np.unique(galaxies.inputs, axis=0, return_inverse=True)
        return cls(np.asarray(group, dtype=np.int64).reshape(-1), len(different))


def folds(galaxies: Galaxies, number: int = FOLDS) -> list[NDArray[np.bool_]]:
    """Split galaxies at random, always the same way, into masks of held-out galaxies.

    Galaxies of identical photometry are held out together: one of them in the training part would tell the
    redshift of the other, and the errors measured would not be those of new galaxies.
    """
    distinct = Distinct.of(galaxies)
    fold = np.random.default_rng(SPLIT_SEED).permutation(distinct.number) % number
    return [fold[distinct.group] == k for k in range(number)]


def require_enough(galaxies: Galaxies, name: str) -> list[str]:
    """Refuse a training sample that nothing can be learned from; give in words what is doubtful about it.

    Raises
    ------
    TooFewGalaxies, NothingToLearn
    """
    found = Distinct.of(galaxies).number if len(galaxies) else 0
    of_them = (
        f"sample {name!r}: {len(galaxies)} galaxies with photometry and z_spec, {found} of them different"
    )
    if found < FEWEST:
        raise TooFewGalaxies(
            f"{of_them}; expected at least {FEWEST}, with fewer the share that a 68 % interval holds cannot"
            " be told to 5 %; train on a larger sample with redshifts"
        )
    if np.ptp(galaxies.redshift) == 0:
        raise NothingToLearn(
            f"sample {name!r}: z_spec is {galaxies.redshift[0]:g} for every galaxy, expected different ones;"
            " train on a sample of galaxies at several redshifts"
        )
    remarks = []
    if found < FEW:
        share = np.sqrt(0.68 * 0.32 / found)
        remarks.append(
            f"{of_them}: the share of the 68 % intervals that hold is known to {100 * share:.1f} % only;"
            f" from {FEW} on it is 1.5 %"
        )
    constant = [
        column for column, values in zip(INPUTS, galaxies.inputs.T, strict=True) if np.ptp(values) == 0
    ]
    if constant:
        remarks.append(
            f"sample {name!r}: the same for every galaxy, so that nothing is learned from it:"
            f" {', '.join(constant)}"
        )
    return remarks
