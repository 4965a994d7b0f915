"""The second stage of a search for periods, as SQL and as numpy would do it."""

import argparse
import time

import numpy as np

from benchmarks import place
from benchmarks.clock import process_seconds
from benchmarks.labelled_stars import simulated
from benchmarks.layout import table
from benchmarks.statements import statement
from ml.variables.harmonics import sums
from ml.variables.light_curve import prepare

DATABASE = "epochdb_second_stage"
N_STAR = 20
# What a search of one star asks for, about: ninety peaks with their halves and doubles, five offsets each.
N_FREQUENCY = 450
N_HARMONIC = 6


def second_stage(options: argparse.Namespace) -> str:
    """Time the sums that the fits need, the same in SQL and in numpy, on 56 epochs."""
    curves = [prepare(star.curve) for star in simulated("rr_lyrae", N_STAR, 56, 13, (5.0, 50.0))]
    frequency = np.linspace(0.1, 5.0, N_FREQUENCY)
    begun = time.process_time()
    for curve in curves:
        sums(curve, frequency, N_HARMONIC)
    by_numpy = time.process_time() - begun
    query = statement("periods", "harmonic_sums").encode()
    with place.fresh_database(DATABASE) as name, place.connected(name) as connection:
        pid = connection.info.backend_pid
        before = process_seconds(pid)
        for curve in curves:
            columns = {
                "time": curve.time,
                "value": curve.value,
                "weight": curve.weight,
                "frequency": frequency,
            }
            connection.execute(query, {key: values.tolist() for key, values in columns.items()}).fetchall()
        by_sql = process_seconds(pid) - before
    rows = [
        [name, f"{1000 * seconds / N_STAR:.1f}"] for name, seconds in (("numpy", by_numpy), ("SQL", by_sql))
    ]
    return f"## Sums for fits of {N_HARMONIC} harmonics at {N_FREQUENCY} frequencies, 56 epochs\n\n" + table(
        ["way", "ms of a core for a star"], rows
    )
