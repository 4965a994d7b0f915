"""Questions by position against brute force by astropy: poles, 0 h, the smallest and the largest circles."""

import os
from collections.abc import Iterator
from typing import Any

import astropy.units as u
import numpy as np
import psycopg
import pytest
from astropy.coordinates import SkyCoord, offset_by
from pytest_postgresql import factories

pytestmark = pytest.mark.xdist_group("sky")

# make test-sky draws 10,000
CONES = int(os.environ.get("EPOCHDB_TEST_CONES", "400"))

ADD_SOURCES = """
    INSERT INTO survey.source (
        source_id, ra, dec, first_mjd, field_id, first_image_id, n_unmonitored, n_unmonitored_star, is_star
    )
    SELECT s.source_id, s.ra, s.dec, 57000, 1 + s.source_id %% 3, 1, 1, 1, true
    FROM unnest(%s::bigint[], %s::float8[], %s::float8[]) AS s (source_id, ra, dec)
"""


def add_sources(connection: psycopg.Connection, ra: np.ndarray, dec: np.ndarray) -> None:
    """Put sources with numbers from 0 on the sky."""
    connection.execute("INSERT INTO survey.field VALUES (1), (2), (3)")
    connection.execute(ADD_SOURCES, [list(range(len(ra))), ra.tolist(), dec.tolist()])
    connection.execute("ANALYZE survey.source")


def sky() -> tuple[np.ndarray, np.ndarray]:
    """Give positions over the whole sky, crowds at the poles and at 0 h, and where rounding bites."""
    rng = np.random.default_rng(13)
    ra = np.concatenate([
        rng.random(6000) * 360,
        rng.random(1000) * 360,
        rng.random(1000) * 360,
        rng.normal(0, 0.5, 2000) % 360,
        [0, 0, 0, 360 - 1e-9, 180, 90, 10, 10, 10],
    ])  # fmt: skip
    dec = np.concatenate([
        np.degrees(np.arcsin(rng.random(6000) * 2 - 1)),
        90 - rng.random(1000) ** 2,
        -90 + rng.random(1000) ** 2,
        rng.normal(0, 0.5, 2000),
        [90, -90, 0, 0, 0, 1 / 60, 20, 20, 20 + 1e-10],
    ])  # fmt: skip
    return ra, dec


def populate(**at: Any) -> None:
    """Put the sources of the sky into a template database."""
    with psycopg.connect(**{**at, "autocommit": True}) as connection:
        add_sources(connection, *sky())


sky_template = factories.postgresql_noproc(
    dbname="epochdb_test_sky", load=[populate], depends_on="schema_template"
)


@pytest.fixture(scope="module")
def grown(sky_template: Any) -> Iterator[psycopg.Connection]:
    """A connection to that database itself: nothing here changes it."""
    with psycopg.connect(
        host=sky_template.host,
        port=sky_template.port,
        user=sky_template.user,
        password=sky_template.password,
        dbname=sky_template.template_dbname,
        autocommit=True,
    ) as connection:
        connection.execute("SET default_transaction_read_only = on")
        yield connection


def separations(ra: float, dec: float) -> np.ndarray:
    """Give the distance of each position of the sky by astropy [deg]."""
    sky_ra, sky_dec = sky()
    return SkyCoord(sky_ra, sky_dec, unit="deg").separation(SkyCoord(ra, dec, unit="deg")).deg


