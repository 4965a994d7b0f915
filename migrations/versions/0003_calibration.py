"""Zero-point ties, noise floors, image depths, moments of the tied fluxes, and periods."""

from db.frozen import run_frozen

revision = "0003"
down_revision = "0002"

TABLES = "0003_calibration.sql"
TABLES_SHA256 = "f096ab27379d6a440a1b7fd144318417c7c9aaa93ca41a73b79f6b585b48335d"
DOWN = "0003_calibration_down.sql"
DOWN_SHA256 = "766b50699e7f7fda54acb892cce7e0f99afe729bbab1ae06fb48467cba0377ab"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
