"""VOTables read strictly: what stands in a cell, where data come from, which table is meant."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest
from astropy.io.votable import from_table
from astropy.io.votable.tree import Resource
from astropy.table import Table

from loader.cells import TableColumn
from loader.faults import InvalidCell, MalformedVotable, OversizedFile, TruncatedFile
from loader.votable import read_columns
from tests.loader.votables import galaxy_columns, write_votable

Program = Callable[..., tuple[int, str, str]]
WANTED = ("counter", "value")


def _text(rows: str, *, value: str = 'datatype="double"', attributes: str = "") -> bytes:
    return (
        f'<VOTABLE version="1.4"><RESOURCE><TABLE{attributes}>'
        f'<FIELD name="Counter" datatype="long"/><FIELD name="value" {value}/>'
        f"<DATA><TABLEDATA>{rows}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
    ).encode()


def _rows(*cells: str) -> str:
    return "".join(f"<TR><TD>{number}</TD><TD>{cell}</TD></TR>" for number, cell in enumerate(cells))


def _value(contents: bytes) -> TableColumn:
    (column,) = (c for c in read_columns(Path("a.vot"), contents, WANTED) if "value" in c.names)
    return column


def test_numbers_are_read_as_the_standard_writes_them() -> None:
    column = _value(_text(_rows(" 17.5 ", "-1e3", ".5", "NaN", "+Inf", "", "3.")))
    np.testing.assert_equal(column.values, [17.5, -1000, 0.5, np.nan, np.inf, np.nan, 3])
    assert column.missing.tolist() == [False] * 5 + [True, False]


@pytest.mark.parametrize("cell", ["17,3", "1_0", "１７", "0x1p3", "17 18", "--", "null", "1e", "nan()"])
def test_what_is_no_number_is_refused_with_row_and_column(cell: str) -> None:
    column = _value(_text(_rows("1", "2", cell)))
    with pytest.raises(InvalidCell, match="column value, row 3: found"):
        _ = column.values


@pytest.mark.parametrize(("kind", "cell"), [("short", "32768"), ("int", "1.0"), ("unsignedByte", "-1")])
def test_a_whole_number_outside_its_datatype_is_refused(kind: str, cell: str) -> None:
    column = _value(_text(_rows(cell), value=f'datatype="{kind}"'))
    with pytest.raises(InvalidCell, match=rf"a number \({kind}\)"):
        _ = column.values


def test_a_whole_number_may_be_hexadecimal() -> None:
    assert _value(_text(_rows("0x1F"), value='datatype="int"')).values.tolist() == [31]


def test_the_null_of_a_field_is_missing() -> None:
    contents = _text(_rows("-99", "5")).replace(
        b'<FIELD name="value" datatype="double"/>',
        b'<FIELD name="value" datatype="int"><VALUES null="-99"/></FIELD>',
    )
    assert _value(contents).missing.tolist() == [True, False]


@pytest.mark.parametrize("rows", ["<TR><TD>1</TD></TR>", "<TR><TD>1</TD><TD>2</TD><TD>3</TD></TR>"])
def test_a_row_has_a_cell_for_each_field(rows: str) -> None:
    with pytest.raises(MalformedVotable, match="row 1: found"):
        _value(_text(rows))


def test_a_cell_of_another_encoding_is_refused() -> None:
    with pytest.raises(MalformedVotable, match="no plain text"):
        _value(_text('<TR><TD>1</TD><TD encoding="base64">AAAA</TD></TR>'))


@pytest.mark.parametrize("form", ["BINARY", "BINARY2", "FITS"])
@pytest.mark.parametrize("scheme", ["file://", "", "http://127.0.0.1:1/"])
def test_data_elsewhere_are_never_fetched(tmp_path: Path, form: str, scheme: str) -> None:
    elsewhere = tmp_path / "data.bin"
    elsewhere.write_bytes(bytes(16))
    contents = _text("").replace(
        b"<TABLEDATA></TABLEDATA>", f'<{form}><STREAM href="{scheme}{elsewhere}"/></{form}>'.encode()
    )
    with pytest.raises(MalformedVotable, match="data elsewhere"):
        _value(contents)


def test_rows_that_are_announced_are_counted_and_not_made_room_for() -> None:
    with pytest.raises(TruncatedFile, match="2 rows, expected 999999999999 by"):
        _value(_text(_rows("1", "2"), attributes=' nrows="999999999999"'))
    with pytest.raises(MalformedVotable, match="nrows = '1_0'"):
        _value(_text(_rows("1", "2"), attributes=' nrows="1_0"'))


def test_the_table_that_has_the_columns_is_read_and_several_are_refused() -> None:
    first = _text(_rows("7"))
    other = (
        b'<TABLE><FIELD name="Counter" datatype="long"/><DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>'
        b"</DATA></TABLE>"
    )
    assert _value(first.replace(b"<TABLE>", other + b"<TABLE>")).values.tolist() == [7]
    twice = first.replace(b"</RESOURCE>", b"</RESOURCE>" + first.split(b'"1.4">')[1].split(b"</VOTABLE>")[0])
    with pytest.raises(MalformedVotable, match="2 tables with the columns"):
        _value(twice)


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE VOTABLE [<!ENTITY a "aaaa">]>' + _text(_rows("&a;"))
    with pytest.raises(MalformedVotable, match="entities"):
        _value(bomb)


@pytest.mark.parametrize("form", ["binary", "binary2"])
def test_columns_of_text_of_any_length_stand_in_nobodys_way(form: str, tmp_path: Path) -> None:
    table = Table(
        {"name": ["a", "bcd", ""], "Counter": [1, 2, 3], "value": [1.5, 2.5, np.nan], "t": ["é"] * 3}
    )
    document = from_table(table)
    assert isinstance(document.resources[0], Resource)
    document.get_first_table().format = form
    document.to_xml(str(tmp_path / "a.vot"), tabledata_format=form)
    column = _value((tmp_path / "a.vot").read_bytes())
    np.testing.assert_equal(column.values, [1.5, 2.5, np.nan])


def test_sentinels_of_a_sample_are_missing_and_counted(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    columns = galaxy_columns(with_errors=True)
    columns["mag_r"][0], columns["z_spec"][1], columns["g-r"][2] = 99.99, -9999, -99
    columns["dmag_u"][3] = -9.99999e8
    status, out, log = load_program(write_votable(tmp_path / "some_A.vot", columns))
    assert (status, "4 values taken as missing" in out) == (0, True)
    assert "taken as missing: mag_r 1, g-r 1, z_spec 1, dmag_u 1" in log
    assert database.execute(
        "SELECT counter FROM survey.galaxy"
        " WHERE num_nulls(mag_r, z_spec, g_minus_r, u_mag_err) = 1 ORDER BY counter"
    ).fetchall() == [(1,), (2,), (3,), (4,)]


def test_a_compressed_sample_is_not_expanded_without_end(
    database: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "some_A.vot.gz"
    path.write_bytes(gzip.compress(b"<VOTABLE>" + bytes(80 << 20)))
    assert load_program(path)[0] == 1
    assert database.execute("SELECT fault FROM survey.rejected_file").fetchall() == [
        (OversizedFile.__name__,)
    ]
