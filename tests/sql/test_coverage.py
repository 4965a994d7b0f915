"""Which images saw a position: the convex hull of their detections, and nothing beyond it."""

import numpy as np
import psycopg
import pytest

from loader.outline import outline
from tests.survey import add_image

# A square of one degree with a detection in the middle
SQUARE = [(10, 20), (11, 20), (11, 21), (10, 21), (10.5, 20.5)]


def _detections(places: list[tuple[float, float]]) -> list[dict[str, object]]:
    return [{"source_id": n, "ra": ra, "dec": dec} for n, (ra, dec) in enumerate(places)]


def _images_at(database: psycopg.Connection, ra: float, dec: float) -> list[int]:
    return [row[0] for row in database.execute("SELECT image_id FROM science.images_at(%s, %s)", [ra, dec])]


@pytest.mark.parametrize(
    ("ra", "dec", "seen"),
    [
        (10.3, 20.9, True),
        (10, 20, True),
        # A side is a great circle, which bulges to the north: by 0.00070 deg between (10, 20) and (11, 20)
        (10.5, 20, False),
        (10.5, 20.0008, True),
        (10.999, 20.999, True),
        # and by 0.00073 deg between (10, 21) and (11, 21)
        (10.5, 21.0007, True),
        (10.5, 21.0008, False),
        (9.999, 20.5, False),
        (10.5, 19.99, False),
        (190.5, -20.5, False),
        (10, 90, False),
    ],
)
def test_an_image_saw_what_its_detections_surround(
    database: psycopg.Connection, ra: float, dec: float, seen: bool
) -> None:
    add_image(database, 7, _detections(SQUARE))
    assert _images_at(database, ra, dec) == ([7] if seen else [])


@pytest.mark.parametrize(
    ("places", "inside", "outside"),
    [
        ([(359.5, -0.5), (0.5, -0.5), (0.5, 0.5), (359.5, 0.5)], (0, 0), (180, 0)),
        ([(0, 89.5), (90, 89.5), (180, 89.5), (270, 89.5)], (45, 90), (45, 89.5)),
        ([(0, -89.5), (120, -89.5), (240, -89.5)], (7, -89.9), (60, -89.6)),
    ],
)
def test_an_image_lies_across_0h_and_over_a_pole(
    database: psycopg.Connection,
    places: list[tuple[float, float]],
    inside: tuple[float, float],
    outside: tuple[float, float],
) -> None:
    add_image(database, 7, _detections(places))
    assert _images_at(database, *inside) == [7]
    assert _images_at(database, *outside) == []


def test_one_detection_covers_its_own_position_and_two_what_lies_between(
    database: psycopg.Connection,
) -> None:
    add_image(database, 1, _detections([(10, 20)]))
    add_image(database, 2, _detections([(10, 0), (11, 0)]), mjd=57001)
    assert _images_at(database, 10, 20) == [1]
    assert _images_at(database, 10.0001, 20) == []
    assert _images_at(database, 10.5, 0) == [2]
    assert _images_at(database, 10.5, 0.001) == []
    assert _images_at(database, 11.5, 0) == []


def test_coverage_counts_the_images_of_each_band_with_their_dates_and_depths(
    database: psycopg.Connection,
) -> None:
    add_image(database, 1, _detections(SQUARE), band="J", mjd=57000)
    add_image(database, 2, _detections(SQUARE), mjd=57010)
    add_image(database, 3, _detections(SQUARE), mjd=57005)
    add_image(database, 4, _detections([(40, 20), (41, 20), (41, 21)]), field_id=2, mjd=57006)
    # Each flux is 1000 +- 10 at zero point 25: five times the error is 25 - 2.5 log10(50) = 20.753
    query = (
        "SELECT band, n_image, mjd_min, mjd_max, round(limit_mag_max::numeric, 3)::float8"
        " FROM science.coverage_at(10.2, 20.2)"
    )
    assert database.execute(query).fetchall() == [
        ("J", 1, 57000, 57000, 20.753),
        ("Ks", 2, 57005, 57010, 20.753),
    ]
    query = "SELECT image_id, epoch FROM science.images_at(10.2, 20.2) WHERE band = 'Ks'"
    assert database.execute(query).fetchall() == [(3, 1), (2, 2)]


def test_an_outline_goes_with_its_catalogue(database: psycopg.Connection) -> None:
    add_image(database, 7, _detections(SQUARE))
    database.execute("SELECT upkeep.remove_catalogue(7)")
    assert database.execute("SELECT * FROM survey.image_outline").fetchall() == []


@pytest.mark.parametrize("n", [1, 2, 3, 50, 2000])
@pytest.mark.parametrize(("ra", "dec"), [(0, 0), (120, -89.8), (359.9, 60)])
def test_the_loaders_outline_is_that_of_the_detections(
    database: psycopg.Connection, n: int, ra: float, dec: float
) -> None:
    rng = np.random.default_rng(n)
    ras = (ra + rng.normal(0, 0.4, n)) % 360
    decs = np.clip(dec + rng.normal(0, 0.4, n), -90, 90)
    add_image(database, 7, _detections(list(zip(ras.tolist(), decs.tolist(), strict=True))))
    query = "SELECT ra_centre, dec_centre, radius, vertices FROM survey.image_outline"
    ra_centre, dec_centre, radius, vertices = database.execute(query).fetchone() or (0, 0, 0, [])
    found = outline(ras, decs)
    assert found is not None
    assert found.radius == pytest.approx(radius, abs=1e-9)
    assert (found.dec_centre, np.cos(np.radians(found.ra_centre))) == pytest.approx(
        (dec_centre, np.cos(np.radians(ra_centre))), abs=1e-9
    )
    # The same corners, wherever they begin
    assert {*zip(*[iter(found.vertices)] * 2, strict=True)} == {*zip(*[iter(vertices)] * 2, strict=True)}
    assert database.execute("SELECT * FROM upkeep.differing_outlines()").fetchall() == []


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (
            "UPDATE survey.image_outline SET vertices = vertices[1:6]",
            "detections beyond what is kept: 1",
        ),
        ("UPDATE survey.image_outline SET vertices[1] = 9", "corners beyond the detections: 1"),
        ("DELETE FROM survey.image_outline", "no outline is kept"),
    ],
)
def test_an_outline_that_is_not_its_detections_is_found(
    database: psycopg.Connection, change: str, difference: str
) -> None:
    add_image(database, 7, _detections(SQUARE))
    database.execute(change)
    query = "SELECT image_id, difference FROM upkeep.differing_outlines()"
    assert (7, difference) in database.execute(query).fetchall()
