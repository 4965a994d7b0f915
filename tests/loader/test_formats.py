"""Tables in every format: columns, units, keywords, nulls, in chunks; the same table is the same in all."""

import bz2
import gzip
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table

from loader.faults import EmptyFile, RejectedFile, UnreadableFile
from loader.fits_table import Values
from loader.formats import text
from loader.formats.find import chosen, format_of, open_tables
from loader.formats.keywords import keyword_value, read_keywords
from loader.formats.table import SourceTable

N = 7
COLUMNS = {
    "id": np.arange(10, 10 + N),
    "ra": np.linspace(1.25, 2.5, N),
    "flux": np.array([1.5, -2.0, 3.0, 4.0, 5.0, 6.0, 7.25]),
    "band": np.array(["g", "r", "i", "g", "r", "i", "z"]),
}


def _table() -> Table:
    table = Table(COLUMNS)
    table["ra"].unit = "deg"
    return table


def _csv(path: Path) -> None:
    lines = ["# filter = 'J'", "# mjd = 57000.5", ",".join(COLUMNS)]
    lines += [",".join(map(str, row)) for row in zip(*COLUMNS.values(), strict=True)]
    path.write_text("\n".join(lines) + "\n")


def _tsv(path: Path) -> None:
    _csv(path)
    path.write_text(path.read_text().replace(",", "\t"))


def _ascii_fits(path: Path) -> None:
    formats = {"id": "I6", "ra": "F20.15", "flux": "F12.6", "band": "A2"}
    columns = [fits.Column(name, formats[name], array=values) for name, values in COLUMNS.items()]
    columns[1].unit = "deg"
    fits.HDUList([fits.PrimaryHDU(), fits.TableHDU.from_columns(columns)]).writeto(path)


def _packed(pack: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        plain = path.with_name("plain.fits")
        _table().write(plain)
        path.write_bytes(pack(plain.read_bytes()))

    return write


def _packed_csv(path: Path) -> None:
    plain = path.with_name("plain.csv")
    _csv(plain)
    path.write_bytes(gzip.compress(plain.read_bytes()))


def _parquet(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [pa.field(name, pa.array(values).type) for name, values in COLUMNS.items()]
    fields[1] = fields[1].with_metadata({"unit": "deg"})
    pq.write_table(pa.table(list(map(pa.array, COLUMNS.values())), schema=pa.schema(fields)), path)


WRITERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "t.fits": ("fits", lambda path: _table().write(path)),
    "t.fits.gz": ("fits", _packed(gzip.compress)),
    "t.fits.bz2": ("fits", _packed(bz2.compress)),
    "ascii.fits": ("fits", _ascii_fits),
    "t.csv": ("csv", _csv),
    "t.tsv": ("csv", _tsv),
    "t.csv.gz": ("csv", _packed_csv),
    "t.ecsv": ("ecsv", lambda path: _table().write(path)),
    "t.vot": ("votable", lambda path: _table().write(path, format="votable")),
    "t.txt": ("ascii", lambda path: _table().write(path, format="ascii.commented_header")),
    "t.parquet": ("parquet", _parquet),
    "no_suffix_of_a_table.bin": ("ecsv", lambda path: _table().write(path, format="ascii.ecsv")),
}


def whole(table: SourceTable, name: str) -> Values:
    """Give a column of all chunks."""
    chunks = [chunk[name] for chunk in table.chunks([name])]
    nothing = [np.zeros(len(c.values), bool) if c.missing is None else c.missing for c in chunks]
    return Values(np.concatenate([c.values for c in chunks]), np.concatenate(nothing))


@pytest.mark.parametrize("name", WRITERS)
def test_a_table_is_the_same_in_every_format(name: str, tmp_path: Path) -> None:
    form, write = WRITERS[name]
    path = tmp_path / name
    write(path)
    found, (table,), sha256 = open_tables(path)
    assert (found, len(sha256)) == (form, 64)
    assert table.columns == tuple(COLUMNS)
    for column, expected in COLUMNS.items():
        read = whole(table, column)
        assert not read.missing.any()  # type: ignore[union-attr]
        if column == "band":
            assert read.values.astype(str).tolist() == expected.tolist()
        else:
            np.testing.assert_allclose(read.values, expected, rtol=1e-12)
    if form in ("fits", "ecsv", "votable", "parquet"):
        assert table.units["ra"] == "deg"


def test_a_long_table_comes_in_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (text, __import__("loader.formats.parquet", fromlist=["x"])):
        monkeypatch.setattr(module, "CHUNK_ROWS", 3)
    for name in ("t.csv", "t.parquet"):
        path = tmp_path / name
        WRITERS[name][1](path)
        (table,) = open_tables(path)[1]
        assert [len(chunk["id"].values) for chunk in table.chunks(["id"])] == [3, 3, 1]
        assert [len(chunk["id"].values) for chunk in table.chunks(["id"])] == [3, 3, 1]  # and again


def test_what_is_no_number_in_a_csv_is_missing_or_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,x\n,y\nnan,z\n4,w\n")
    (table,) = open_tables(path)[1]
    read = whole(table, "a")
    assert read.missing.tolist() == [False, True, True, False]  # type: ignore[union-attr]
    path.write_text("a\n1\n2\nthree\n4\n")
    with pytest.raises(RejectedFile, match=r"column a, line 4: found 'three'"):
        whole(open_tables(path)[1][0], "a")
    path.write_text("a,b\n1,2\n3\n")
    with pytest.raises(RejectedFile, match=r"line 3: found 1 values, expected 2"):
        whole(open_tables(path)[1][0], "a")


def test_the_keywords_of_a_csv_stand_before_its_header(tmp_path: Path) -> None:
    _csv(tmp_path / "t.csv")
    assert open_tables(tmp_path / "t.csv")[1][0].keywords == {"FILTER": "J", "MJD": 57000.5}


def test_keywords_of_eso_are_read_and_their_quotes_and_comments_left_out() -> None:
    cards = [
        "HIERARCH ESO INS FILT1 NAME = 'Ks      ' / Filter name",
        "OBJECT  = 'it''s b333'",
        "MJD-OBS =        5.7000250D+04 / start",
        "FLAG    =                    T",
        "COMMENT = nothing",
    ]
    text = "".join(card.ljust(80) for card in cards).encode()
    assert read_keywords(text) == {
        "ESO INS FILT1 NAME": "Ks",
        "OBJECT": "it's b333",
        "MJD-OBS": 57000.25,
        "FLAG": True,
        "COMMENT": "nothing",
    }
    assert keyword_value(" / only a comment") is None


def test_the_elements_of_a_vector_are_columns(tmp_path: Path) -> None:
    column = fits.Column("FLUX_APER", "3E", array=np.arange(6.0).reshape(2, 3))
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU.from_columns([column])]).writeto(tmp_path / "t.fits")
    (table,) = open_tables(tmp_path / "t.fits")[1]
    assert table.columns == ("FLUX_APER", "FLUX_APER_1", "FLUX_APER_2")
    assert whole(table, "FLUX_APER_2").values.tolist() == [2, 5]


