"""Settings of any server that matter to EpochDB: what was found, what is advised, and why."""

from dataclasses import dataclass
from typing import Any

import psycopg

from db.statement import statement


@dataclass(frozen=True)
class Finding:
    """A setting of the server.

    Attributes
    ----------
    setting : str
        Its name.
    found, advised : str
        Its value, with its unit, and what it should be.
    is_well : bool
        Whether the value is as advised.
    reason : str
        Why it matters.
    """

    setting: str
    found: str
    advised: str
    is_well: bool
    reason: str


def check(connection: psycopg.Connection[Any]) -> list[Finding]:
    """Hold the server's settings against what is advised, as whoever is connected has them."""
    return [Finding(*row) for row in connection.execute(statement("check/settings"))]