def cones(n: int) -> list[tuple[float, float, float]]:
    """Give circles: fixed ones, and drawn ones anywhere, at the poles and at 0 h; n in all."""
    rng = np.random.default_rng(5)
    centres = [
        (0, 90),
        (0, -90),
        (123, 90),
        (0, 0),
        (360, 0),
        (359.9999, 0.2),
        (0.0001, -0.2),
        (180, 0),
        (10, 20),
    ]
    radii = [0, 1e-9, 1 / 3600, 0.1, 1, 30, 90, 120, 179.9, 180]
    fixed = [(ra, dec, radius) for ra, dec in centres for radius in radii]
    n_drawn = n - len(fixed)
    drawn = [
        (rng.random() * 360, np.degrees(np.arcsin(rng.random() * 2 - 1)), 10 ** rng.uniform(-3, 1.9))
        for _ in range(n_drawn - n_drawn // 3 - n_drawn // 6)
    ]
    at_poles = [
        (rng.random() * 360, (-1) ** k * (90 - rng.random() ** 3), 10 ** rng.uniform(-3, 0.3))
        for k in range(n_drawn // 3)
    ]
    at_0h = [
        (rng.normal(0, 0.3) % 360, rng.normal(0, 0.5), 10 ** rng.uniform(-3, 0)) for _ in range(n_drawn // 6)
    ]
    return fixed + drawn + at_poles + at_0h


def test_cones_are_those_of_astropy(grown: psycopg.Connection) -> None:
    for ra, dec, radius in cones(CONES):
        found = grown.execute(
            "SELECT source_id, distance FROM science.sources_near(%s, %s, %s)", [ra, dec, radius]
        ).fetchall()
        distance = separations(ra, dec)
        # What lies within rounding of the edge may be in or out
        surely = set(np.flatnonzero(distance < radius - 1e-11))
        perhaps = set(np.flatnonzero(distance <= radius + 1e-11))
        names = {source_id for source_id, _ in found}
        assert surely <= names <= perhaps, (ra, dec, radius)
        assert len(names) == len(found)
        given = [d for _, d in found]
        assert given == sorted(given)
        np.testing.assert_allclose(given, distance[[s for s, _ in found]], rtol=0, atol=1e-11)


def test_a_circle_of_radius_zero_holds_what_lies_at_its_centre(grown: psycopg.Connection) -> None:
    # Sources 10006 and 10007 lie at (10, 20), 10008 a third of a microarcsecond north of them
    query = "SELECT source_id, distance FROM science.sources_near(10, 20, 0)"
    assert grown.execute(query).fetchall() == [(10006, 0), (10007, 0)]


def test_a_pole_is_one_position_whatever_its_right_ascension(grown: psycopg.Connection) -> None:
    query = "SELECT source_id FROM science.nearest_source(%s, %s, 1e-9)"
    for ra in (0, 77, 360):
        assert grown.execute(query, [ra, 90]).fetchall() == [(10000,)]
        assert grown.execute(query, [ra, -90]).fetchall() == [(10001,)]


def test_the_whole_sky_is_a_circle_too(grown: psycopg.Connection) -> None:
    count = "SELECT count(*), count(DISTINCT source_id) FROM science.sources_near(33, 44, 180)"
    assert grown.execute(count).fetchone() == (10009, 10009)


@pytest.mark.parametrize("distance", [1e-12, 1e-9, 1 / 3.6e6, 1, 90, 179, 180 - 1e-7, 180 - 1e-10, 180])
@pytest.mark.parametrize("angle", [0, 17, 90, 200, 359])
@pytest.mark.parametrize("dec", [-90, -89.9999, -30.2, 0, 60, 90])
def test_distances_are_right_from_nothing_to_antipodes(
    shared_database: psycopg.Connection, distance: float, angle: float, dec: float
) -> None:
    start = SkyCoord(100, dec, unit="deg")
    ra_2, dec_2 = offset_by(start.ra, start.dec, angle * u.deg, distance * u.deg)
    end = SkyCoord(ra_2, dec_2)
    query = "SELECT science.sky_distance(100, %s, %s, %s)"
    (found,) = shared_database.execute(query, [dec, end.ra.deg, end.dec.deg]).fetchone() or (None,)
    # Positions come rounded to 1e-14 deg
    assert found == pytest.approx(start.separation(end).deg, abs=4e-14)


def test_position_angles_are_those_of_astropy(shared_database: psycopg.Connection) -> None:
    rng = np.random.default_rng(3)
    ra, dec = rng.random((2, 300)) * 360, np.degrees(np.arcsin(rng.random((2, 300)) * 2 - 1))
    query = (
        "SELECT science.position_angle(p.a, p.b, p.c, p.d)"
        " FROM unnest(%s::float8[], %s::float8[], %s::float8[], %s::float8[]) AS p (a, b, c, d)"
    )
    parameters = [values.tolist() for values in (ra[0], dec[0], ra[1], dec[1])]
    found = [row[0] for row in shared_database.execute(query, parameters)]
    first, second = SkyCoord(ra[0], dec[0], unit="deg"), SkyCoord(ra[1], dec[1], unit="deg")
    np.testing.assert_allclose(found, first.position_angle(second).deg, atol=1e-9)


@pytest.mark.parametrize(("ra", "dec", "angle"), [(10, 21, 0), (11, 0, 90), (10, -21, 180), (9, 0, 270)])
def test_north_is_zero_and_east_is_ninety(
    shared_database: psycopg.Connection, ra: float, dec: float, angle: float
) -> None:
    query = "SELECT science.position_angle(10, 0, %s, %s)"
    (found,) = shared_database.execute(query, [ra, dec]).fetchone() or (None,)
    assert found == pytest.approx(angle, abs=1e-9)


BOXES = [
    (10, 20, -5, 5),
    (350, 10, -30, 30),
    (0, 360, -90, 90),
    (0, 360, 89.9, 90),
    (0, 0, -90, 90),
    (359, 1, 0, 0.5),
]


@pytest.mark.parametrize("box", BOXES)
def test_boxes_are_cut_by_meridians_and_parallels(
    grown: psycopg.Connection, box: tuple[float, float, float, float]
) -> None:
    ra, dec = sky()
    ra_min, ra_max, dec_min, dec_max = box
    in_ra = (ra >= ra_min) & (ra <= ra_max) if ra_min <= ra_max else (ra >= ra_min) | (ra <= ra_max)
    query = "SELECT source_id FROM science.sources_in_box(%s, %s, %s, %s)"
    found = [row[0] for row in grown.execute(query, list(box))]
    assert sorted(found) == list(np.flatnonzero(in_ra & (dec >= dec_min) & (dec <= dec_max)))


def _inside_by_winding(vertices: np.ndarray, ra: np.ndarray, dec: np.ndarray) -> np.ndarray:
    """Tell by the sum of the angles under which a position sees the sides whether it is inside."""
    points = SkyCoord(ra, dec, unit="deg")
    corners = SkyCoord(*vertices.reshape(-1, 2).T, unit="deg")
    angles = np.array([points.position_angle(corner).rad for corner in corners])
    steps = np.roll(angles, -1, axis=0) - angles
    turn = ((steps + np.pi) % (2 * np.pi) - np.pi).sum(axis=0)
    return np.abs(turn) > np.pi


POLYGONS = {
    "a triangle": [40, 10, 80, -20, 60, 50],
    "across 0 h": [359, -1, 1, -1, 1.2, 0.9, 358.8, 1.1],
    "around a pole": [0, 88.8, 120, 88.9, 240, 88.7],
    "around the other, and not convex": [0, -88.8, 90, -89.9, 180, -88.8, 270, -88.8],
    "an arrow": [100, 0, 140, 30, 180, 0, 140, 15],
}


@pytest.mark.parametrize("name", POLYGONS)
def test_polygons_have_great_circles_for_sides(grown: psycopg.Connection, name: str) -> None:
    vertices = np.array(POLYGONS[name], dtype=float)
    ra, dec = sky()
    query = "SELECT source_id FROM science.sources_in_polygon(%s)"
    found = sorted(row[0] for row in grown.execute(query, [vertices.tolist()]))
    near = separations(*_middle(vertices)) < 85
    expected = np.flatnonzero(near & _inside_by_winding(vertices, ra, dec))
    assert len(found) > 10
    assert found == list(expected)
    # In either direction
    backwards = vertices.reshape(-1, 2)[::-1].ravel().tolist()
    assert sorted(row[0] for row in grown.execute(query, [backwards])) == found


def _middle(vertices: np.ndarray) -> tuple[float, float]:
    mean = SkyCoord(*vertices.reshape(-1, 2).T, unit="deg").cartesian.mean()
    middle = SkyCoord(mean, representation_type="cartesian").spherical
    return middle.lon.deg, middle.lat.deg


@pytest.mark.parametrize("radius", [0, 1 / 3600, 0.02, 0.5])
def test_matches_of_a_list_are_those_of_astropy(grown: psycopg.Connection, radius: float) -> None:
    rng = np.random.default_rng(8)
    sky_ra, sky_dec = sky()
    chosen = rng.choice(len(sky_ra), 400, replace=False)
    ra = np.concatenate([sky_ra[chosen], [0, 360, 0, 359.99999]])
    dec = np.clip(np.concatenate([sky_dec[chosen] + rng.normal(0, 1e-3, 400), [90, -90, 0, 0]]), -90, 90)
    query = (
        "SELECT id, source_id, distance, rank FROM science.match_positions(%s, %s, %s, %s) ORDER BY id, rank"
    )
    found = grown.execute(query, [list(range(len(ra))), ra.tolist(), dec.tolist(), radius]).fetchall()
    distance = np.array([separations(*place) for place in zip(ra, dec, strict=True)])
    pairs = {(i, s) for i, s, *_ in found}
    assert len(pairs) == len(found)
    assert set(zip(*np.nonzero(distance < radius - 1e-11), strict=True)) <= pairs
    assert pairs <= set(zip(*np.nonzero(distance <= radius + 1e-11), strict=True))
    for i in {i for i, *_ in found}:
        mine = [row for row in found if row[0] == i]
        assert [row[3] for row in mine] == list(range(1, len(mine) + 1))
        assert [row[2] for row in mine] == sorted(row[2] for row in mine)


def test_an_empty_list_matches_nothing(grown: psycopg.Connection) -> None:
    assert grown.execute("SELECT * FROM science.match_positions('{}', '{}', '{}', 1)").fetchall() == []


def test_neighbours_are_each_close_pair_once(grown: psycopg.Connection) -> None:
    ra, dec = sky()
    positions = SkyCoord(ra, dec, unit="deg")
    one, other, _, _ = positions.search_around_sky(positions, 20 * u.arcsec)
    expected = {(a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a < b}
    found = grown.execute("SELECT source_id, neighbour_id FROM science.neighbours(20 / 3600.0)").fetchall()
    assert len(expected) > 50
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_a_list_is_joined_with_what_is_near_by_lateral(grown: psycopg.Connection) -> None:
    query = (
        "SELECT l.name, n.source_id FROM (VALUES ('one', 10, 20), ('none', 200, 1)) AS l (name, ra, dec)"
        " CROSS JOIN LATERAL science.sources_near(l.ra, l.dec, 1e-9) AS n ORDER BY n.source_id"
    )
    assert grown.execute(query).fetchall() == [("one", 10006), ("one", 10007), ("one", 10008)]


REFUSED = [
    ("science.sources_near('NaN', 0, 1)", "NaN"),
    ("science.sources_near(-1, 0, 1)", "-1"),
    ("science.sources_near(360.1, 0, 1)", "360.1"),
    ("science.sources_near(0, -90.5, 1)", "-90.5"),
    ("science.sources_near(0, 'infinity', 1)", "Infinity"),
    ("science.sources_near(0, 0, -1)", "-1"),
    ("science.sources_near(0, 0, 181)", "181"),
    ("science.sources_near(0, 0, 'NaN')", "NaN"),
    ("science.nearest_source(0, 91, 1)", "91"),
    ("science.sources_in_box(0, 361, 0, 1)", "361"),
    ("science.sources_in_box(0, 1, 2, 1)", "2"),
    ("science.sources_in_polygon(ARRAY[1, 2, 3, 4])", "4 numbers"),
    ("science.sources_in_polygon(ARRAY[1, 2, 3, 4, 5, 6, 7])", "7 numbers"),
    ("science.sources_in_polygon(ARRAY[1, 2, 3, 4, 5, NULL])", "1 of them NULL"),
    ("science.sources_in_polygon(ARRAY[1, 2, 3, 4, 5, 96])", "96"),
    ("science.sources_in_polygon(ARRAY[0, 0, 120, 0, 240, 1])", "89"),
    ("science.light_curves_near(0, 0, -1)", "-1"),
    ("science.light_curves_near(0, 0, 1, 'Q')", '"Q"'),
    ("science.neighbours(-1)", "-1"),
    ("science.images_at(0, 91)", "91"),
    ("science.coverage_at(0, 91)", "91"),
    ("science.match_positions(ARRAY[1], ARRAY[1, 2], ARRAY[1], 1)", "2 right ascensions"),
    ("science.match_positions(ARRAY[1, 7], ARRAY[1, NULL], ARRAY[1, 2], 1)", "NULL"),
    ("science.match_positions(ARRAY[1, 7], ARRAY[1, 1], ARRAY[1, 'NaN'::float8], 1)", "NaN"),
    ("science.match_positions(ARRAY[7, 7], ARRAY[1, 1], ARRAY[1, 1], 1)", "7"),
    ("science.match_positions(ARRAY[7], ARRAY[1], ARRAY[1], 200)", "200"),
    ("science.match_light_curves(ARRAY[7], ARRAY[1], ARRAY[1], 1, 'Q')", '"Q"'),
    ("science.match_light_curves(ARRAY[7], ARRAY[400], ARRAY[1], 1)", "400"),
    ("science.healpix_nested(0, 0, 30)", "30"),
    ("science.healpix_nested(0, 0, -1)", "-1"),
    ("science.healpix_nested(0, 99, 3)", "99"),
    ("science.ra_from_text('24:00:00')", "24:00:00"),
    ("science.ra_from_text('-1:00:00')", "-1:00:00"),
    ("science.ra_from_text('269.5')", "269.5"),
    ("science.ra_from_text('17:60:00')", "17:60:00"),
    ("science.dec_from_text('90:00:01')", "90:00:01"),
    ("science.dec_from_text('-30:12:60')", "-30:12:60"),
    ("science.dec_from_text('')", '""'),
    ("science.text_from_ra(400)", "400"),
    ("science.text_from_dec(91)", "91"),
]


@pytest.mark.parametrize(("call", "offender"), REFUSED)
def test_what_is_not_on_the_sky_is_refused_by_name_with_a_hint_that_runs(
    shared_database: psycopg.Connection, call: str, offender: str
) -> None:
    """The database is empty: the refusal must not wait for a row to be looked at."""
    with pytest.raises(psycopg.errors.InvalidParameterValue) as refusal, shared_database.transaction():
        shared_database.execute(f"SELECT * FROM {call}")
    assert offender in (refusal.value.diag.message_primary or "")
    hint = (refusal.value.diag.message_hint or "").partition("SELECT ")[2]
    shared_database.execute(f"SELECT {hint}")


@pytest.mark.parametrize(
    "call", ["sources_near(NULL, 0, 1)", "sources_near(0, 0, NULL)", "images_at(NULL, 1)"]
)
def test_a_position_that_is_missing_has_nothing_near_it(
    shared_database: psycopg.Connection, call: str
) -> None:
    assert shared_database.execute(f"SELECT * FROM science.{call}").fetchall() == []


@pytest.mark.parametrize("order", [0, 1, 5, 12, 20, 29])
def test_healpix_pixels_are_those_of_astropy_healpix(shared_database: psycopg.Connection, order: int) -> None:
    healpix = pytest.importorskip("astropy_healpix")
    rng = np.random.default_rng(order)
    ra = np.concatenate([rng.random(2000) * 360, rng.random(400) * 360, [0, 0, 360, 45, 90, 359.9999]])
    dec = np.concatenate([
        np.degrees(np.arcsin(rng.random(2000) * 2 - 1)),
        (90 - rng.random(400) ** 4) * rng.choice([-1, 1], 400),
        [90, -90, 0.3, 1, 50, 2],
    ])  # fmt: skip
    expected = healpix.lonlat_to_healpix(ra * u.deg, dec * u.deg, nside=2**order, order="nested")
    query = (
        "SELECT science.healpix_nested(p.ra, p.dec, %s)"
        " FROM unnest(%s::float8[], %s::float8[]) AS p (ra, dec)"
    )
    found = [row[0] for row in shared_database.execute(query, [order, ra.tolist(), dec.tolist()])]
    assert found == expected.tolist()


@pytest.mark.parametrize(
    ("call", "value"),
    [
        # 17 h 58 m 12.3 s = 15 * (17 + 58/60 + 12.3/3600) = 269.55125
        ("ra_from_text('17:58:12.3')", 269.55125),
        ("ra_from_text(' 17 58 12.3 ')", 269.55125),
        ("ra_from_text('17h58m12.3s')", 269.55125),
        ("ra_from_text('0:0:0')", 0),
        ("ra_from_text('23:59:59.999999')", 359.99999999583335),
        ("dec_from_text('-30:12:00.36')", -30.2001),
        ("dec_from_text('-00:00:36')", -0.01),
        ("dec_from_text('+05 30 00')", 5.5),
        ("dec_from_text('-30°12′00.36″')", -30.2001),
        ("dec_from_text('90:00:00')", 90),
        ("text_from_ra(269.55125)", "17:58:12.30"),
        ("text_from_ra(269.55125, 0)", "17:58:12"),
        ("text_from_ra(359.9999999)", "00:00:00.00"),
        ("text_from_ra(0)", "00:00:00.00"),
        # 14.99999 deg is 59 m 59.9976 s, which two digits round up to an hour
        ("text_from_ra(14.99999)", "01:00:00.00"),
        ("text_from_dec(-30.2001, 2)", "-30:12:00.36"),
        ("text_from_dec(-0.01)", "-00:00:36.0"),
        ("text_from_dec(5.5, 0)", "+05:30:00"),
        ("text_from_dec(90)", "+90:00:00.0"),
    ],
)
def test_sexagesimal_text_is_read_and_written(
    shared_database: psycopg.Connection, call: str, value: object
) -> None:
    (found,) = shared_database.execute(f"SELECT science.{call}").fetchone() or (None,)
    assert found == (pytest.approx(value, abs=1e-12) if isinstance(value, float | int) else value)
