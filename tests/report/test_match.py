"""Lists of positions matched by a reader: any names, units and formats; nearest, all, unmatched."""

import sys
from collections.abc import Callable
from pathlib import Path

import astropy.units as u
import numpy as np
import psycopg
import pytest
from astropy.table import MaskedColumn, Table

from report import __main__ as program
from report.parquet_file import read_parquet
from tests.survey import add_image

# Source 0 lies at the first place, 1 and 2 at the second, two thirds of an arcsecond apart
PLACES = [(269.5, -30.2), (269.6, -30.2), (269.6, -30.2 + 1 / 5400)]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(database: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``python -m report match`` on a survey of three sources with two epochs."""
    detections = [{"source_id": n, "ra": ra, "dec": dec} for n, (ra, dec) in enumerate(PLACES)]
    add_image(database, 1, detections, mjd=57000)
    add_image(database, 2, [{**d, "flux_1": 1100.0} for d in detections], mjd=57001)

    def call(*arguments: object) -> tuple[int, str]:
        status = program.main(["match", *map(str, arguments)])
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    return call


def _list(path: Path) -> Path:
    """Write three positions: one at source 0, one near sources 1 and 2, one where nothing is."""
    table = Table(
        {
            "name": ["first", "pair", "none"],
            "RAJ2000": [269.5, 269.6, 10.0] * u.deg,
            "DEJ2000": [-30.2, -30.2 + 0.1 / 3600, 5.0] * u.deg,
            "n": MaskedColumn([1, 2, 3], mask=[False, True, False]),
        }
    )
    forms = {".csv": "ascii.csv", ".ecsv": "ascii.ecsv", ".fits": "fits", ".vot": "votable"}
    if path.suffix == ".parquet":
        # As whoever has a data frame writes it
        pyarrow = pytest.importorskip("pyarrow", reason="Parquet needs pyarrow, which is not installed")
        parquet = pytest.importorskip("pyarrow.parquet")
        columns = {name: table[name].tolist() for name in table.colnames}
        parquet.write_table(pyarrow.table(columns), path)
        return path
    table.write(path, format=forms[path.suffix])
    return path


@pytest.mark.parametrize("suffix", [".csv", ".ecsv", ".fits", ".vot", ".parquet"])
def test_the_nearest_source_stands_beside_the_columns_of_the_list(
    run: Run, tmp_path: Path, suffix: str
) -> None:
    status, said = run(_list(tmp_path / f"list{suffix}"), tmp_path / "out.csv")
    assert (status, "2 rows for 3 positions" in said) == (0, True), said
    found = Table.read(tmp_path / "out.csv", format="ascii.csv")
    assert found.colnames[:7] == ["name", "RAJ2000", "DEJ2000", "n", "source_id", "distance_arcsec", "rank"]
    assert list(found["name"]) == ["first", "pair"]
    assert list(found["source_id"]) == [0, 1]
    assert found["distance_arcsec"][1] == pytest.approx(0.1, abs=1e-6)
    assert (found["n"][0], found["n"].mask[1]) == (1, True)


def test_all_sources_and_positions_without_one_are_kept_on_request(run: Run, tmp_path: Path) -> None:
    status, said = run(_list(tmp_path / "list.csv"), tmp_path / "out.fits", "--all", "--unmatched")
    assert status == 0, said
    found = Table.read(tmp_path / "out.fits")
    assert list(found["name"]) == ["first", "pair", "pair", "none"]
    assert list(found["source_id"].filled(-1)) == [0, 1, 2, -1]
    assert list(found["rank"].filled(-1)) == [1, 1, 2, -1]
    assert np.isnan(found["ks_mag"].filled(np.nan)[3])
    # 2/3 arcsec less 0.1
    assert found["distance_arcsec"][2] == pytest.approx(2 / 3 - 0.1, abs=1e-6)


def test_light_curves_have_a_row_for_each_epoch(run: Run, tmp_path: Path) -> None:
    status, said = run(_list(tmp_path / "list.csv"), tmp_path / "out.vot", "--light-curves", "--unmatched")
    assert status == 0, said
    found = Table.read(tmp_path / "out.vot")
    assert list(found["name"]) == ["first", "first", "pair", "pair", "none"]
    assert list(found["mjd"][:4]) == [57000, 57001, 57000, 57001]
    assert found["flux"][1] == pytest.approx(1100, rel=1e-6)
    assert found["mjd"].unit == u.d


def test_units_and_sexagesimal_text_are_understood(run: Run, tmp_path: Path) -> None:
    # 269.5 deg = 17 h 58 m, 4.703662... rad
    path = tmp_path / "list.fits"
    Table({"a": [np.radians(269.5)] * u.rad, "d": [np.radians(-30.2)] * u.rad}).write(path)
    assert run(path, tmp_path / "rad.csv", "--ra", "A", "--dec", "D")[0] == 0
    path = tmp_path / "text.csv"
    path.write_text("ra,dec\n17:58:00,-30:12:00\n17h58m00s,-30d12m00s\n269.5,-30.2\n")
    assert run(path, tmp_path / "text-out.csv")[0] == 0
    for name, n_row in (("rad.csv", 1), ("text-out.csv", 3)):
        assert list(Table.read(tmp_path / name, format="ascii.csv")["source_id"]) == [0] * n_row


def test_a_column_that_the_survey_has_too_is_told_from_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("source_id,ra,dec\n77,269.5,-30.2\n")
    assert run(path, tmp_path / "out.csv")[0] == 0
    found = Table.read(tmp_path / "out.csv", format="ascii.csv")
    assert (found["source_id_list"][0], found["source_id"][0]) == (77, 0)


@pytest.mark.parametrize(
    ("contents", "arguments", "said"),
    [
        (
            "a,b\n1,2\n",
            (),
            "NoPositionColumn: {list}: no column that is plainly the position (ra) among a, b",
        ),
        ("ra,dec\n1,2\n", ("--ra", "RAJ"), "no column RAJ among ra, dec; name it with --ra"),
        ("ra,dec\n1,2\n400,3\n", (), "NoPosition: {list}: column ra, row 2: found 400, expected 0 to 360"),
        ("ra,dec\n1,2\n3,\n", (), "column dec, row 2: found nothing"),
        ("ra,dec\n1,2\nabc,3\n", (), "column ra, row 2: found abc"),
        ("ra,dec\n", (), "UnreadableList: {list}: a table without rows"),
        ("ra,dec\n1,2\n", ("--radius", "-1"), "-0.0002777777777777778"),
        ("ra,dec\n1,2\n", ("--light-curves", "--band", "Q"), 'there is no band "Q"'),
    ],
)
def test_a_list_that_cannot_be_matched_is_refused_with_row_and_remedy(
    run: Run, tmp_path: Path, contents: str, arguments: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(contents)
    status, heard = run(path, tmp_path / "out.csv", *arguments)
    assert said.format(list=path) in heard
    assert status == 1
    assert not (tmp_path / "out.csv.part").exists()


def test_a_list_in_an_unknown_format_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.doc").write_text("")
    status, heard = run(tmp_path / "list.doc", tmp_path / "out.csv")
    assert (status, "a list is read from .csv" in heard) == (1, True)


def test_a_parquet_list_without_the_package_that_reads_it_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "list.parquet").write_bytes(b"PAR1")
    status, heard = run(tmp_path / "list.parquet", tmp_path / "out.csv")
    assert (status, "pip install 'epochdb[parquet]'" in heard) == (1, True)


def test_a_parquet_list_gives_parquet_back_with_units(run: Run, tmp_path: Path) -> None:
    status, said = run(_list(tmp_path / "list.parquet"), tmp_path / "once.parquet", "--unmatched")
    assert status == 0, said
    # What was written is a list again: units, nulls and texts with it
    assert run(tmp_path / "once.parquet", tmp_path / "twice.parquet", "--unmatched")[0] == 0
    found = read_parquet(tmp_path / "twice.parquet")
    assert list(found["name"]) == ["first", "pair", "none"]
    assert list(found["source_id_list"].filled(-1)) == [0, 1, -1]
    assert found["DEJ2000"][1] == pytest.approx(-30.2 + 0.1 / 3600, abs=1e-12)
    assert (found["ks_mag"].unit, found["distance_arcsec"].mask.tolist()) == (u.mag, [False, False, True])


def test_a_file_that_is_no_parquet_is_refused(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="reading Parquet needs pyarrow, which is not installed")
    (tmp_path / "list.parquet").write_text("ra,dec\n1,2\n")
    status, heard = run(tmp_path / "list.parquet", tmp_path / "out.csv")
    assert (status, "no table that can be read as parquet" in heard) == (1, True)
