"""Ties, noise floors, image depths, moments of the tied fluxes, and periods."""

from db.frozen import run_frozen

revision = "0003"
down_revision = "0002"

TABLES = "0003_calibration.sql"
TABLES_SHA256 = "fcd990b5e5d4e8809d005c2d88ec9ffb5dbb9c3a6154affc84e6bea6548ba597"
DOWN = "0003_calibration_down.sql"
DOWN_SHA256 = "e815745d51de89d336439c4646fe4fddd39dc68193d05b9bfd95b70c9beb8267"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
