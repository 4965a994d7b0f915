"""Zero-point ties, noise floors, image depths, moments of the tied fluxes, and periods."""

from db.frozen import run_frozen

revision = "0003"
down_revision = "0002"

TABLES = "0003_calibration.sql"
TABLES_SHA256 = "61f828914bf176e9d6daf8fcf98a3508014df464fe16b440d61ad57ac6f8a390"
DOWN = "0003_calibration_down.sql"
DOWN_SHA256 = "4f6fe6341bde5e35d8fe9dbdae3113eac2ee35ee93ec252658552e4e721c5b7d"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
