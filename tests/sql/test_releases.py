"""Whatever happens after a release, its answers are those of a database that stood still."""

import os
from collections.abc import Callable, Mapping, Sequence

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loader import contents
from tests.releases import Answers, answers, differences
from tests.survey import add_image

N_SOURCE = 6
BANDS = ("Ks", "Ks", "Ks", "J", "H", "Z", "Y")
FLUXES = st.sampled_from([-50.0, 90.0, 100.0, 110.0, 190.0, 1e4, None])
DETECTION = st.none() | st.tuples(FLUXES, st.sampled_from([1.0, 2.0, 10.0]), st.sampled_from([-1, 1, 0]))
Contents = Sequence[tuple[float | None, float, int] | None]
Step = tuple[str, int, Mapping[int, tuple[str, float, Contents]]]
# How many histories are tried; a longer target tries more
N_HISTORY = int(os.environ.get("EPOCHDB_TEST_HISTORIES", "8"))


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """What is done, to which image, and what a load brings by image: band, MJD, detections."""
    kind = draw(
        st.sampled_from(
            ["load"] * 4
            + ["release"] * 3
            + ["remove", "replace", "tie", "no tie", "noise", "measure", "forget"]
        )
    )
    size = draw(st.integers(1, 3)) if kind == "load" else 1
    brought = {
        number: (
            draw(st.sampled_from(BANDS)),
            57000.0 + draw(st.integers(0, 9)),
            draw(st.lists(DETECTION, min_size=N_SOURCE, max_size=N_SOURCE)),
        )
        for number in range(size)
    }
    return kind, draw(st.integers(0, 99)), brought


