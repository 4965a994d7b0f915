"""Tables that are compressed inside FITS, as fpack writes them, are read like plain ones."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from loader.faults import BrokenHeader, CompressedTable, DamagedFile, OversizedFile, RejectedFile
from loader.formats.find import open_tables
from tests.loader.packed import packed_table
from tests.loader.test_formats import whole

N_ROW = 250
WAYS = {
    "byte": "RICE_1", "short": "RICE_1", "int": "RICE_1", "long": "GZIP_2", "real": "GZIP_2",
    "double": "GZIP_1", "text": "GZIP_1", "plain": "NOCOMPRESS", "unsigned": "RICE_1",
}  # fmt: skip


def _hdu() -> fits.BinTableHDU:
    draw = np.random.default_rng(5)
    columns = [
        fits.Column("byte", "B", array=draw.integers(0, 255, N_ROW).astype("u1")),
        fits.Column("short", "I", array=draw.integers(-9000, 9000, N_ROW).astype("i2"), null=-1),
        fits.Column("int", "J", array=np.arange(N_ROW, dtype="i4") * 1000 - 9),
        fits.Column("long", "K", array=draw.integers(-(2**60), 2**60, N_ROW)),
        fits.Column("real", "E", array=draw.normal(size=N_ROW).astype("f4"), unit="rad"),
        fits.Column("double", "D", array=draw.normal(size=N_ROW)),
        fits.Column("text", "5A", array=np.array([f"s{k}" for k in range(N_ROW)])),
        fits.Column("plain", "E", array=draw.normal(size=N_ROW).astype("f4")),
        fits.Column("unsigned", "I", bzero=32768, array=draw.integers(0, 65000, N_ROW).astype("u2")),
    ]
    return fits.BinTableHDU.from_columns(columns, name="CAT")


def _write(path: Path, hdu: fits.BinTableHDU) -> Path:
    fits.HDUList([fits.PrimaryHDU(), hdu]).writeto(path)
    return path


def _same(packed: Path, plain: Path) -> None:
    (found,), (expected,) = open_tables(packed)[1], open_tables(plain)[1]
    assert (found.name, found.columns, found.units) == (expected.name, expected.columns, expected.units)
    for name in expected.columns:
        a, b = whole(found, name), whole(expected, name)
        assert a.values.dtype == b.values.dtype
        assert np.array_equal(a.values, b.values)
        assert (a.missing is None) == (b.missing is None)


@pytest.mark.parametrize("tile", [N_ROW, 100, 1000])
def test_a_packed_table_has_the_values_of_the_plain_one(tile: int, tmp_path: Path) -> None:
    plain = _write(tmp_path / "plain.fits", _hdu())
    _same(_write(tmp_path / "t.fits.fz", packed_table(_hdu(), WAYS, tile)), plain)


def test_what_fpack_writes_has_the_values_of_the_plain_table(tmp_path: Path) -> None:
    fpack = shutil.which("fpack")
    if fpack is None:
        pytest.skip("no fpack on this machine (Debian: libcfitsio-bin)")
    plain = _write(tmp_path / "t.fits", _hdu())
    subprocess.run([fpack, "-table", plain], check=True, capture_output=True)
    _same(tmp_path / "t.fits.fz", plain)


def test_columns_that_vary_in_length_are_empty_and_hinder_no_other(tmp_path: Path) -> None:
    packed = packed_table(_hdu(), WAYS, 100)
    # 8 bytes a row, as the descriptor of such a column has
    packed.header["ZFORM4"] = "1PE(3)"
    path = _write(tmp_path / "t.fits.fz", packed)
    (table,) = open_tables(path)[1]
    assert np.array_equal(whole(table, "double").values, _hdu().data["double"])
    with pytest.raises(RejectedFile, match=r"column long.*1PE"):
        whole(table, "long")


@pytest.mark.parametrize(
    ("keyword", "value", "fault", "said"),
    [
        ("ZCTYP1", "HCOMPRESS_1", CompressedTable, "HCOMPRESS_1 .*GZIP_1, GZIP_2, RICE_1, NOCOMPRESS"),
        ("ZCTYP6", "RICE_1", CompressedTable, "RICE_1 for a column D"),
        ("ZNAXIS1", 5, BrokenHeader, "ZNAXIS1 = 5.*sum of the columns"),
        ("ZNAXIS2", 99999, BrokenHeader, "NAXIS2 = 3.*1000 tiles"),
        ("ZNAXIS2", 2**40, OversizedFile, "rows of"),
        ("ZFORM2", "J", DamagedFile, "column 2: found broken RICE_1 data"),
        ("ZFORM2", "Y", BrokenHeader, "ZFORM2 = 'Y'.*such as 1E"),
        ("ZCTYP4", "GZIP_9", CompressedTable, "GZIP_9"),
        ("ZCTYP8", "GZIP_1", DamagedFile, "broken GZIP_1 data"),
        ("ZCTYP4", "NOCOMPRESS", DamagedFile, "bytes where 800 are announced"),
    ],
)
def test_a_packed_table_that_cannot_be_is_refused(
    keyword: str, value: str | int, fault: type[RejectedFile], said: str, tmp_path: Path
) -> None:
    packed = packed_table(_hdu(), WAYS, 100)
    packed.header[keyword] = value
    with pytest.raises(fault, match=said):
        open_tables(_write(tmp_path / "t.fits.fz", packed))


def test_a_packed_table_that_ends_early_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "t.fits.fz", packed_table(_hdu(), WAYS, 100))
    contents = bytearray(path.read_bytes())
    # The descriptor of the first column in the first tile: a length that the heap does not have
    start = contents.index(b"XTENSION")
    data = start + (contents.index(b"END" + b" " * 77, start) - start) // 2880 * 2880 + 2880
    contents[data : data + 8] = (2**30).to_bytes(8, "big")
    path.write_bytes(contents)
    with pytest.raises(DamagedFile, match="bytes within the table"):
        open_tables(path)
