"""Machine learning: samples of galaxies, runs, simulated stars and photometric redshifts."""

from db.frozen import run_frozen

revision = "0002"
down_revision = "0001"

TABLES = "0002_model.sql"
TABLES_SHA256 = "2265d74783a92ba51b5eb0bf99b65f6325cfa7de47ac0b27b6e5de4b0abb5fc6"
DOWN = "0002_model_down.sql"
DOWN_SHA256 = "c3f5d6ec7de57aa878b73823fcc74c6eafa2af4c24231fcfe6debd8cc1e89c8d"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
