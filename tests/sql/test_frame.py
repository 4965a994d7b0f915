"""What dates and positions mean: the survey's frame, dates as people type them, barycentric dates."""

import warnings

import numpy as np
import psycopg
import pytest
from astropy import units
from astropy.coordinates import EarthLocation, SkyCoord
from astropy.time import Time
from astropy.utils import iers

WORDS = "start of the exposure, UTC at the observatory"
DESCRIPTION = """
    SELECT c.description FROM science.column_info AS c
    WHERE c.table_name = 'image' AND c.column_name = 'mjd'
"""
MEANING = "SELECT time_scale, reference_position, mjd_mark, celestial_frame FROM science.reference_frame"


def test_dates_are_starts_of_exposures_in_utc_unless_said(database: psycopg.Connection) -> None:
    assert database.execute(MEANING).fetchall() == [("UTC", "TOPOCENTER", "start", "ICRS")]
    assert database.execute(DESCRIPTION).fetchall() == [(f"Modified Julian date of the exposure ({WORDS}).",)]


def test_what_the_owner_states_is_in_every_description(database: psycopg.Connection) -> None:
    with database.transaction(force_rollback=True):
        database.execute("UPDATE survey.frame SET time_scale = 'TDB', reference_position = 'BARYCENTER'")
        database.execute("UPDATE survey.frame SET mjd_mark = 'middle'")
        assert database.execute(DESCRIPTION).fetchall() == [
            ("Modified Julian date of the exposure (middle of the exposure, TDB at the barycentre).",)
        ]


def test_there_is_one_frame(database: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation), database.transaction():
        database.execute("INSERT INTO survey.frame (frame_id) VALUES (2)")


@pytest.mark.parametrize(
    ("text", "mjd"),
    [
        ("2014-05-20", 56797.0),  # 40587 + 16210 days since 1970
        ("2014-05-20T06:00", 56797.25),
        ("2014-05-20 06:00:00.000Z", 56797.25),
        ("2014-05-20T08:00+02", 56797.25),
        ("56797.25", 56797.25),
    ],
)
def test_a_date_is_utc_whatever_the_session_is_in(
    database: psycopg.Connection, text: str, mjd: float
) -> None:
    with database.transaction(force_rollback=True):
        database.execute("SET LOCAL TimeZone = 'America/Santiago'")
        assert database.execute("SELECT science.mjd_from_text(%s)", [text]).fetchall() == [(mjd,)]


def test_images_are_asked_for_by_dates_or_by_mjd(database: psycopg.Connection) -> None:
    """Whether literals or parameters; each must find the one function that is meant."""
    for call in ("'2014-05-23', '2015-10-05'", "56800, 57300", "'56800', '57300', 5", "56800.5, 57300, 7.5"):
        database.execute(f"SELECT * FROM science.images_between({call})")
    database.execute("SELECT * FROM science.images_between(%s, %s)", ["2014-05-23", "2015-10-05"])
    database.execute("SELECT * FROM science.images_between(%s, %s)", [56800.0, 57300.0])


@pytest.mark.parametrize("text", ["20/05/2014", "May 20 2014", "yesterday", "2014-5-20"])
def test_a_date_that_could_be_another_is_refused(database: psycopg.Connection, text: str) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=text), database.transaction():
        database.execute("SELECT science.mjd_from_text(%s)", [text])


def test_a_julian_date_is_refused_with_the_modified_one_in_the_hint(database: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue) as refusal, database.transaction():
        database.execute("SELECT * FROM science.images_between(2456797.5, 57300)")
    assert "56797" in (refusal.value.diag.message_hint or "")


def test_a_load_before_a_date_is_found_whatever_the_time_zone(database: psycopg.Connection) -> None:
    """Load 1 had ended at six o'clock UTC: before eight there, but not before five."""
    database.execute(
        "INSERT INTO survey.load (load_id, path, program_version, started_at, finished_at)"
        " OVERRIDING SYSTEM VALUE VALUES (1, '', '1', '2026-11-28 05:30+00', '2026-11-28 06:00+00')"
    )
    with database.transaction(force_rollback=True):
        database.execute("SET LOCAL TimeZone = 'America/Santiago'")
        found = database.execute(
            "SELECT science.load_before('2026-11-28T05:00'), science.load_before('2026-11-28 08:00'),"
            " science.load_before('61372.25001'), science.load_before(timestamptz '2026-11-28 08:00+00')"
        )
        assert found.fetchone() == (0, 1, 1, 1)
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="Julian date"), database.transaction():
        database.execute("SELECT science.load_before('2461372.75')")


