"""A disk that is nearly full: warned of, and a load that cannot fit is not begun."""

from pathlib import Path

import pytest

from db.server.disk import Space
from loader import room

MIB = 2**20
DATA = Path("/somewhere/data-18")


def test_a_load_that_cannot_fit_is_refused_with_what_is_free_and_what_it_takes() -> None:
    with pytest.raises(
        room.DiskTooFull, match=r"/somewhere/data-18: 9 MiB of 100 MiB.*up to 10 MiB.*EPOCHDB_HOME"
    ):
        room.judged(DATA, Space(9 * MIB, 100 * MIB), 10 * MIB)


def test_one_that_fits_is_warned_of_where_less_than_a_tenth_is_free() -> None:
    assert room.judged(DATA, Space(50 * MIB, 100 * MIB), 10 * MIB) is None
    told = room.judged(DATA, Space(9 * MIB, 100 * MIB), 1 * MIB)
    assert told == "the disk is nearly full: 9 MiB of 100 MiB free (9 %) at /somewhere/data-18"


def test_a_file_counts_by_its_size_and_more_where_it_is_compressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1000 bytes plain and 1000 compressed: 4000 + 8000. One that is not there is refused elsewhere."""
    for name in ("a.fits", "b.fits.gz"):
        (tmp_path / name).write_bytes(bytes(1000))
    seen: list[int] = []
    monkeypatch.setattr(room, "judged", lambda data, space, needed: seen.append(needed))
    monkeypatch.setattr("db.address.named_by", lambda: None)
    room.require_room([tmp_path / "a.fits", tmp_path / "b.fits.gz", tmp_path / "none.fits"])
    assert seen == [12000]


def test_the_disk_of_another_server_is_not_ours_to_judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    assert room.require_room([tmp_path]) is None
