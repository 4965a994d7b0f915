"""What the first description says of dates goes for the database; another that contradicts it is refused."""

from collections.abc import Callable
from pathlib import Path

import psycopg

from loader.description import shipped

Program = Callable[..., tuple[int, str, str]]
LINES = "star,band,time,mag,mag_err\n1,r,53000.1,16.25,0.02\n"


def _described(directory: Path, name: str, time: str) -> Path:
    text = (shipped.DIRECTORY / "light-curves.toml").read_text()
    path = directory / f"{name}.toml"
    path.write_text(
        text.replace('name = "light-curves"', f'name = "{name}"').replace("[columns]", f"{time}\n[columns]")
    )
    return path


def test_the_frame_is_that_of_the_first_description(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    curves = tmp_path / "curves.csv"
    curves.write_text(LINES)
    time = '[time]\nscale = "TDB"\nreference = "heliocentre"\nmarks = "middle"'
    first = _described(tmp_path, "first", time)
    frame = "SELECT time_scale, reference_position, mjd_mark, celestial_frame FROM survey.frame"
    # A dry run states nothing
    assert load_program(curves, "--survey", first, "--dry-run")[0] == 0
    assert database.execute(frame).fetchone() == ("UTC", "TOPOCENTER", "start", "ICRS")
    assert load_program(curves, "--survey", first)[0] == 0
    assert database.execute(frame).fetchone() == ("TDB", "HELIOCENTER", "middle", "ICRS")
    # Its dates were brought to the Sun, and stay as they are: 2400000.5 days from MJD
    assert database.execute("SELECT bjd FROM science.barycentric_light_curve(1, 'r')").fetchone() == (
        2453000.6,
    )
    (row,) = database.execute(
        "SELECT description_name, description_sha256, path FROM science.load_log"
    ).fetchall()
    assert row == ("first", shipped.find_description(str(first)).sha256, str(curves))
    curves.write_text(LINES + "1,r,53001.1,16.25,0.02\n")
    for said, key in (
        ('scale = "UTC"', "time.scale"),
        ('marks = "start"', "time.marks"),
        ('reference = "barycentre"', "time.reference"),
    ):
        other = _described(tmp_path, "other", f"[time]\n{said}")
        for dry in ((), ("--dry-run",)):
            status, out, log = load_program(curves, "--survey", other, *dry)
            assert (status, key in log + out, "survey.frame" in log + out) == (1, True, True), log
    # What says nothing of dates contradicts nothing
    assert load_program(curves, "--survey", _described(tmp_path, "silent", ""))[0] == 0
    assert database.execute(frame).fetchone() == ("TDB", "HELIOCENTER", "middle", "ICRS")