@pytest.mark.parametrize(
    "call",
    [
        "light_curve(5, 'ks')",
        "barycentric_light_curve(5, 'K')",
        "variable_sources(20, 'catalogue', 'ks')",
        "sources_above_floor(5, 'catalogue', 'KS')",
        "folded_light_curve(5, 'ks')",
    ],
)
def test_a_band_that_is_not_there_is_refused_with_those_that_are(
    database: psycopg.Connection, call: str
) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="Z, Y, J, H, Ks"), database.transaction():
        database.execute("SET LOCAL ROLE epochdb_reader")
        database.execute(f"SELECT * FROM science.{call}")


@pytest.fixture
def _no_download(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iers.conf, "auto_download", False)
    monkeypatch.setattr(iers.conf, "auto_max_age", None)


@pytest.mark.usefixtures("_no_download")
def test_light_time_is_astropys_to_a_tenth_of_a_second(database: psycopg.Connection) -> None:
    """With its ephemeris that needs no download, for the centre of the Earth, anywhere on the sky."""
    rng = np.random.default_rng(7)
    mjd, ra = rng.uniform(50000, 64000, 200), rng.uniform(0, 360, 200)
    dec = np.degrees(np.arcsin(rng.uniform(-1, 1, 200)))
    rows = database.execute(
        "SELECT science.barycentric_light_time(p.mjd, p.ra, p.dec) FROM unnest("
        "%s::float8[], %s::float8[], %s::float8[]) WITH ORDINALITY AS p (mjd, ra, dec, place)"
        " ORDER BY p.place",
        [mjd.tolist(), ra.tolist(), dec.tolist()],
    )
    found = np.array(rows.fetchall())[:, 0]
    centre = EarthLocation.from_geocentric(0, 0, 0, unit="m")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        times = Time(mjd, format="mjd", scale="tt", location=centre)
        place = SkyCoord(ra * units.deg, dec * units.deg)
        expected = times.light_travel_time(place, ephemeris="builtin").sec
    assert np.abs(found - expected).max() < 0.08


def test_leap_seconds_are_astropys(database: psycopg.Connection) -> None:
    days = np.arange(41317, 61000, 61)
    rows = database.execute("SELECT science.tai_minus_utc(d) FROM unnest(%s::float8[]) AS d", [days.tolist()])
    times = Time(days, format="mjd", scale="utc")
    # The one has the same label in TAI, so the difference of the two is the offset
    expected = (Time(days, format="mjd", scale="tai") - times.tai).sec
    assert np.allclose(np.array(rows.fetchall())[:, 0], -expected)
    assert database.execute("SELECT science.tai_minus_utc(41316)").fetchall() == [(None,)]


@pytest.mark.xdist_group("delivery")
@pytest.mark.usefixtures("_no_download")
def test_a_barycentric_light_curve_is_astropys_to_a_tenth_of_a_second(delivered: psycopg.Connection) -> None:
    """At VISTA on Paranal, for the middles of the exposures."""
    rows = delivered.execute(
        "SELECT c.bjd, c.mjd, i.exposure_time, s.ra, s.dec FROM science.barycentric_light_curve(5) AS c"
        " JOIN survey.image AS i USING (image_id) JOIN survey.source AS s ON s.source_id = 5"
    ).fetchall()
    assert rows
    bjd, mjd, exposure, ra, dec = np.array(rows, dtype=float).T
    vista = EarthLocation.from_geodetic(-70.3976, -24.6158, 2518)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        middle = Time(mjd + exposure / 2 / 86400, format="mjd", scale="utc", location=vista)
        light = middle.light_travel_time(SkyCoord(ra[0], dec[0], unit="deg"), ephemeris="builtin")
        expected = (middle.tdb + light).jd
    assert np.abs(bjd - expected).max() * 86400 < 0.1
