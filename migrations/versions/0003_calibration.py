"""Zero-point ties, noise floors, image depths, moments of the tied fluxes, and periods."""

from db.frozen import run_frozen

revision = "0003"
down_revision = "0002"

TABLES = "0003_calibration.sql"
TABLES_SHA256 = "cc38fdda5a2769a69b73af50b115117f843b04974d91e4975d7b8252e5e53c17"
DOWN = "0003_calibration_down.sql"
DOWN_SHA256 = "e82a05096a1bd724cb4e8b3000cf42a06ff748962951707964cdb5b0031cf6bf"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
