"""Releases: what was in at a moment, and what has changed since."""

from db.frozen import run_frozen

revision = "0008"
down_revision = "0007"

TABLES = "0008_release.sql"
TABLES_SHA256 = "dae584d75a54c8fd5e50dcd2a30c4efc11bdabf4836f7e858f1c2c343979bc33"
DOWN = "0008_release_down.sql"
DOWN_SHA256 = "29a681581fa96d02b4469229c0b9dc35a659456a2bd6d8ab61329ca92a39c0d6"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
