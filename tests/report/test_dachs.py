"""What is written for DaCHS: well-formed, complete, in DaCHS's order; tests/vo has DaCHS read it."""

from pathlib import Path
from xml.etree import ElementTree

import psycopg
import pytest

from report.dachs import write_descriptor
from report.faults import NotADirectory


@pytest.fixture
def descriptor(database: psycopg.Connection, tmp_path: Path) -> ElementTree.Element:
    path = write_descriptor(database, tmp_path / "epochdb", title="Stars & <dust>")
    assert (path.parent / "foreign.sql").read_text().startswith("-- ")
    return ElementTree.parse(path).getroot()


def test_every_answer_that_is_a_table_is_published(
    database: psycopg.Connection, descriptor: ElementTree.Element
) -> None:
    views = database.execute(
        "SELECT name FROM science.help WHERE kind = 'view' AND subject <> 'about'"
    ).fetchall()
    published = {table.get("id") for table in descriptor.iter("table") if table.get("nrows") is not None}
    assert published == {view[0] for view in views}
    assert [meta.text for meta in descriptor.findall("meta") if meta.get("name") == "title"] == [
        "Stars & <dust>"
    ]


def test_reserved_words_are_delimited_and_integers_have_a_null(descriptor: ElementTree.Element) -> None:
    (periodic,) = (table for table in descriptor.iter("table") if table.get("id") == "periodic_source")
    names = [column.get("name") for column in periodic.iter("column")]
    assert "quoted/power" in names
    assert "power" not in names
    integers = [c for c in periodic.iter("column") if c.get("type") == "bigint"]
    assert integers
    assert all(column.find("values") is not None for column in integers)


def test_keys_lead_to_tables_that_stand_before(descriptor: ElementTree.Element) -> None:
    seen: set[str | None] = set()
    n_key = 0
    for table in descriptor.findall("table"):
        for key in table.iter("foreignKey"):
            assert key.get("inTable") in seen
            n_key += 1
        seen.add(table.get("id"))
    assert n_key > 10


def test_a_file_is_not_taken_for_a_directory(database: psycopg.Connection, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectory, match="name a directory"):
        write_descriptor(database, tmp_path / "file")
