"""What the numbers mean: time scale, mark of a date, frame; flux density of magnitude 0."""

from db.frozen import run_frozen

revision = "0007"
down_revision = "0006"

TABLES = "0007_frame.sql"
TABLES_SHA256 = "10d75c12c1ee7a7c882468aa3c917698b74dae398fd9f442345a6751d4fbafd4"
DOWN = "0007_frame_down.sql"
DOWN_SHA256 = "0dd9c3ecfa18050a618173303cb125b784dff72ab8f6c6bf1c70560f0233b8ee"


def upgrade() -> None:
    run_frozen(TABLES, TABLES_SHA256)


def downgrade() -> None:
    run_frozen(DOWN, DOWN_SHA256)
