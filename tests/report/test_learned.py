"""What python -m ml wrote: a figure of every result, and the stars of a simulation as a file."""

from pathlib import Path

import numpy as np
import psycopg
import pytest
from astropy import units
from astropy.io import fits
from astropy.io.votable import parse
from astropy.table import Table

from ml import __main__ as ml_program
from report import __main__ as program
from tests.conftest import LONG
from tests.results import add_sample, curved_galaxies
from tests.survey import add_image

N_STAR = 300
STARS = (
    "SELECT star_number, y_minus_j, j_minus_h, component FROM science.simulated_colours WHERE run_id = 1"
    " ORDER BY star_number"
)


@pytest.fixture
def simulation(database: psycopg.Connection) -> int:
    """Draw stars from those in two clumps of the colour plane, and give the number of the run."""
    rng = np.random.default_rng(1)
    clump = rng.random(N_STAR) < 0.7
    colours = np.where(clump[:, None], [-0.1, 1.4], [-0.4, 1.1]) + rng.normal(0, 0.05, (N_STAR, 2))
    j_mag = rng.uniform(14, 17, N_STAR)
    magnitudes = {"Y": j_mag + colours[:, 0], "J": j_mag, "H": j_mag - colours[:, 1]}
    for image_id, (band, values) in enumerate(magnitudes.items(), start=1):
        rows = [
            {"source_id": k, "mag_1": float(m), "mag_1_err": 0.02, "flux_1": 10 ** (0.4 * (25 - float(m)))}
            for k, m in enumerate(values, start=1)
        ]
        add_image(database, image_id, rows, band=band, mjd=57000.0 + image_id)
    assert ml_program.main(["simulate", "--components", "2", "--n", "300"]) == 0
    return 1


@LONG
def test_every_result_gets_a_figure(database: psycopg.Connection, simulation: int, tmp_path: Path) -> None:
    add_sample(database, "some_A", "training", curved_galaxies(250, 1))
    add_sample(database, "some_B", "test", curved_galaxies(80, 2))
    assert ml_program.main(["photoz", "--methods", "linear", "nearest_neighbours"]) == 0
    for k, gain in ((1, -0.4), (2, 0.0)):
        database.execute(
            "INSERT INTO survey.density_candidate VALUES (%s, %s, %s, %s, 1.4, 0.01, %s, 0.001)",
            [simulation, f"mixture of {k}", k, 100.0 * k, gain],
        )
    assert program.main([str(tmp_path / "out")]) == 0
    names = {
        "simulated_star", "density_candidate", "galaxy_pair_some_A", "photo_z", "photo_z_method",
        "colour_component_some_A",
    }  # fmt: skip
    assert names <= {path.stem for path in (tmp_path / "out").glob("*.png")}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in (tmp_path / "out").glob("*.png"))


def test_simulated_stars_are_exported_with_units_and_their_run(
    database: psycopg.Connection, simulation: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(["export", STARS, str(tmp_path / "stars.fits"), "--run", str(simulation)]) == 0
    with fits.open(tmp_path / "stars.fits") as hdus:
        hdus.verify("exception")
        table = hdus[1]
        assert units.Unit(table.columns["y_minus_j"].unit) == units.mag
        assert (table.header["RUN_ID"], table.header["SEED"]) == (simulation, 1)
        assert "n_component=2" in table.header["SETTINGS"]
        expected = database.execute(
            "SELECT y_minus_j, j_minus_h FROM survey.simulated_star ORDER BY star_number"
        )
        assert np.array_equal(
            np.column_stack([table.data["y_minus_j"], table.data["j_minus_h"]]), expected.fetchall()
        )
    assert program.main(["export", STARS, str(tmp_path / "none.fits"), "--run", "99"]) == 1
    assert "NoSuchRun: no run 99" in capsys.readouterr().err
    assert not (tmp_path / "none.fits").exists()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("suffix", [".vot", ".ecsv"])
def test_other_files_say_of_which_run_they_are(simulation: int, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"stars{suffix}"
    assert program.main(["export", STARS, str(path), "--run", str(simulation)]) == 0
    if suffix == ".vot":
        found = {info.name: info.value for info in parse(path).resources[0].infos}
    else:
        found = {name: str(value) for name, value in Table.read(path).meta.items()}
    assert (found["run_id"], found["seed"]) == (str(simulation), "1")
