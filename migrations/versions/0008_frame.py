"""What the numbers mean: time scale, mark of a date, frame; flux density of magnitude 0."""

from db.frozen import run_frozen

revision = "0008"
down_revision = "0004"

TABLES = "0008_frame.sql"
TABLES_SHA256 = "10d75c12c1ee7a7c882468aa3c917698b74dae398fd9f442345a6751d4fbafd4"
DOWN = "0008_frame_down.sql"
DOWN_SHA256 = "0358440351f429b90ad2149a4ded7b0a3988ff1a37e7b04c438414f2e6e55781"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
