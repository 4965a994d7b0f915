"""Recall, false alarms, and the most that could be found, of sources made up by hand."""

import numpy as np
import pytest

from benchmarks import trust
from benchmarks.truth import Source, signal_of


def test_recall_and_false_alarms_are_shares_of_variables_and_of_constants() -> None:
    found = [_source("flare", found=("a",)), _source("flare"), _source(None, found=("a",)), _source(None)]
    assert trust.recall(found[:2], "a") == "50.0 %"
    assert trust.false_alarms(found, "a") == "50.000 %"
    assert trust.false_alarms(found, "b") == "0.000 %"


def test_a_share_of_nothing_is_left_empty() -> None:
    assert trust.recall([], "a") == ""
    assert trust.false_alarms([_source("flare")], "a") == ""


def test_no_test_finds_more_without_a_signal_than_it_finds_false_alarms() -> None:
    # One in a thousand; half where the signal is as high as the threshold, 3.0902; all where it is far above
    assert trust.highest_recall([_source("flare", signal=0.0)]) == "0.1 %"
    assert trust.highest_recall([_source("flare", signal=3.0902)]) == "50.0 %"
    assert trust.highest_recall([_source("flare", signal=20.0)]) == "100.0 %"


def test_samples_are_those_over_five_times_noise_or_floor() -> None:
    # Noise 0.04, floor 0.01
    assert not trust.over_floor(_source("flare", amplitude=0.05))
    assert trust.over_floor(_source("flare", amplitude=0.06))
    assert not trust.over_noise(_source("flare", amplitude=0.2))
    assert trust.over_noise(_source("flare", amplitude=0.21))
    assert not trust.over_floor(_source(None, amplitude=0.21))
    assert not trust.where_floor_dominates(_source("flare", amplitude=0.21))


def test_the_signal_is_the_length_of_the_deviations_in_errors() -> None:
    # 100 and 200, scaled to the observed mean of 300: 200 and 400, each 10 errors of 10 from their mean
    mag = -2.5 * np.log10([100.0, 200.0])
    assert signal_of(mag, np.array([250.0, 350.0]), np.array([10.0, 10.0])) == pytest.approx(200**0.5)


def test_a_row_of_the_ratios_holds_the_variables_between_its_edges() -> None:
    # 0.06 mag is 6 floors of 0.01 and 1.5 noises of 0.04
    rows = trust.by_ratio([_source("flare", amplitude=0.06, found=("a",)), _source(None)], "a").splitlines()
    by_row = {cells[1].strip(): cells for cells in (row.split("|") for row in rows[2:])}
    assert [cell.strip() for cell in by_row["5 to 7"][2:4]] == ["1", "100.0 %"]
    assert [cell.strip() for cell in by_row["1 to 2"][5:7]] == ["1", "100.0 %"]
    assert by_row["2 to 3"][2].strip() == by_row["2 to 3"][5].strip() == "0"


def _source(
    kind: str | None, amplitude: float = 1.0, signal: float = 10.0, found: tuple[str, ...] = ()
) -> Source:
    return Source(
        mean_mag=15.0, noise=0.04, floor=0.01, kind=kind, amplitude=amplitude, signal=signal,
        found=frozenset(found),
    )  # fmt: skip
