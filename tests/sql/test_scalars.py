"""The scalar functions, against values worked out by hand."""

import psycopg
import pytest


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        # 10^(0.4 (25 - zp)): no difference, one step of 2.5 mag, half of it
        ("flux_scale(25)", 1.0),
        ("flux_scale(22.5)", 10.0),
        ("flux_scale(27.5)", 0.1),
        ("flux_scale(NULL)", None),
        # 25 - 2.5 log10(flux)
        ("mag_from_flux(1)", 25.0),
        ("mag_from_flux(1000)", 17.5),
        ("mag_from_flux(0)", None),
        ("mag_from_flux(-3)", None),
        ("mag_from_flux(NULL)", None),
        # MJD 40587 is 1970-01-01, 51544.5 is J2000.0
        ("mjd_from_timestamp('1970-01-01 00:00+00')", 40587.0),
        ("mjd_from_timestamp('2000-01-01 12:00+00')", 51544.5),
        ("mjd_from_timestamp('2000-01-01 13:00+01')", 51544.5),
        ("mjd_from_timestamp(NULL)", None),
        ("timestamp_from_mjd(51544.5) = '2000-01-01 12:00+00'", True),
        ("timestamp_from_mjd(NULL)", None),
        ("mjd_from_timestamp(science.timestamp_from_mjd(56561.125))", 56561.125),
    ],
)
def test_scalar_functions_give_values_worked_out_by_hand(
    shared_database: psycopg.Connection, call: str, expected: object
) -> None:
    ((found,),) = shared_database.execute(f"SELECT science.{call}").fetchall()
    assert found == (pytest.approx(expected, rel=1e-14) if isinstance(expected, float) else expected)


def test_dates_do_not_depend_on_the_time_zone_of_the_session(database: psycopg.Connection) -> None:
    database.execute("SET TimeZone = 'Pacific/Auckland'")
    query = (
        "SELECT science.timestamp_from_mjd(51544.5) = '2000-01-01 12:00+00',"
        " science.mjd_from_timestamp(science.timestamp_from_mjd(51544.5))"
    )
    assert database.execute(query).fetchall() == [(True, 51544.5)]
