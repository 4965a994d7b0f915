"""Runs of machine learning and samples of galaxies, written straight into the tables."""

from collections.abc import Mapping, Sequence

import numpy as np
import psycopg

GALAXY = {"mag_r": 17.0, "u_minus_g": 1.5, "g_minus_r": 0.8, "r_minus_i": 0.4, "i_minus_z": 0.3}


def add_sample(
    connection: psycopg.Connection,
    name: str,
    role: str,
    galaxies: Sequence[Mapping[str, float | None]],
) -> int:
    """Write a sample; what a galaxy does not say is as in GALAXY, its counter is its place from 1."""
    connection.execute(
        "INSERT INTO survey.load (load_id, path, program_version) OVERRIDING SYSTEM VALUE"
        " VALUES (0, '', '') ON CONFLICT DO NOTHING"
    )
    (sample_id,) = connection.execute(
        "INSERT INTO survey.galaxy_sample (name, role, path, sha256, n_galaxy, load_id)"
        " VALUES (%s, %s, '', encode(sha256(%s), 'hex'), %s, 0) RETURNING sample_id",
        [name, role, name.encode(), len(galaxies)],
    ).fetchone() or (0,)
    rows = [{"sample_id": sample_id, "counter": k, **GALAXY, **g} for k, g in enumerate(galaxies, start=1)]
    names = ", ".join(rows[0])
    places = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO survey.galaxy ({names}) VALUES ({places})", [list(row.values()) for row in rows]
        )
    return int(sample_id)


def add_run(
    connection: psycopg.Connection,
    task: str = "simulate",
    method: str = "gaussian_mixture",
    *,
    seed: int = 1,
    training: int | None = None,
) -> int:
    """Write a run without results."""
    (run_id,) = connection.execute(
        "INSERT INTO survey.model_run (task, method, seed, training_sample_id, n_input, n_excluded,"
        " input_sha256, code_version, python_version, numpy_version, scikit_learn_version, astropy_version,"
        " started_at, finished_at)"
        " VALUES (%s, %s, %s, %s, 1, 0, repeat('0', 64), '', '', '', '', '', now(), now()) RETURNING run_id",
        [task, method, seed, training],
    ).fetchone() or (0,)
    return int(run_id)


def add_components(connection: psycopg.Connection, run_id: int, rows: Sequence[Sequence[float]]) -> None:
    """Write an observed density: weight, means of Y-J and J-H, variances, covariance."""
    for number, row in enumerate(rows, start=1):
        connection.execute(
            "INSERT INTO survey.mixture_component VALUES (%s, 'observed', %s, false, %s, %s, %s, %s, %s, %s)",
            [run_id, number, *row],
        )


def add_redshifts(
    connection: psycopg.Connection, run_id: int, sample_id: int, rows: Sequence[Mapping[str, float | None]]
) -> None:
    """Write predictions for the galaxies 1, 2 ... of a sample."""
    connection.execute(
        "INSERT INTO survey.prediction VALUES (%s, %s, %s, 0, 0, '', now())", [run_id, sample_id, len(rows)]
    )
    for counter, given in enumerate(rows, start=1):
        row = {
            "z_phot": 0.1, "z_err": 0.1, "z_q025": -0.2, "z_q160": -0.1, "z_q500": 0.0, "z_q840": 0.1,
            "z_q975": 0.2, "pit": 0.5, "crps": 0.01, "is_outside": False, **given,
        }  # fmt: skip
        names = ", ".join(row)
        connection.execute(
            f"INSERT INTO survey.photo_z (run_id, sample_id, counter, {names})"
            f" VALUES ({', '.join(['%s'] * (len(row) + 3))})",
            [run_id, sample_id, counter, *row.values()],
        )


def curved_galaxies(n: int, seed: int) -> list[dict[str, float | None]]:
    """Galaxies whose redshift follows g - r with a scatter of 0.01."""
    rng = np.random.default_rng(seed)
    colours = rng.normal([1.5, 0.8, 0.4, 0.3], 0.2, (n, 4))
    mag_r = rng.normal(18.0, 1.0, n)
    z = 0.2 + 0.1 * np.sin(2 * colours[:, 1]) + 0.01 * rng.standard_normal(n)
    names = ("mag_r", "u_minus_g", "g_minus_r", "r_minus_i", "i_minus_z", "z_spec")
    values = np.column_stack([mag_r, colours, z])
    return [dict(zip(names, map(float, row), strict=True)) for row in values]
