"""Descriptions of surveys, the meaning of flags, numbers of what is named."""

from db.frozen import run_frozen

revision = "0006"
down_revision = "0005"

TABLES = "0006_description.sql"
TABLES_SHA256 = "4e74ed0f19e7c9f459937fcc9befc9e1e7af2149c2b96900419bf27373eccbb6"
DOWN = "0006_description_down.sql"
DOWN_SHA256 = "c8a8670e71f9f19f9ba84b3a720f9db9f4cde3a3f39068c994483805439c8c84"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
