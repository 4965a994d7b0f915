"""Descriptions of surveys, the meaning of flags, numbers of what is named."""

from db.frozen import run_frozen

revision = "0006"
down_revision = "0005"

TABLES = "0006_description.sql"
TABLES_SHA256 = "1d89646e19a33b555e1702e35d392fd9094bd285e196baa472a7201e3eede762"
DOWN = "0006_description_down.sql"
DOWN_SHA256 = "620b9adf231c40db50f9f9a7702e7291c755bfc07dccbca59af7b278cbaad2cf"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
