"""A polynomial in raw magnitude and colours: what a linear model is once its scaling is multiplied out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import comb

import numpy as np
from numpy.typing import NDArray

from ml.redshift.sample import INPUTS
from ml.scale import Floats

Exponents = tuple[int, ...]
NAMES = ("r", "(u-g)", "(g-r)", "(r-i)", "(i-z)")


@dataclass(frozen=True)
class Term:
    """One coefficient times a product of powers of the inputs, in the order of `INPUTS`."""

    exponents: Exponents
    coefficient: float

    @property
    def name(self) -> str:
        """The product of powers, such as `r^2 (g-r)`; `1` for the constant."""
        powers = [
            name if power == 1 else f"{name}^{power}"
            for name, power in zip(NAMES, self.exponents, strict=True)
            if power
        ]
        return " ".join(powers) or "1"


def expand(
    exponents: NDArray[np.integer], coefficients: Floats, centre: Floats, width: Floats, intercept: float
) -> tuple[Term, ...]:
    """Multiply out a polynomial in scaled inputs u = (x - centre) / width into one in x.

    Parameters
    ----------
    exponents : (t, 5) array
        Powers of the scaled inputs in each term.
    coefficients : (t,) array
        Coefficient of each term.
    centre, width : (5,) arrays
        The scaling of each input [mag].
    intercept : float
        Constant to add.
    """
    collected: dict[Exponents, float] = {(0,) * len(INPUTS): float(intercept)}
    for powers, coefficient in zip(exponents, coefficients, strict=True):
        for lower in product(*(range(int(power) + 1) for power in powers)):
            factor = float(coefficient)
            for high, low, c, w in zip(powers, lower, centre, width, strict=True):
                factor *= comb(int(high), low) * float(-c) ** (int(high) - low) / float(w) ** int(high)
            collected[lower] = collected.get(lower, 0.0) + factor
    ordered = sorted(collected.items(), key=lambda item: (sum(item[0]), tuple(-p for p in item[0])))
    return tuple(Term(powers, value) for powers, value in ordered if value or not any(powers))


def evaluate(terms: tuple[Term, ...], inputs: Floats) -> Floats:
    """Sum the terms for (n, 5) raw inputs, (n,)."""
    total = np.zeros(len(inputs))
    for term in terms:
        value = np.full(len(inputs), term.coefficient)
        for column, power in zip(inputs.T, term.exponents, strict=True):
            value *= column**power
        total += value
    return total


def written(terms: tuple[Term, ...]) -> str:
    """Print the polynomial as in a paper."""
    parts = []
    for term in terms:
        sign = "-" if term.coefficient < 0 else "+"
        product_of_powers = "" if term.name == "1" else f" {term.name}"
        parts.append(f"{sign} {abs(term.coefficient):.6g}{product_of_powers}")
    return "z_phot = " + " ".join(parts).removeprefix("+ ")
