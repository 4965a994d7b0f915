"""Ties, noise floors, image depths, moments of the tied fluxes, and periods."""

from db.frozen import run_frozen

revision = "0003"
down_revision = "0002"

TABLES = "0003_calibration.sql"
TABLES_SHA256 = "670e2949fa1d53a9b80b28c5c1bc9aef2802cf1be74ba50c1f3b5608a38f04e3"
DOWN = "0003_calibration_down.sql"
DOWN_SHA256 = "c88c358808568ef10e8e227af48ae8075a9a08c787185bf7ea24b41380f39073"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