@settings(
    max_examples=N_HISTORY, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(history=st.lists(steps(), min_size=4, max_size=14))
def test_any_history_leaves_every_release_as_it_was(
    database: psycopg.Connection,
    history: Sequence[Step],
) -> None:
    with database.transaction(force_rollback=True):
        contents.clear(database)
        frozen: dict[str, Answers] = {}
        images: list[int] = []
        for number, (kind, chosen, brought) in enumerate(history):
            _do(database, kind, chosen, brought, images, frozen, number)
        for name, then in frozen.items():
            assert differences(then, answers(database, name, f"{name}_survey")) == {}, name


def _do(
    database: psycopg.Connection,
    kind: str,
    chosen: int,
    brought: Mapping[int, tuple[str, float, Contents]],
    images: list[int],
    frozen: dict[str, Answers],
    number: int,
) -> None:
    """Do one step of a history; what has nothing to be done to does nothing."""
    image = images[chosen % len(images)] if images else None
    if kind == "load":
        first = max(images, default=0) + 1
        for offset, (band, mjd, detections) in brought.items():
            _load(database, first + offset, band, mjd, detections)
            images.append(first + offset)
    elif kind in ("remove", "replace") and image:
        database.execute("SELECT upkeep.remove_catalogue(%s)", [image])
        images.remove(image)
        if kind == "replace":
            band, mjd, detections = brought[0]
            _load(database, image, band, mjd, detections)
            images.append(image)
    elif kind == "release":
        frozen[f"dr{number}"] = answers(database)
        # What loads will change is copied when they come, by fields or at once
        ahead = [0, N_SOURCE + 2, 400000][chosen % 3]
        query = "SELECT upkeep.make_release(%s, '', %s)"
        token = database.execute(query, [f"DR{number}", ahead]).fetchone()
        assert token == frozen[f"dr{number}"]["contents_token()"][0]
    elif kind == "forget" and frozen:
        name = list(frozen)[chosen % len(frozen)]
        del frozen[name]
        database.execute("SELECT upkeep.forget_release(%s)", [name.upper()])
    elif kind in STATEMENTS:
        STATEMENTS[kind](database)


def _load(database: psycopg.Connection, image: int, band: str, mjd: float, detections: Contents) -> None:
    rows: list[dict[str, object]] = [{"source_id": 0, "flux_1": 1000.0, "mag_1": 17.5}]
    rows += [
        {
            "source_id": source,
            "flux_1": one[0],
            "flux_1_err": one[1],
            "class": one[2],
            "ra": 10 + 1e-5 * mjd % 1,
        }
        for source, one in enumerate(detections, start=1)
        if one
    ]
    add_image(database, image, rows, band=band, mjd=mjd, field_id=1 + image % 2)


def _tie(database: psycopg.Connection) -> None:
    """Make a tie by hand, for images so small that none is measured, and use it."""
    database.execute(
        "WITH made AS (INSERT INTO survey.tie (band, snr_min, mag_min, n_star_max, clip_sigma, tolerance_mag,"
        " n_iteration, last_change_mag) VALUES ('Ks', 0, 0, 1, 3, 1, 1, 0) RETURNING tie_id)"
        " INSERT INTO survey.tie_offset (tie_id, image_id, offset_mag, offset_err, scatter, n_star)"
        " SELECT m.tie_id, i.image_id, 0.01 * (i.image_id + m.tie_id), 0, 0, 1"
        " FROM made AS m INNER JOIN survey.image AS i ON i.band = 'Ks'"
    )
    database.execute("SELECT upkeep.use_tie(max(t.tie_id)) FROM survey.tie AS t")


STATEMENTS: Mapping[str, Callable[[psycopg.Connection], object]] = {
    "tie": _tie,
    "no tie": lambda database: database.execute("SELECT upkeep.use_no_tie('Ks')"),
    "noise": lambda database: database.execute("SELECT upkeep.measure_noise_floor('Ks', 'catalogue', 1)"),
    "measure": lambda database: database.execute(
        "SELECT upkeep.measure_deviations(f.field_id) FROM survey.field AS f"
    ),
}


@pytest.mark.skipif(N_HISTORY < 100, reason="takes a quarter of an hour: make test-releases")
@pytest.mark.xdist_group("delivery")
def test_the_real_delivery_stays_as_a_release_had_it(delivered: psycopg.Connection) -> None:
    delivered.execute("SELECT upkeep.use_tie(upkeep.make_tie('Ks'))")
    delivered.execute("SELECT upkeep.measure_noise_floor('Ks', 'tied')")
    then = answers(delivered, every=40)
    delivered.execute("SELECT upkeep.make_release('DR1', '')")
    # An epoch is taken out, another comes a year later, in Z too, and images are tied anew
    (removed,) = delivered.execute("SELECT max(image_id) FROM survey.image WHERE band = 'Ks'").fetchall()[0]
    delivered.execute("SELECT upkeep.remove_catalogue(%s)", [removed])
    for band in ("Ks", "Z"):
        _load_again(delivered, band)
    delivered.execute("SELECT upkeep.use_tie(upkeep.make_tie('Ks'))")
    delivered.execute("SELECT upkeep.measure_deviations(1)")
    delivered.execute("SELECT upkeep.refresh_statistics()")  # as the loader does
    assert list(differences(then, answers(delivered, "dr1", "dr1_survey", every=40))) == []


def _load_again(database: psycopg.Connection, band: str) -> None:
    """Load the first image of a band once more, as another one a year later."""
    with database.transaction():
        database.execute(
            "INSERT INTO survey.image (image_id, field_id, band, file_name, mjd)"
            " SELECT 1000 + i.image_id, i.field_id, i.band, '', i.mjd + 365 FROM survey.image AS i"
            " WHERE i.image_id = (SELECT min(o.image_id) FROM survey.image AS o WHERE o.band = %s)",
            [band],
        )
        database.execute(
            "INSERT INTO survey.catalogue (image_id, path, sha256, n_detection, load_id)"
            " SELECT 1000 + c.image_id, '', reverse(c.sha256), c.n_detection, c.load_id"
            " FROM survey.catalogue AS c INNER JOIN survey.image AS i ON i.image_id = 1000 + c.image_id"
            " WHERE i.band = %s",
            [band],
        )
        names = database.execute("SELECT upkeep.columns_of('detection', '')").fetchall()[0][0].split(", ")
        values = ["1000 + d.image_id" if name == "image_id" else f"d.{name}" for name in names]
        database.execute(
            f"INSERT INTO survey.detection ({', '.join(names)}) SELECT {', '.join(values)}"
            " FROM survey.detection AS d"
            " INNER JOIN survey.image AS i ON i.image_id = 1000 + d.image_id AND i.band = %s",
            [band],
        )
        database.execute(
            "SELECT upkeep.add_catalogues(ARRAY[max(i.image_id)]) FROM survey.image AS i WHERE i.band = %s",
            [band],
        )
