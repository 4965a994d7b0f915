"""Zero-point ties, noise floors, image depths, moments of the tied fluxes, and periods."""

from db.frozen import run_frozen

revision = "0003"
down_revision = "0002"

TABLES = "0003_calibration.sql"
TABLES_SHA256 = "5c9604916d0cd594897eb37e11dd357827b369b5336c8a04ef092d840b95cdd8"
DOWN = "0003_calibration_down.sql"
DOWN_SHA256 = "6b77a0faa348baa702667887c15bb44dd254e96361d864922008b4a35711be99"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
