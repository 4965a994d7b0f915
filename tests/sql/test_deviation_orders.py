"""R3 and what is kept for it, whatever the light curves and the order and groups in which they come."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loader import contents
from tests.survey import add_images

# The one detection with a magnitude fixes its image's zero point at 25
ANCHOR: dict[str, object] = {"source_id": 0, "flux_1": 1000.0, "mag_1": 17.5}
N_SOURCE, N_EPOCH = 6, 7
# Few values, so that fluxes and deviations are equal to others; some far away, so that a mean wanders
FLUXES = st.sampled_from([0.0, 1.0, 10.0, 90.0, 100.0, 100.0, 100.0, 110.0, 190.0, -50.0, 1e4, 1e6])
ERRORS = st.sampled_from([1e-3, 1.0, 1.0, 1.0, 2.0, 10.0, 1e3])
EPOCH = st.none() | st.tuples(FLUXES, ERRORS)
THRESHOLDS = (0.5, 1, 3, 20, 1000)


@dataclass(frozen=True)
class Step:
    """A group of images that is loaded, or one that is taken out and loaded again with other values."""

    images: tuple[int, ...]
    again: int | None


@st.composite
def histories(draw: st.DrawFn) -> tuple[Sequence[Step], dict[int, list[tuple[float, float] | None]]]:
    """Images in any order and any groups, some taken out again; fluxes and errors by image and source."""
    order = draw(st.permutations(range(1, N_EPOCH + 1)))
    steps, at = [], 0
    while at < N_EPOCH:
        size = draw(st.integers(1, N_EPOCH - at))
        images = tuple(order[at : at + size])
        steps.append(Step(images, draw(st.sampled_from([None, None, images[0]]))))
        at += size
    values = {
        image: draw(st.lists(EPOCH, min_size=N_SOURCE, max_size=N_SOURCE)) for image in range(1, N_EPOCH + 1)
    }
    return steps, values


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_any_history_leaves_what_the_detections_say(
    database: psycopg.Connection,
    history: tuple[Sequence[Step], dict[int, list[tuple[float, float] | None]]],
) -> None:
    steps, values = history
    contents.clear(database)
    for step in steps:
        add_images(database, {image: _detections(values[image]) for image in step.images})
        if step.again:
            database.execute("SELECT upkeep.remove_catalogue(%s)", [step.again])
            add_images(database, {step.again: _detections(values[step.again])})
        assert contents.differences(database) == []
    deviations = _deviations(values)
    for n_sigma in THRESHOLDS:
        query = "SELECT source_id, max_deviation FROM science.variable_sources(%s) WHERE source_id > 0"
        found = dict(database.execute(query, [n_sigma]).fetchall())
        # What lies on the threshold may fall to either side by rounding
        certain = {source for source, value in deviations.items() if value > n_sigma * (1 + 1e-6)}
        possible = {source for source, value in deviations.items() if value > n_sigma * (1 - 1e-6)}
        assert certain <= set(found) <= possible
        assert found == {source: pytest.approx(deviations[source], rel=1e-5) for source in found}
    database.execute("SELECT upkeep.measure_deviations(1)")
    assert contents.differences(database) == []
    unknown = "SELECT count(*) FROM science.flux_moments WHERE max_deviation IS NULL"
    assert database.execute(unknown).fetchone() == (0,)


def _detections(values: Sequence[tuple[float, float] | None]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = [ANCHOR]
    for source_id, value in enumerate(values, start=1):
        if value is None:
            # Every other source is seen without a flux, the rest is not seen
            if source_id % 2:
                found.append({"source_id": source_id, "flux_1": None, "mag_1": None})
            continue
        flux, error = value
        found.append({"source_id": source_id, "flux_1": flux, "flux_1_err": error, "mag_1": None})
    return found


def _deviations(values: dict[int, list[tuple[float, float] | None]]) -> dict[int, float]:
    deviations = {}
    for source in range(N_SOURCE):
        epochs = np.float32([values[i][source] for i in values if values[i][source] is not None])
        if len(epochs) > 1:
            flux, error = epochs.astype(float).T
            deviations[source + 1] = float(np.max(np.abs(flux - flux.mean()) / error))
    return deviations
