"""The part of the demo that learns: stars simulated for Euclid, and redshifts from a straight line."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg

from db import address
from ml.faults import NoStars
from ml.photoz import train
from ml.progress import Bar
from ml.reading import loaded_samples, test_partner, training_names
from ml.redshift.methods import methods_named
from ml.simulation import simulate_stars
from ml.stars.mixture import TooManyComponents
from ml.stars.outliers import TooFewStars

# What `python -m ml simulate` chooses for the real delivery by held-out likelihood, in minutes
N_COMPONENT = 14
SEED = 1
QUESTIONS = (
    "ml_draw_new_stars.sql",
    "ml_where_simulation_and_stars_differ.sql",
)
GALAXY_QUESTIONS = ("ml_memory_or_knowledge.sql",)


def learn(database: str | None) -> Sequence[str]:
    """
    Simulate stars and fit the linear redshifts of the first training sample, unless that was done before.

    Parameters
    ----------
    database : str, optional
        Its name; without it the usual one.

    Returns
    -------
    sequence of str
        The files of ``sql/questions`` that have an answer now.
    """
    questions: tuple[str, ...] = ()
    with address.connect("epochdb_ml", dbname=database, autocommit=True) as connection, Bar() as bar:
        # A survey too small for a density of its stars has none
        with suppress(NoStars, TooFewStars, TooManyComponents):
            if not _done(connection, "simulate"):
                simulate_stars(connection, SEED, n_component=N_COMPONENT, n_average=1, progress=bar)
            questions += QUESTIONS
        loaded = loaded_samples(connection)
        names = training_names(loaded)
        if names and not _done(connection, "photoz"):
            test = test_partner(loaded, names[0])
            train(connection, names[0], test, methods_named(["linear"]), [SEED], bar)
    return questions + (GALAXY_QUESTIONS if names else ())


def _done(connection: psycopg.Connection[Any], task: str) -> bool:
    query = "SELECT 1 FROM science.run_overview WHERE task = %s LIMIT 1"
    return connection.execute(query, [task]).fetchone() is not None