def test_nulls_of_a_fits_table_are_missing_as_its_header_says(tmp_path: Path) -> None:
    """Astropy gives the number itself."""
    column = fits.Column("FLAGS", "J", null=-99, array=np.array([1, -99, 3]))
    fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU.from_columns([column])]).writeto(tmp_path / "t.fits")
    (table,) = open_tables(tmp_path / "t.fits")[1]
    assert whole(table, "FLAGS").missing.tolist() == [False, True, False]  # type: ignore[union-attr]


def test_tables_are_chosen_by_name_or_number(tmp_path: Path) -> None:
    hdus: list[object] = [fits.PrimaryHDU()]
    for name in ("ONE", "TWO"):
        hdus.append(fits.BinTableHDU.from_columns([fits.Column("a", "E", array=np.zeros(2))], name=name))
    fits.HDUList(hdus).writeto(tmp_path / "t.fits")
    tables = open_tables(tmp_path / "t.fits")[1]
    assert [table.name for table in chosen(tmp_path, tables, ["two"])] == ["TWO"]
    assert [table.name for table in chosen(tmp_path, tables, ["1"])] == ["ONE"]
    assert len(chosen(tmp_path, tables, [])) == 2
    with pytest.raises(UnreadableFile, match=r"1 \(ONE\), 2 \(TWO\)"):
        chosen(tmp_path, tables, ["three"])


def test_what_is_no_table_says_which_formats_there_are(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG....")
    with pytest.raises(UnreadableFile, match="ascii, csv, ecsv, fits, parquet, sextractor, votable"):
        open_tables(tmp_path / "picture.png")
    for name in ("t.ecsv", "t.vot", "t.parquet"):
        (tmp_path / name).write_bytes({"t.parquet": b"PAR1"}.get(name, b"\xff\xfe nothing"))
        with pytest.raises(RejectedFile):
            open_tables(tmp_path / name, {"t.parquet": None, "t.ecsv": "ecsv", "t.vot": "votable"}[name])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
@pytest.mark.parametrize("harm", ["cut off", "changed"])
def test_a_damaged_compressed_file_is_to_be_delivered_again(
    pack: Callable[[bytes], bytes], harm: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv.z"
    lines = "".join(f"{row},{row * 7919 % 10007}\n" for row in range(20000))
    packed = pack(f"id,mag\n{lines}".encode())
    middle = len(packed) // 2
    changed = packed[:middle] + bytes(64) + packed[middle + 64 :]
    path.write_bytes(packed[:-12] if harm == "cut off" else changed)
    with pytest.raises(RejectedFile, match="Deliver the file again"):
        open_tables(path, "csv")


@pytest.mark.parametrize("contents", ["", "\n\n", "# filter = 'J'\n"])
def test_a_csv_without_a_table_is_empty(contents: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(contents)
    with pytest.raises(EmptyFile, match="no table"):
        open_tables(path)


def test_decimals_and_columns_of_nothing_in_parquet_are_numbers(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.table({"mag": pa.array([Decimal("15.25"), None]), "err": pa.nulls(2)})
    pq.write_table(table, tmp_path / "t.parquet")
    (chunk,) = open_tables(tmp_path / "t.parquet")[1][0].chunks(["mag", "err"])
    assert chunk["mag"].values[0] == 15.25
    missing = [np.asarray(chunk[name].missing).tolist() for name in ("mag", "err")]
    assert missing == [[False, True], [True, True]]


def test_the_contents_say_more_than_the_suffix() -> None:
    assert format_of(Path("x.cat"), b"SIMPLE  =    T") == "fits"
    assert format_of(Path("x.cat"), b"#   1 NUMBER   Running number\n") == "sextractor"
    assert format_of(Path("x.cat"), b"# a b\n1 2\n") == "ascii"
    assert format_of(Path("x.xml"), b'<?xml version="1.0"?>\n<VOTABLE>') == "votable"
