"""The real delivery without its identifiers: positions alone give them back."""

import shutil
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import psycopg
import pytest
from astropy.io import fits

from loader import ledger, run
from loader.delivery import Delivery
from tests.conftest import LONG


@LONG
@pytest.mark.xdist_group("delivery")
def test_positions_give_the_identifiers_of_the_delivery_back(
    database: psycopg.Connection, real_data: Path, tmp_path: Path
) -> None:
    """Within 1.5 arcsec, where detections of one source scatter by up to 1.9."""
    named: dict[str, dict[int, int]] = {}
    for path in real_data.iterdir():
        if path.suffix == ".csv":
            shutil.copy(path, tmp_path)
        if path.suffix == ".fits":
            with fits.open(path) as hdus:
                table = hdus[1]
                numbers = (
                    np.asarray(table.data[name]).astype(int).tolist() for name in ("RunningID", "StarID")
                )
                named[path.name] = dict(zip(*numbers, strict=True))
                columns = fits.ColDefs([column for column in table.columns if column.name != "StarID"])
                fits.BinTableHDU.from_columns(columns).writeto(tmp_path / path.name)
    delivery = run.find([tmp_path], ledger.bands(database))
    given = Delivery(delivery.catalogues, delivery.refusals, 1.5)
    assert not run.load(database, [tmp_path], given, lambda *_: None).faults
    rows = database.execute(
        "SELECT c.path, d.running_id, d.source_id FROM survey.detection AS d"
        " INNER JOIN survey.catalogue AS c ON c.image_id = d.image_id"
    ).fetchall()
    stars: dict[int, Counter[int]] = defaultdict(Counter)
    sources: dict[int, Counter[int]] = defaultdict(Counter)
    for path_name, running_id, source_id in rows:
        star = named[Path(path_name).name][running_id]
        stars[star][source_id] += 1
        sources[source_id][star] += 1
    whole = [star for star, own in stars.items() if len(own) == 1 and len(sources[next(iter(own))]) == 1]
    assert (len(rows), len(stars)) == (180_000, 30_000)
    assert len(whole) >= 0.999 * len(stars)
    # What is not whole is split; no source has detections of two
    assert all(len(own) == 1 for own in sources.values())
