"""Releases: what was in at a moment, and what has changed since."""

from db.frozen import run_frozen

revision = "0007"
down_revision = "0004"

TABLES = "0007_release.sql"
TABLES_SHA256 = "33e257f20b9de6caeb98589fba48530a2770c149cc0c027b0a9ab78ab8a60abe"
DOWN = "0007_release_down.sql"
DOWN_SHA256 = "638fe029afd1a588b4e51b5cebecd7469306b21f03c86fd4c9aa7f5b1bf6cedd"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
