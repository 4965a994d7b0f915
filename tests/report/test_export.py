"""Exports read back by astropy: values, missing values, units and UCDs."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest
from astropy.io import fits, votable
from astropy.io.votable import parse_single_table
from astropy.table import Table

from report import __main__ as program
from report import result
from report.export import export
from report.faults import (
    FileExists,
    NoDirectory,
    NotAQuery,
    NumberIsNull,
    RepeatedColumn,
    TextNotAscii,
    TooManyColumns,
    UnknownFormat,
    UnsupportedColumnType,
)

# One row of values and one of NULLs, of every type that a view may give.
EVERY_TYPE = """
SELECT 7::smallint AS small, 70000 AS whole, 5000000000 AS large,
    0.1::real AS single, 1/3.0::float8 AS double,
    1.5::numeric AS exact, true AS flag, 'abc'::text AS word, date '2015-08-23' AS day,
    timestamptz '2015-08-23 01:03:30.5+02' AS moment
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
"""
NAMES = ("small", "whole", "large", "single", "double", "exact", "flag", "word", "day", "moment")
VALUES = (
    7,
    70000,
    5000000000,
    np.float32(0.1),
    1 / 3,
    1.5,
    True,
    "abc",
    "2015-08-23",
    "2015-08-22T23:03:30.500000",
)


def is_missing(value: object) -> bool:
    return value is np.ma.masked or (isinstance(value, float | np.floating) and bool(np.isnan(value)))


@pytest.fixture
def written(database: psycopg.Connection, tmp_path: Path) -> Callable[[str, str], Path]:
    """Export a query to a file with a suffix."""

    def write(query: str, suffix: str) -> Path:
        path = tmp_path / f"result{suffix}"
        export(database, query, path)
        return path

    return write


@pytest.mark.parametrize("suffix", [".vot", ".xml", ".ecsv"])
def test_every_type_and_its_missing_value_come_back(written: Callable, suffix: str) -> None:
    table = Table.read(written(EVERY_TYPE, suffix), format="ascii.ecsv" if suffix == ".ecsv" else "votable")
    assert tuple(table.colnames) == NAMES
    assert tuple(table[0]) == VALUES
    missing = {name for name in NAMES if is_missing(table[1][name])}
    # A missing text and an empty one are the same to VOTable's reader.
    assert missing | {"word", "day", "moment"} == set(NAMES)


def test_fits_holds_every_type_and_marks_what_is_missing(written: Callable) -> None:
    path = written(EVERY_TYPE, ".fits")
    with fits.open(path) as hdus:
        hdus.verify("exception")
        raw = hdus[1].data
        assert tuple(raw[0]) == VALUES
        assert raw.columns.formats == ["I", "J", "K", "E", "D", "D", "L", "3A", "10A", "26A"]
    table = Table.read(path)
    assert all(is_missing(table[1][name]) for name in NAMES[:6])
    with fits.open(path, logical_as_bytes=True) as hdus:
        assert hdus[1].data["flag"].tolist() == [b"T", b"\0"] or hdus[1].data["flag"].tolist() == [b"T", b""]


def test_fits_holds_no_line_breaks_and_announces_long_texts(written: Callable) -> None:
    path = written("SELECT e.* FROM science.image_epoch AS e", ".fits")
    assert fits.getheader(path, 1)["LONGSTRN"] == "OGIP 1.0"
    path.unlink()
    path = written(r"SELECT E'a\nb\tc'::text AS word", ".fits")
    assert Table.read(path)["word"].tolist() == ["a b c"]
    assert "LONGSTRN" not in fits.getheader(path, 1)


def test_csv_is_plain(written: Callable) -> None:
    lines = written(EVERY_TYPE, ".csv").read_text().splitlines()
    assert lines == [
        ",".join(NAMES),
        "7,70000,5000000000,0.1,0.3333333333333333,1.5,True,abc,2015-08-23,2015-08-22T23:03:30.500000",
        "," * 9,
    ]


def test_parquet_holds_types_and_nulls(written: Callable) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    table = parquet.read_table(written(EVERY_TYPE, ".parquet"))
    kinds = ["int16", "int32", "int64", "float", "double", "double", "bool", "string", "date32[day]"]
    assert [str(field.type) for field in table.schema] == [*kinds, "timestamp[us, tz=UTC]"]
    assert set(table.slice(1).to_pylist()[0].values()) == {None}


@pytest.mark.parametrize("suffix", [".fits", ".vot", ".ecsv", ".csv"])
def test_a_result_of_no_rows_is_a_file_of_no_rows(written: Callable, suffix: str) -> None:
    table = Table.read(written("SELECT source_id, j_mag FROM science.star", suffix))
    assert (table.colnames, len(table)) == (["source_id", "j_mag"], 0)


@pytest.mark.parametrize("suffix", [".fits", ".vot", ".ecsv", ".csv"])
def test_many_chunks_make_one_table_and_longer_texts_still_fit(
    written: Callable, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(result, "VALUES_PER_CHUNK", 14)
    query = "SELECT n, repeat('x', n) AS word FROM generate_series(1, 100) AS n ORDER BY n"
    table = Table.read(written(query, suffix))
    assert list(table["n"]) == list(range(1, 101))
    assert list(table["word"]) == ["x" * n for n in range(1, 101)]


def test_units_ucds_and_descriptions_are_those_of_the_comments(written: Callable) -> None:
    query = "SELECT source_id, ra, j_minus_h AS colour, j_mag + 1 AS j_mag FROM science.star"
    columns = fits.getheader(written(query, ".fits"), 1)
    assert columns["TUNIT2"] == "deg"
    assert columns["TUCD2"] == "pos.eq.ra;meta.main"
    assert "TUNIT1" not in columns
    assert (columns["TTYPE3"], columns["TUNIT3"], columns["TUCD3"]) == (
        "colour",
        "mag",
        "phot.color;em.IR.J;em.IR.H",
    )
    assert columns["TCOMM3"] == "Colour J - H of the reference detections."
    # An expression is not the column whose name it takes.
    assert "TUNIT4" not in columns

    fields = parse_single_table(written(query, ".vot")).fields
    assert [(str(field.unit), field.ucd) for field in fields[:3]] == [
        ("None", "meta.id;src;meta.main"),
        ("deg", "pos.eq.ra;meta.main"),
        ("mag", "phot.color;em.IR.J;em.IR.H"),
    ]
    ecsv = Table.read(written(query, ".ecsv"))
    assert (str(ecsv["colour"].unit), ecsv["colour"].meta["ucd"]) == ("mag", "phot.color;em.IR.J;em.IR.H")


def test_a_functions_columns_have_the_unit_of_the_columns_of_that_name(written: Callable) -> None:
    header = fits.getheader(written("SELECT * FROM science.red_sources(1.5)", ".fits"), 1)
    units = {header[f"TTYPE{i}"]: header.get(f"TUNIT{i}") for i in range(1, header["TFIELDS"] + 1)}
    assert units == {
        "source_id": None,
        "field_id": None,
        "ra": "deg",
        "dec": "deg",
        "j_mag": "mag",
        "h_mag": "mag",
        "j_minus_h": "mag",
        "is_star": None,
    }


@pytest.mark.parametrize(
    ("call", "column", "unit", "words"),
    [
        ("variable_sources()", "mean_flux", "adu", "phot.flux;stat.mean;em.IR"),
        ("variable_sources (20)", "max_deviation", None, "stat.snr;src.var"),
        ("light_curve(5, 'Ks')", "mag_err", "mag", "stat.error;phot.mag;em.IR"),
        ("colour_density('each', 2)", "density", "mag-2", "src.density"),
    ],
)
def test_a_functions_columns_have_the_units_and_ucds_of_its_comment(
    database: psycopg.Connection, written: Callable, call: str, column: str, unit: str | None, words: str
) -> None:
    database.execute("INSERT INTO survey.field VALUES (1)")
    header = fits.getheader(written(f"SELECT * FROM science.{call}", ".fits"), 1)
    place = next(i for i in range(1, header["TFIELDS"] + 1) if header[f"TTYPE{i}"] == column)
    assert (header.get(f"TUNIT{place}"), header.get(f"TUCD{place}")) == (unit, words)


def test_a_name_that_ends_like_a_functions_is_not_its_call(written: Callable) -> None:
    query = "SELECT 1.5 AS j_minus_h, 'not_red_sources(1)'::text AS word"
    assert "TUNIT1" not in fits.getheader(written(query, ".fits"), 1)


def test_every_view_is_exported_as_it_is(database: psycopg.Connection, tmp_path: Path) -> None:
    views = [row[0] for row in database.execute("SELECT name FROM science.help WHERE kind = 'view'")]
    assert "photometry" in views
    for view in views:
        path = tmp_path / f"{view}.vot"
        n_row = export(database, f"SELECT * FROM science.{view}", path)
        assert len(Table.read(path)) == n_row


def test_a_percent_sign_is_not_a_parameter(written: Callable) -> None:
    assert list(Table.read(written("SELECT 7 % 4 AS left_over", ".ecsv"))["left_over"]) == [3]


def test_text_beyond_ascii_goes_where_it_can(written: Callable) -> None:
    query = "SELECT 'ok'::text AS word UNION ALL SELECT 'Ångström'"
    assert list(Table.read(written(query, ".vot"))["word"]) == ["ok", "Ångström"]
    with pytest.raises(TextNotAscii, match=r"column word, row 2: 'Ångström'.*\.vot"):
        written(query, ".fits")


def test_names_of_columns_that_a_format_cannot_hold_are_refused_and_others_come_back(
    written: Callable,
) -> None:
    query = 'SELECT 1 AS "größe", 2 AS "a,b", 3 AS "say ""so"""'
    with pytest.raises(TextNotAscii, match=r"column 'größe': the name is not printable ASCII.*with AS"):
        written(query, ".fits")
    with pytest.raises(TextNotAscii, match=r"column 'two\\nlines'"):
        written('SELECT 1 AS "two\nlines"', ".fits")
    for suffix in (".vot", ".ecsv", ".csv"):
        path = written(query, suffix)
        how = {".csv": {"format": "ascii.csv"}, ".vot": {"use_names_over_ids": True}}.get(suffix, {})
        table = Table.read(path, **how)
        assert (list(table.colnames), [int(value) for value in table[0]]) == (
            ["größe", "a,b", 'say "so"'],
            [1, 2, 3],
        )


