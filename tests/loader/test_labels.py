"""Labels: what a list says that sources are; what is wrong with it is told."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from astropy.table import MaskedColumn, Table

from tests.survey import add_image

Program = Callable[..., tuple[int, str, str]]
LABELS = "SELECT source_id, class, certainty, whence FROM science.label_overview ORDER BY source_id"


@pytest.fixture
def sources(database: psycopg.Connection) -> psycopg.Connection:
    add_image(database, 1, [{"source_id": number, "ra": 10.0 + number / 100} for number in (1, 2, 3)])
    return database


def _csv(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_list_is_loaded_once_and_counted_by_class(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = _csv(tmp_path / "ogle.csv", "source_id,class,certainty\n3,RRab,0.9\n1,Mira,\n2,RRab,1\n")
    status, out, err = load_program("labels", path)
    assert (status, err) == (0, "")
    assert "ogle: 3 labels" in out
    assert out.index("RRab") < out.index("Mira")
    expected = [(1, "Mira", None, "ogle"), (2, "RRab", 1.0, "ogle"), (3, "RRab", 0.9, "ogle")]
    assert sources.execute(LABELS).fetchall() == expected
    assert "nothing to do, these 3 labels are in" in load_program("labels", path)[1]
    assert sources.execute(LABELS).fetchall() == expected


def test_columns_may_be_called_otherwise_and_a_list_have_a_name(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "list.vot"
    Table({"StarID": [1, 2], "Type": ["EA", "EB"]}).write(path, format="votable")
    options = ("--map", "source_id=StarID", "class=Type", "--whence", "by eye")
    assert load_program("labels", path, *options)[0] == 0
    assert sources.execute(LABELS).fetchall() == [(1, "EA", None, "by eye"), (2, "EB", None, "by eye")]


def test_two_lists_may_disagree(sources: psycopg.Connection, load_program: Program, tmp_path: Path) -> None:
    for name, kind in (("a", "EA"), ("b", "EB")):
        assert load_program("labels", _csv(tmp_path / f"{name}.csv", f"source_id,class\n1,{kind}\n"))[0] == 0
    assert sources.execute(LABELS).fetchall() == [(1, "EA", None, "a"), (1, "EB", None, "b")]


def test_another_list_of_a_name_gives_way_only_on_request(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = _csv(tmp_path / "a.csv", "source_id,class\n1,EA\n")
    assert load_program("labels", path)[0] == 0
    _csv(path, "source_id,class\n2,EB\n")
    status, _, err = load_program("labels", path)
    assert (status, "Load with --replace" in err) == (1, True)
    assert sources.execute(LABELS).fetchall() == [(1, "EA", None, "a")]
    assert load_program("labels", path, "--replace")[0] == 0
    assert sources.execute(LABELS).fetchall() == [(2, "EB", None, "a")]


def test_labels_of_sources_that_are_not_here_are_left_out_on_request(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = _csv(tmp_path / "a.csv", "source_id,class\n1,EA\n99,EB\n")
    status, _, err = load_program("labels", path)
    assert status == 1
    assert "column source_id, row 2: found 99, expected a source of the survey" in err
    assert sources.execute(LABELS).fetchall() == []
    assert "a: 1 labels, 1 of unknown sources left out" in load_program("labels", path, "--only-known")[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source_id,class\n1,EA\nx,EB\n", "InvalidIdentifier: {}, column source_id, row 2: found x"),
        ("source_id,class\n1,EA\n2.5,EB\n", "column source_id, row 1: found 1.0 (and 1 more such rows)"),
        ("source_id,class\n1,EA\n,EB\n", "column source_id, row 2: found nothing"),
        ("source_id,class\n1,EA\n1,EB\n", "DuplicateIdentifier: {}, column source_id, row 2: found 1"),
        ("source_id,class\n1,EA\n2,\n", "MissingClass: {}, column class, row 2: found nothing"),
        ("source_id,class,certainty\n1,EA,1.5\n", "column certainty, row 1: found 1.5, expected 0 to 1"),
        ("source_id,class,certainty\n1,EA,sure\n", "{}, column certainty, row 1: found sure"),
        ("source_id,type\n1,EA\n", "MissingColumn: {}, column class: found columns source_id, type"),
        ("source_id,class\n", "EmptyFile"),
    ],
)  # fmt: skip
def test_a_list_with_a_fault_is_refused_and_the_place_is_told(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path, text: str, said: str
) -> None:
    path = _csv(tmp_path / "a.csv", text)
    status, out, err = load_program("labels", path)
    assert (status, out) == (1, "")
    assert said.format(path) in err
    assert sources.execute(LABELS).fetchall() == []


def test_a_masked_certainty_is_missing(
    sources: psycopg.Connection, load_program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "a.vot"
    certainty = MaskedColumn([0.5, 0.7], mask=[True, False])
    Table({"source_id": [1, 2], "class": ["EA", "EB"], "certainty": certainty}).write(path, format="votable")
    assert load_program("labels", path)[0] == 0
    assert sources.execute(LABELS).fetchall() == [(1, "EA", None, "a"), (2, "EB", 0.7, "a")]
