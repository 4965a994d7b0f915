"""Releases: what was in at a moment, and what has changed since."""

from db.frozen import run_frozen

revision = "0007"
down_revision = "0004"

TABLES = "0007_release.sql"
TABLES_SHA256 = "ba3ba8304f3a68651d9b4e9343deba5eb1f1bb9202f8a03c5dee6b3d33868c4b"
DOWN = "0007_release_down.sql"
DOWN_SHA256 = "bb155fc807ef8c7721b08671c49e7f805e549adc6f8af40a7127856b1f42afca"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