@pytest.mark.parametrize("suffix", [".fits", ".vot", ".ecsv", ".csv"])
def test_extreme_values_come_back(written: Callable, suffix: str) -> None:
    """The largest and smallest of each type, but the smallest integers, which have a test of their own."""
    query = """
        SELECT 32767::smallint AS s, 2147483647 AS i, 9223372036854775807 AS l, 3.4028235e38::real AS r,
            1.7976931348623157e308::float8 AS d, 1e-45::real AS tiny, 5e-324::float8 AS least
        UNION ALL
        SELECT -32767, -2147483647, -9223372036854775807, -3.4028235e38, -1.7976931348623157e308, '-0', '-0'
    """
    path = written(query, suffix)
    table = Table.read(path, format="ascii.csv") if suffix == ".csv" else Table.read(path)
    expected = [
        (32767, 2147483647, 9223372036854775807, np.float32(3.4028235e38), 1.7976931348623157e308),
        (-32767, -2147483647, -9223372036854775807, np.float32(-3.4028235e38), -1.7976931348623157e308),
    ]
    for row, values in zip(table, expected, strict=True):
        assert tuple(type(value)(row[name]) for name, value in zip("silrd", values, strict=True)) == values
    assert np.float32(table["tiny"][0]) == np.float32(1e-45)
    assert float(table["least"][0]) == 5e-324


