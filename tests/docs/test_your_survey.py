"""docs/your-survey.md: what it shows is run, in its order, on files of that layout, and comes out so."""

from pathlib import Path

import pytest

from tests.docs.blocks import Command, commands, differs, read_blocks, run
from tests.docs.homes import own_server
from tests.loader.test_describe import write_sextractor

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "your-survey.md"


@pytest.mark.xdist_group("documents")
def test_the_worked_example_goes_from_files_to_r3_as_shown(tmp_path: Path) -> None:
    (tmp_path / "my-survey").mkdir()
    write_sextractor(tmp_path / "my-survey")
    blocks = read_blocks("yours")
    assert len(blocks) == 5
    departures = []
    with own_server() as environment:
        for block in blocks:
            for command in commands(block):
                there = Command(command.kind, f"cd {tmp_path};  {command.text}", command.shown)
                departures.append(differs(command.shown, run(there, environment)))
    assert [departure for departure in departures if departure] == []


def test_the_table_of_keys_has_every_key_of_the_shipped_descriptions() -> None:
    from loader.description import read, shipped

    text = DOCUMENT.read_text()
    for name in shipped.names():
        assert f"| `{name}` |" in text
    for key in (
        *read.IMAGE,
        *read.COLUMNS,
        *read.TIME,
        "star_from",
        "otherwise",
        "flag_bits",
        "associate_arcsec",
    ):
        assert f"`{key}`" in text, key
