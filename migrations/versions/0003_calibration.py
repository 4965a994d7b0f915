"""Zero-point ties, noise floors, image depths, moments of the tied fluxes, and periods."""

from db.frozen import run_frozen

revision = "0003"
down_revision = "0002"

TABLES = "0003_calibration.sql"
TABLES_SHA256 = "0ab6187b470735acf2f104d9bd32ea61872f8d5fa58a6c8a601a50b2d94e2237"
DOWN = "0003_calibration_down.sql"
DOWN_SHA256 = "6f372494cd5b83be33d467c7f3bdbd731e0d60d970a7cf73d8ccc90579c209fb"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
