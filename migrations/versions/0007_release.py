"""Releases: what was in at a moment, and what has changed since."""

from db.frozen import run_frozen

revision = "0007"
down_revision = "0004"

TABLES = "0007_release.sql"
TABLES_SHA256 = "71a1ad1a88c0e3c1a5d0fdc6f680baa7cb0efad72c914de3cce881ce85d2d527"
DOWN = "0007_release_down.sql"
DOWN_SHA256 = "4240253509036e5898f57abcb77d9ccc4f926b0372e85de0d73160b0890cb855"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
