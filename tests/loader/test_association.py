"""Catalogues without identifiers: sources found by position, in any order; what is ambiguous is said."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import astropy.units as u
import numpy as np
import psycopg
import pytest
from astropy.coordinates import SkyCoord
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader import ledger, run
from loader.delivery import Delivery
from loader.tally import Tally
from tests import survey
from tests.loader import contents

Program = Callable[..., tuple[int, str, str]]
ARCSEC = 1 / 3600


def _columns(ra: np.ndarray, dec: np.ndarray) -> dict[str, np.ndarray]:
    """Give a catalogue without identifiers at positions in degrees, in double precision."""
    columns = survey.catalogue_columns(len(ra))
    del columns["StarID"]
    return {**columns, "Ra": np.radians(ra), "Dec": np.radians(dec)}


def _deliver(directory: Path, epochs: list[dict[str, np.ndarray]]) -> list[Path]:
    """Write each epoch as a delivery of its own, the earliest first."""
    paths = []
    for n, columns in enumerate(epochs, start=1):
        path = directory / f"epoch-{n}"
        path.mkdir()
        survey.write_manifest(path, [f"{n},1,Ks-{n}.fits,Ks,{57000 + n}.0,1.0,16.0"])
        survey.write_catalogue(path / "Field-1-Ks-E001.fits", columns)
        paths.append(path)
    return paths


def _load(database: psycopg.Connection, path: Path) -> Tally:
    delivery = run.find([path], ledger.bands(database))
    given = Delivery(delivery.catalogues, delivery.refusals, 1.0)
    return run.load(database, [path], given, lambda *_: None)


def _groups(database: psycopg.Connection) -> set[frozenset[tuple[int, int]]]:
    """Give the sources as sets of detections: image and RunningID, whatever the sources' numbers."""
    query = "SELECT array_agg(image_id), array_agg(running_id) FROM survey.detection GROUP BY source_id"
    return {frozenset(zip(*row, strict=True)) for row in database.execute(query)}


