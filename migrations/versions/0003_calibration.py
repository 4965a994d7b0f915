"""Zero-point ties, noise floors, image depths, moments of the tied fluxes, and periods."""

from db.frozen import run_frozen

revision = "0003"
down_revision = "0002"

TABLES = "0003_calibration.sql"
TABLES_SHA256 = "da6d40857570bc1fbb41348f8dfa98837c2066d9fe38e6f03b0ca76f1400ecc3"
DOWN = "0003_calibration_down.sql"
DOWN_SHA256 = "ef6b67db42d55e09565297dac991f2e367bb64c3bfcf81c1dac00ab6ab4dce38"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
