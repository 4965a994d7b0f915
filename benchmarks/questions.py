"""What is asked, and when two answers are the same."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Row = tuple[object, ...]
# Sums of the same numbers in another order
RELATIVE = 1e-9


@dataclass(frozen=True)
class TimedQuestion:
    """A question: how the table names it, the file that asks it, its parameters, and who is asked."""

    name: str
    file: str
    parameters: dict[str, object]

    @property
    def n_sigma(self) -> float | None:
        """The threshold of R3, None for the others."""
        value = self.parameters.get("n_sigma")
        return float(value) if isinstance(value, float) else None


def questions(source_ids: Sequence[int], source_id: int, field_id: int) -> list[TimedQuestion]:
    """Give the questions; the light curves are those of the sources named."""
    between: dict[str, object] = {"mjd_min": 56800.0, "mjd_max": 57300.0}
    return [
        TimedQuestion("R1, images and stars, S/N > 5", "images_between", {**between, "snr_min": 5.0}),
        TimedQuestion(
            "R1, S/N > 7.3, not a standard threshold", "images_between", {**between, "snr_min": 7.3}
        ),
        TimedQuestion("R2, J - H > 1.5", "red_sources", {"j_minus_h_min": 1.5}),
        *(
            TimedQuestion(f"R3, variable at {k:.0f} sigma", "variable_sources", {"n_sigma": k})
            for k in THRESHOLDS
        ),
        TimedQuestion("R4, catalogues of a field", "catalogues_of_field", {"field_id": field_id}),
        TimedQuestion(
            "R5, five bands, S/N > 30", "five_band_photometry", {"field_id": field_id, "snr_min": 30.0}
        ),
        TimedQuestion("one light curve", "light_curve", {"source_id": source_id, "field_id": field_id}),
        TimedQuestion(f"{len(source_ids):,} light curves", "light_curves", {"source_ids": list(source_ids)}),
    ]


def fresh_questions() -> list[TimedQuestion]:
    """Give R3 as it is asked straight after a load, when light curves have to be read."""
    return [
        TimedQuestion(f"R3 straight after the load, {k:.0f} sigma", "variable_sources", {"n_sigma": k})
        for k in COMMON_THRESHOLDS
    ]


THRESHOLDS = (3.0, 5.0, 10.0, 20.0, 50.0)
# At the other thresholds of R3 only (d) is asked: the time of the rest does not depend on the threshold
COMMON_THRESHOLDS = (5.0, 20.0)


def first_difference(expected: Sequence[Row], found: Sequence[Row]) -> str | None:
    """Say where two answers differ, rows in any order; None if they are the same."""
    if len(expected) != len(found):
        return f"{len(found)} rows instead of {len(expected)}"
    for one, other in zip(sorted(expected, key=_key), sorted(found, key=_key), strict=True):
        if len(one) != len(other) or not all(map(_same, one, other)):
            return f"{other} instead of {one}"
    return None


def _key(row: Row) -> tuple[int, int]:
    """Every answer begins with an identifier, those of many light curves with two."""
    second = row[1] if isinstance(row[1], int) else 0
    return int(row[0]), second  # type: ignore[call-overload]


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=RELATIVE)
    return one == other
