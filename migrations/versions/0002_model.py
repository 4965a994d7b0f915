"""Machine learning: samples of galaxies, runs, simulated stars and photometric redshifts."""

from db.frozen import run_frozen

revision = "0002"
down_revision = "0001"

TABLES = "0002_model.sql"
TABLES_SHA256 = "25ce96eb29f90fcb44f027acab2db7d6ea39ce2cd2636709a3c32b13b56a0a53"
DOWN = "0002_model_down.sql"
DOWN_SHA256 = "c3f5d6ec7de57aa878b73823fcc74c6eafa2af4c24231fcfe6debd8cc1e89c8d"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