def test_a_catalogue_without_identifiers_is_refused_unless_sources_are_to_be_found(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    (path,) = _deliver(tmp_path, [_columns(np.array([10.0]), np.array([20.0]))])
    status, _, log = load_program(path)
    assert (status, "--associate 1.0" in log) == (1, True)
    assert load_program(path, "--associate", "1.0")[0] == 0
    assert database.execute("SELECT source_id, n_epoch FROM survey.source_variability").fetchall() == [
        (-1, 1)
    ]


def test_detections_find_their_source_and_what_finds_none_is_a_new_one(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    first = _columns(np.array([10.0, 10.1]), np.array([20.0, 20.0]))
    # The first lies 0.9 arcsec north of its source, the second 1.1 arcsec
    second = _columns(np.array([10.0, 10.1]), np.array([20 + 0.9 * ARCSEC, 20 + 1.1 * ARCSEC]))
    for path in _deliver(tmp_path, [first, second]):
        assert load_program(path, "--associate", "1")[0] == 0
    assert _groups(database) == {
        frozenset({(1, 1), (2, 1)}),
        frozenset({(1, 2)}),
        frozenset({(2, 2)}),
    }
    query = "SELECT image_id, n_found, n_new, n_ambiguous FROM survey.association ORDER BY image_id"
    assert database.execute(query).fetchall() == [(1, 0, 2, 0), (2, 1, 1, 1)]
    # The new source has the old one within twice the radius
    query = (
        "SELECT image_id, distance, round((rival_distance * 3600)::numeric, 3)"
        " FROM science.ambiguous_association"
    )
    assert [(i, d, float(r)) for i, d, r in database.execute(query)] == [(2, None, 1.1)]
    assert contents.differences(database) == []


def test_of_several_within_reach_the_nearest_pair_goes_together_first(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    # Sources a at 0 and b at 1.0; detections at 0.6 (0.4 from b) and at 1.5 (0.5 from b): b takes the first,
    # which is nearer; the second has nothing left within 1.2, for a is 1.5 away
    first = _columns(np.array([10.0, 10.0]), np.array([0, 1.0 * ARCSEC]))
    second = _columns(np.array([10.0, 10.0]), np.array([0.6 * ARCSEC, 1.5 * ARCSEC]))
    for path in _deliver(tmp_path, [first, second]):
        assert load_program(path, "--associate", "1.2")[0] == 0
    assert _groups(database) == {frozenset({(1, 1)}), frozenset({(1, 2), (2, 1)}), frozenset({(2, 2)})}


def _identified(ra: np.ndarray, dec: np.ndarray, ids: list[int]) -> dict[str, np.ndarray]:
    return {**_columns(ra, dec), "StarID": np.array(ids)}


def test_catalogues_with_identifiers_and_without_follow_each_other_in_any_order(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    ra, dec = np.array([10.0, 10.1, 10.2]), np.zeros(3)
    without = [_columns(ra, dec + shift * ARCSEC) for shift in (0, 0.2)]
    named = _identified(ra, dec + 0.1 * ARCSEC, [500, 600, 700])
    paths = _deliver(tmp_path, [without[0], named, without[1]])
    expected = {frozenset({(1, n), (2, n), (3, n)}) for n in (1, 2, 3)}
    for order in permutations(paths):
        for path in order:
            assert load_program(path, "--associate", "1")[0] == 0
        assert _groups(database) == expected
        found = {row[0] for row in database.execute("SELECT source_id FROM survey.source")}
        # Identifiers where they came first, else numbers of ours to which the identifiers belong
        assert (found == {500, 600, 700}) == (order[0] is paths[1])
        assert contents.differences(database) == []
        for image_id in (1, 2, 3):
            database.execute("SELECT upkeep.remove_catalogue(%s)", [image_id])
        database.execute("DELETE FROM survey.source_identifier")


@st.composite
def skies(draw: st.DrawFn) -> tuple[float, float, int, int, int]:
    """Give a field's centre, across 0 h or at a pole as often as elsewhere, numbers and a seed."""
    centres = [(0, 0), (359.9999, 60), (77, 90), (200, -90), (30, 89.9995), (120, -30)]
    centre = draw(st.sampled_from(centres))
    return (*centre, draw(st.integers(1, 12)), draw(st.integers(2, 4)), draw(st.integers(0, 2**31)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sky=skies())
def test_any_order_of_loading_gives_the_same_sources_where_none_are_close(
    database: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory, sky: tuple[float, ...]
) -> None:
    """Objects more than 2.2 arcsec apart, detections at most 0.45 arcsec off: two of an object within 1."""
    ra, dec, n_object, n_epoch, seed = sky
    rng = np.random.default_rng(int(seed))
    centre = SkyCoord(ra, dec, unit="deg")
    # On a grid of 3.2 arcsec, shaken by less than half an arcsecond
    places = rng.permutation(25)[: int(n_object)]
    x = (places % 5 - 2) * 3.2 + rng.uniform(-0.35, 0.35, len(places))
    y = (places // 5 - 2) * 3.2 + rng.uniform(-0.35, 0.35, len(places))
    epochs = []
    for _ in range(int(n_epoch)):
        seen = np.flatnonzero(rng.random(len(places)) < 0.8)
        seen = seen if len(seen) else np.array([0])
        radius, angle = rng.uniform(0, 0.45, len(seen)), rng.uniform(0, 2 * np.pi, len(seen))
        east, north = x[seen] + radius * np.cos(angle), y[seen] + radius * np.sin(angle)
        at = centre.directional_offset_by(np.arctan2(east, north) * u.rad, np.hypot(east, north) * u.arcsec)
        columns = _columns(at.ra.deg % 360, at.dec.deg)
        # Which object it is, to be compared with
        columns["RunningID"] = (seen + 1).astype("f4")
        epochs.append(columns)
    paths = _deliver(tmp_path_factory.mktemp("sky"), epochs)
    truth = {
        frozenset((n + 1, k + 1) for n, columns in enumerate(epochs) if k + 1 in columns["RunningID"])
        for k in range(len(places))
    } - {frozenset()}
    for _ in range(2):
        for path in rng.permutation(np.array(paths, dtype=object)):
            assert not _load(database, path).faults
        assert _groups(database) == truth
        for image_id in range(1, len(paths) + 1):
            database.execute("SELECT upkeep.remove_catalogue(%s)", [image_id])