@pytest.mark.parametrize(("type_name", "least"), [("smallint", "-32768"), ("bigint", "-9223372036854775808")])
def test_the_integer_that_fits_takes_for_missing_is_not_lost(
    written: Callable, type_name: str, least: str
) -> None:
    query = f"SELECT * FROM (VALUES (1::{type_name}), (NULL), ('{least}')) AS v (n)"
    with pytest.raises(NumberIsNull, match=f"column n, row 3: {least} is how.*n::numeric AS n"):
        written(query, ".fits")
    assert int(Table.read(written(query, ".vot"))["n"][2]) == int(least)


def test_a_fits_table_has_at_most_999_columns(written: Callable) -> None:
    query = "SELECT " + ", ".join(f"{n} AS c{n}" for n in range(1000))
    with pytest.raises(TooManyColumns, match="gives 1000 columns, but a FITS table has at most 999"):
        written(query, ".fits")


@pytest.mark.parametrize(
    ("query", "fault", "message"),
    [
        ("DELETE FROM survey.band", NotAQuery, "found DELETE"),
        ("SELECT 1 AS a; SELECT 2 AS b", NotAQuery, "multiple commands"),
        ("", NotAQuery, "found NOTHING"),
        ("SELECT FROM survey.band", NotAQuery, "no column"),
        ("SELECT 1 AS a, 2 AS A", RepeatedColumn, "named a"),
        ("SELECT ARRAY[1] AS a", UnsupportedColumnType, "a::text AS a"),
        ("SELECT 1 FROM nowhere", psycopg.errors.UndefinedTable, "nowhere"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_leaves_no_file(
    written: Callable, tmp_path: Path, query: str, fault: type[Exception], message: str
) -> None:
    with pytest.raises(fault, match=message):
        written(query, ".fits")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_the_old_file(
    database: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result, "VALUES_PER_CHUNK", 10)
    path = tmp_path / "old.csv"
    path.write_text("kept")
    with pytest.raises(psycopg.errors.DivisionByZero):
        export(database, "SELECT 1 / (50 - n) AS x FROM generate_series(1, 60) AS n", path, overwrite=True)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("old.csv", "kept")]


def test_places_that_cannot_be_written_are_refused_first(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    taken = tmp_path / "taken.csv"
    taken.write_text("kept")
    with pytest.raises(FileExists, match="--overwrite"):
        export(database, "SELECT 1 AS a", taken)
    with pytest.raises(UnknownFormat, match=r"\.fits, \.vot"):
        export(database, "SELECT 1 AS a", tmp_path / "stars.fit")
    with pytest.raises(NoDirectory, match="mkdir -p"):
        export(database, "SELECT 1 AS a", tmp_path / "no" / "stars.fits")
    export(database, "SELECT 1 AS a", taken, overwrite=True)
    assert taken.read_text() == "a\n1\n"


def test_the_program_writes_as_reader_and_says_what_went_wrong(
    database: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "who.csv"
    assert program.main(["export", "SELECT current_user::text AS who", str(path)]) == 0
    assert path.read_text() == "who\nepochdb_reader\n"
    assert capsys.readouterr().out == f"{path}: 1 rows\n"

    assert (
        program.main(["export", "SELECT * FROM science.light_curve(1, 'K')", str(tmp_path / "k.fits")]) == 1
    )
    said = capsys.readouterr().err
    assert said.startswith("InvalidParameterValue: ")
    assert '"K"' in said
    assert "HINT: " in said


@pytest.mark.parametrize("suffix", [".fits", ".vot", ".ecsv", ".csv", ".parquet"])
def test_memory_does_not_grow_with_the_number_of_rows(
    database: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    arrow = (
        pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
        if suffix == ".parquet"
        else None
    )
    monkeypatch.setattr(result, "VALUES_PER_CHUNK", 5_000)

    def peak(n_row: int) -> int:
        tracemalloc.start()
        try:
            query = (
                f"SELECT n, sqrt(n) AS root, lpad(n::text, 8) AS word FROM generate_series(1, {n_row}) AS n"
            )
            export(database, query, tmp_path / f"series{suffix}", overwrite=True)
            # What arrow takes is not Python's; its largest so far can only have grown.
            beside = arrow.default_memory_pool().max_memory() if arrow else 0
            return tracemalloc.get_traced_memory()[1] + beside
        finally:
            tracemalloc.stop()

    peak(2_000)
    assert peak(60_000) < 1.5 * peak(6_000)


@pytest.mark.xdist_group("delivery")
def test_the_real_delivery_comes_back_to_the_last_bit(delivered: psycopg.Connection, tmp_path: Path) -> None:
    query = "SELECT source_id, ra, j_mag, ks_class FROM science.photometry ORDER BY source_id"
    rows = delivered.execute(query).fetchall()
    for suffix in (".fits", ".vot"):
        path = tmp_path / f"photometry{suffix}"
        assert export(delivered, query, path) == 30_000
        table = Table.read(path)
        assert table["ra"].tolist() == [row[1] for row in rows]
        assert table["source_id"].tolist() == [row[0] for row in rows]
        expected = np.array([row[2] for row in rows], dtype=np.float32)
        np.testing.assert_array_equal(np.ma.filled(table["j_mag"], np.nan), expected)


MEANT = (
    "SELECT p.ra, p.j_mag, p.first_mjd, e.observed_at, l.started_mjd, c.bjd"
    " FROM (SELECT s.ra, s.j_mag, s.first_mjd, s.source_id FROM survey.source AS s) AS p"
    " CROSS JOIN science.image_epoch AS e CROSS JOIN science.load_log AS l"
    " CROSS JOIN science.barycentric_light_curve(5) AS c"
)


def test_a_votable_says_what_dates_positions_and_magnitudes_are(written: Callable) -> None:
    path = written(MEANT, ".vot")
    table = parse_single_table(path)
    fields = {field.name: field for field in table.fields}
    assert [fields[name].ref for name in ("ra", "first_mjd", "observed_at", "started_mjd", "bjd")] == [
        "system_sky", "system_exposure", "system_exposure_date", "system_clock", "system_barycentre",
    ]  # fmt: skip
    resource = votable.parse(path).resources[0]
    assert [(system.ID, system.system) for system in resource.coordinate_systems] == [("system_sky", "ICRS")]
    systems = {t.ID: (t.timescale, t.refposition, t.timeorigin) for t in resource.time_systems}
    assert systems["system_exposure"] == ("UTC", "TOPOCENTER", "MJD-origin")
    assert systems["system_barycentre"] == ("TDB", "BARYCENTER", "JD-origin")
    assert systems["system_exposure_date"] == ("UTC", "TOPOCENTER", None)
    (group,) = table.groups
    said = {entry.utype: entry.value for entry in group.entries if hasattr(entry, "value")}
    assert group.utype == "photDM:PhotCal"
    assert said["photDM:PhotCal.zeroPoint.flux.value"] == 1562
    assert group.entries[-1].get_ref().name == "j_mag"


def test_fits_and_ecsv_say_so_in_the_standards_keywords(written: Callable) -> None:
    header = fits.getheader(written(MEANT, ".fits"), 1)
    ecsv = Table.read(written(MEANT, ".ecsv"))
    names = ("TIMESYS", "TREFPOS", "MJDREF", "TIMEUNIT", "MJDMARK", "RADESYS")
    for said in (header, ecsv.meta):
        assert [said[name] for name in names] == ["UTC", "TOPOCENTER", 0.0, "d", "start", "ICRS"]
    assert "j_mag: Vega magnitudes, 1562 Jy at 0, 1.254 um" in str(header["COMMENT"])
    assert (ecsv["bjd"].meta["scale"], ecsv["j_mag"].meta["zero_point_flux"]) == ("TDB", 1562)


def test_barycentric_dates_alone_are_julian_dates(written: Callable) -> None:
    header = fits.getheader(written("SELECT c.bjd FROM science.barycentric_light_curve(5) AS c", ".fits"), 1)
    assert (header["TIMESYS"], header["TREFPOS"], header["JDREF"]) == ("TDB", "BARYCENTER", 0.0)
    assert "MJDREF" not in header


def test_parquet_says_so_in_its_metadata(written: Callable) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    schema = parquet.read_schema(written(MEANT, ".parquet"))
    assert (schema.metadata[b"TIMESYS"], schema.metadata[b"RADESYS"]) == (b"UTC", b"ICRS")
    assert schema.field("bjd").metadata[b"scale"] == b"TDB"
    assert schema.field("j_mag").metadata[b"zero_point_flux"] == b"1562.0"
